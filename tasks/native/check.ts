/** Whether native kernels give the bits of WebAssembly's, and which variant is the fastest here. @module */

import { cpuUsage } from "node:process";
import { Dataset } from "../../lib/dataset.ts";
import { createEngine } from "../../lib/engine/create.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { Network } from "../../lib/network.ts";
import type { NetworkOptions } from "../../lib/network/options.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import type { TrainOptions } from "../../lib/options.ts";
import { train } from "../../lib/train.ts";
import type { NativeHost } from "./host.ts";

const FEATURES = 784;
const EXAMPLES = 500;
const CLASSES = 10;

type Training = readonly [sizes: readonly number[], NetworkOptions, Omit<TrainOptions, "epochs">];

const SOFTMAX: NetworkOptions = { outputActivation: "softmax", cost: "logLikelihood" };

const SMALL: Training = [[FEATURES, 30, CLASSES], {}, { batchSize: 10, learningRate: 3 }];

const WIDE: Training = [
  [FEATURES, 800, 800, CLASSES],
  { ...SOFTMAX, activation: "relu" },
  { batchSize: 128, learningRate: 0.001, optimizer: { name: "adam" } },
];

/** Small and large products of sparse and dense rows, steps in place and by each optimizer, every option with kernels. */
const COMPARED_RUNS: readonly Training[] = [
  SMALL,
  [[FEATURES, 100, CLASSES], { cost: "crossEntropy" }, {
    batchSize: 10,
    learningRate: 0.5,
    l2: 5,
    augment: { shift: 1, rotation: 15, elastic: { sigma: 4, alpha: 34 } },
  }],
  ...([["momentum", "tanh"], ["nesterov", "leakyRelu"], ["adam", "gelu"], ["sgd", "selu"]] as const)
    .map(
      ([name, activation]): Training => [[FEATURES, 130, 70, CLASSES], { ...SOFTMAX, activation }, {
        batchSize: 64,
        learningRate: 0.001,
        optimizer: { name },
        maxNorm: 2,
        l1: 0.01,
        dropout: { hidden: 0.2, inputs: 0.1 },
        averaging: { decay: 0.9 },
      }],
    ),
  WIDE,
];

/** Images of random pixels, four of five of them 0. */
function examples(): Dataset {
  let state = 1;
  const next = () => (state = Math.imul(state, 1664525) + 1013904223 | 0) >>> 24;
  const pixels = Uint8Array.from({ length: EXAMPLES * FEATURES }, () => next() < 50 ? next() : 0);
  const labels = Uint8Array.from({ length: EXAMPLES }, (_, k) => k % CLASSES);
  return new Dataset({ pixels, labels, features: FEATURES, classes: CLASSES, shape: [28, 28] });
}

async function hashOf(
  [sizes, network, training]: Training,
  engine: Engine,
  data: Dataset,
): Promise<string> {
  const trained = new Network(sizes, { ...network, seed: 1, engine });
  for await (const _ of train(trained, data, { ...training, epochs: 1, seed: 1 }));
  return await weightsSha256(trained);
}

/**
 * Checks that native kernels train to the bits of WebAssembly's.
 * @throws {Error} if they do not
 */
export async function checkBits(host: NativeHost): Promise<void> {
  const data = examples();
  for (const training of COMPARED_RUNS) {
    const expected = await hashOf(training, createEngine("wasm"), data);
    const found = await hashOf(training, createEngine("wasm", { host }), data);
    if (found !== expected) {
      throw new Error(
        `Cannot use the kernels ${host.variant}: the weights of [${
          training[0]
        }] differ from WebAssembly's, ` +
          `expected ${expected}, got ${found}`,
      );
    }
  }
}

/** A wider vector must be this much faster: it may slow down the processor's clock for everything else. */
const MIN_GAIN = 1.03;

/** Tries of which the fastest counts. */
const TRIES = 8;

/** What is timed, the epochs of a try, and those before the first, in which V8 compiles what is called. */
const TIMED_RUNS = [[SMALL, 20, 300], [WIDE, 1, 3]] as const;

/**
 * The fastest of native kernels, from narrow to wide.
 * @param hosts one at least
 */
export async function fastestOf(hosts: readonly NativeHost[]): Promise<NativeHost> {
  const data = examples();
  const costs = hosts.map(() => 1);
  for (const [[sizes, network, training], epochs, first] of TIMED_RUNS) {
    const runs = hosts.map((host) => {
      const engine = createEngine("wasm", { host });
      const trained = new Network(sizes, { ...network, seed: 1, engine });
      return train(trained, data, { ...training, epochs: 1_000_000, seed: 1 });
    });
    const timed = async (run: typeof runs[number], epochs: number) => {
      const start = cpuUsage(); // other programs may take turns on the core
      for (let epoch = 0; epoch < epochs; epoch++) await run.next();
      const { user, system } = cpuUsage(start);
      return user + system;
    };
    for (const run of runs) await timed(run, first);
    const least = hosts.map(() => Infinity);
    for (let k = 0; k < TRIES; k++) {
      for (const [h, run] of runs.entries()) {
        least[h] = Math.min(least[h]!, await timed(run, epochs));
      }
    }
    for (const h of hosts.keys()) costs[h]! *= Math.sqrt(least[h]!);
  }
  let best = 0;
  for (let h = 1; h < hosts.length; h++) if (MIN_GAIN * costs[h]! < costs[best]!) best = h;
  return hosts[best]!;
}

/** What an engine repeats of the batch before has the bits of what goes through the network each time. */

import { assert, assertEquals } from "@std/assert";
import { createEngine, type Engine } from "../../lib/engine/mod.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import {
  Dataset,
  fit,
  matrix,
  Network,
  type NetworkOptions,
  type TrainOptions,
} from "../../mod.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";

const [EXAMPLES, FEATURES, CLASSES] = [260, 70, 4];
const random = new RandomStream(3, "shuffle");
const labels = Uint8Array.from({ length: EXAMPLES }, () => random.below(CLASSES));
const bytes = Uint8Array.from(
  { length: EXAMPLES * FEATURES },
  (_, k) =>
    random.uniform() < 0.7 ? 0 : (random.below(200) + 12 * labels[Math.floor(k / FEATURES)]!),
);
const numbers = Float32Array.from(bytes, (byte) => byte / 100 - 0.5);
const of = { features: FEATURES, classes: CLASSES, labels };

/** Gray levels of which most are zero, numbers, and quantities. */
const DATA = {
  pixels: new Dataset({ ...of, pixels: bytes }),
  numbers: new Dataset({ ...of, inputs: numbers }),
  quantities: new Dataset({
    features: FEATURES,
    inputs: numbers,
    outputs: 2,
    targets: Float32Array.from({ length: 2 * EXAMPLES }, () => random.normal()),
  }),
} as const;

/** What is trained on which data, and whether an engine can repeat it. */
interface Case {
  readonly data?: keyof typeof DATA;
  readonly hidden?: readonly number[];
  readonly network?: NetworkOptions;
  readonly options?: Omit<TrainOptions, "epochs">;
  readonly repeats?: false;
}

const likelihood = { outputActivation: "softmax", cost: "logLikelihood" } as const;

const CASES: { readonly [name: string]: Case } = {
  "the tutorial's network": {},
  "no hidden layer": { hidden: [] },
  "two hidden layers": { hidden: [20, 9] },
  "a wide layer": { hidden: [100] },
  "cross-entropy, L2": { network: { cost: "crossEntropy" }, options: { l2: 5 } },
  "softmax, L1": { network: likelihood, options: { l1: 0.5 } },
  "softmax, label smoothing": { network: likelihood, options: { labelSmoothing: 0.1 } },
  "tanh and quadratic": { network: { activation: "tanh", cost: "quadratic" } },
  "GELU": { network: { ...likelihood, activation: "gelu" } },
  "momentum": { options: { optimizer: { name: "momentum" } } },
  "Nesterov, L2": { options: { optimizer: { name: "nesterov" }, l2: 2 } },
  "Adam": { network: likelihood, options: { optimizer: { name: "adam" }, learningRate: 0.01 } },
  "AdamW, cosine": {
    network: likelihood,
    options: { optimizer: { name: "adamw" }, learningRate: 0.01, schedule: { name: "cosine" } },
  },
  "momentum, warm-up": {
    options: { optimizer: { name: "momentum" }, schedule: { name: "constant", warmup: 1 } },
  },
  "steps of the rate": { options: { schedule: { name: "step", every: 1, factor: 0.5 } } },
  "averaging": { options: { averaging: { decay: 0.9 } } },
  "dropout": { options: { dropout: { inputs: 0.2, hidden: 0.5 } } },
  "norms that are limited": { options: { maxNorm: 0.5 } },
  "weights of classes": { network: likelihood, options: { classWeights: "balanced" } },
  "validation, the best kept": { options: { validation: DATA.pixels, keep: "best" } },
  "numbers": { data: "numbers" },
  "numbers, Adam and dropout": {
    data: "numbers",
    network: likelihood,
    options: { optimizer: { name: "adam" }, learningRate: 0.01, dropout: { hidden: 0.2 } },
  },
  "quantities": {
    data: "quantities",
    network: { outputActivation: "linear" },
    options: { learningRate: 0.01 },
  },
  "a rate for every step": { options: { schedule: { name: "cosine" } }, repeats: false },
  "a gradient that is clipped": { options: { clipNorm: 1 }, repeats: false },
  "the weights of sigmoid and quadratic": {
    options: { classWeights: "balanced" },
    repeats: false,
  },
  "an activation function of one's own": {
    network: { activation: { name: "own", forward() {}, backward() {} } },
    options: { learningRate: 0.01 },
    repeats: false,
  },
};

/** What training comes to, and how often the network was asked for a layer. */
async function trained(
  engine: Engine,
  { data = "pixels", hidden = [30], network, options }: Case,
) {
  let layers = 0;
  const { affine } = engine;
  engine.affine = (...given) => {
    layers++;
    affine.apply(engine, given);
  };
  const { outputs } = DATA[data];
  const learner = new Network([FEATURES, ...hidden, outputs], { seed: 2, ...network, engine });
  const history = await fit(learner, DATA[data], {
    batchSize: 8, // four examples are left over
    learningRate: 0.5,
    ...options,
    epochs: 3,
  });
  const costs = history.epochs.map(({ train }) => train.cost);
  const parameters = [...learner.weights, ...learner.biases].map(({ values }) => [...values]);
  return { layers, result: { costs, parameters } };
}

const ENGINES: readonly (readonly [string, () => Engine])[] = [
  ["WebAssembly", () => new WasmEngine()],
  ...NATIVE_HOSTS.map((host) => [host.variant, () => createEngine("wasm", { host })] as const),
];

for (const [engine, open] of ENGINES) {
  for (const [name, example] of Object.entries(CASES)) {
    Deno.test(`${engine} repeats to the same bits: ${name}`, async () => {
      const repeating = await trained(open(), example);
      const plain = open();
      plain.recorder = undefined!;
      const expected = await trained(plain, example);
      assertEquals(repeating.result, expected.result);
      const repeats = repeating.layers < 0.7 * expected.layers;
      assertEquals(repeats, example.repeats ?? true, `${repeating.layers} of ${expected.layers}`);
    });
  }

  Deno.test(`${engine} repeats weights that somebody has looked at, and changed`, async () => {
    const [found, expected] = await Promise.all([open(), open()].map(async (engine, k) => {
      if (k === 1) engine.recorder = undefined!;
      const network = new Network([FEATURES, 30, CLASSES], { seed: 2, engine });
      await fit(network, DATA.pixels, {
        epochs: 4,
        batchSize: 8,
        learningRate: 0.5,
        onEpoch: () => {
          network.weights[0]!.values[5]! += 0.25;
          network.predict([...Array(9)].map(() => numbers.subarray(0, FEATURES)));
        },
      });
      return network.weights.map(({ values }) => [...values]);
    }));
    assertEquals(found, expected);
  });

  Deno.test(`${engine} has nothing to repeat of a batch that does not come to a cost`, () => {
    const host = open();
    const recorder = host.recorder!()!;
    const a = host.matrix(1, 2);
    const recorded = recorder.record(1, () => {
      host.addScaled(a, host.matrix(1, 2), 1);
      return 7;
    });
    assertEquals(recorded, { cost: 7 });
    const foreign = recorder.record(1, () => {
      host.addScaled(a, matrix([[1, 2]]), 1); // which is copied
      return host.meanCost(a, a, { name: "own", of: () => 1, delta() {} });
    });
    assert(foreign.recording === undefined);
  });
}

import { assertEquals, assertGreater } from "@std/assert";
import {
  costs,
  createEngine,
  Dataset,
  type Matrix,
  Network,
  train,
  type TrainOptions,
} from "../../mod.ts";
import type { Activation } from "../../lib/engine/mod.ts";
import { type Initializer, Optimizer, type OptimizerOptions } from "../../lib/network/mod.ts";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { flush, flushFactor } from "../../lib/numerics/subnormals.ts";
import type { OptimizerName } from "../../mod.ts";

const SMALLEST_NORMAL = 2 ** -126;

/** How many elements are subnormal. */
function subnormals({ rows, columns, values }: Matrix): number {
  return values.subarray(0, rows * columns)
    .reduce((count, value) => count + Number(value !== 0 && Math.abs(value) < SMALLEST_NORMAL), 0);
}

/** The specification, which counts the subnormals among the errors and the moments that it makes. */
class CountingEngine extends ReferenceEngine {
  errors = 0;
  inMoments = 0;

  override flush(delta: Matrix): void {
    super.flush(delta);
    this.errors += subnormals(delta);
  }

  override update(...args: Parameters<ReferenceEngine["update"]>): void {
    super.update(...args);
    for (const moment of args[3]) this.inMoments += subnormals(moment);
  }
}

/** Two classes far apart, which are soon learned to the last bit, and an input that is always zero. */
const data = new Dataset({
  inputs: Float32Array.from({ length: 60 }, (_, k) => k % 3 === 2 ? 0 : k % 6 < 3 ? 4 : -4),
  labels: Uint8Array.from({ length: 20 }, (_, k) => k % 2),
  features: 3,
  classes: 2,
});

/** Weights so large that some outputs are all but zero or one from the start, and their errors all but nothing. */
const steep: Initializer = {
  name: "steep",
  weights({ values }, random) {
    for (let k = 0; k < values.length; k++) values[k] = random.normal() * 2 ** random.below(6);
  },
  biases() {},
};

/** Ways to train, each of which runs into subnormals where they are allowed. */
const WAYS: { readonly [title: string]: Partial<TrainOptions> } = {
  "plain stochastic gradient descent": { learningRate: 3 },
  "weights that decay": { learningRate: 3, l2: 0.3 },
  "momentum": { learningRate: 1, optimizer: "momentum" },
  "Nesterov's momentum": { learningRate: 1, optimizer: "nesterov" },
  "Adam": { learningRate: 0.1, optimizer: "adam" },
  "AdamW": { learningRate: 0.1, optimizer: { name: "adamw", weightDecay: 1 } },
};

for (const [title, way] of Object.entries(WAYS)) {
  Deno.test(`after many epochs no subnormal is among errors, moments and weights: ${title}`, async () => {
    const engine = new CountingEngine();
    const network = new Network([3, 16, 2], { engine, initializer: steep });
    const optimizer = new Optimizer(way.optimizer as OptimizerOptions | OptimizerName | undefined);
    const options = { epochs: 300, batchSize: 2, learningRate: 1, ...way, optimizer };
    for await (const _ of train(network, data, options));
    assertEquals([engine.errors, engine.inMoments], [0, 0]);
    for (const matrix of [...network.weights, ...network.biases]) {
      assertEquals(subnormals(matrix), 0);
    }
  });
}

Deno.test("an error that a network's own cost and activation make too small is zero on every engine", () => {
  /** Errors shrink to almost nothing on their way back. */
  const shrinking: Activation = {
    name: "shrinking",
    forward() {},
    backward({ values }) {
      for (let k = 0; k < values.length; k++) values[k] = values[k]! * 1e-36;
    },
  };
  const gradients = ["reference", "wasm"].map((name) => {
    const network = new Network([1, 3, 1], {
      engine: createEngine(name as "reference" | "wasm"),
      activation: shrinking,
      outputActivation: shrinking,
      cost: costs["quadratic"]!,
    });
    const batch = {
      inputs: { kind: "dense", rows: 1, columns: 1, values: new Float32Array([1e-3]) } as const,
      targets: { kind: "matrix", rows: 1, columns: 1, values: new Float32Array([0]) } as const,
    };
    return network.backprop(batch).biases.map(({ values }) => [...values]);
  });
  assertEquals(gradients[0], gradients[1]);
  assertEquals(gradients[0], [[0, 0, 0], [0]]);
});

Deno.test("what is below 2⁻¹⁰⁰ becomes +0, and a factor that is below 2⁻⁶³", () => {
  for (const sign of [1, -1]) {
    assertEquals(flush(sign * 2 ** -100), sign * 2 ** -100);
    assertEquals(Object.is(flush(sign * 0.9999999 * 2 ** -100), 0), true);
    assertEquals(flushFactor(sign * 2 ** -63), sign * 2 ** -63);
    assertEquals(Object.is(flushFactor(sign * 0.9999999 * 2 ** -63), 0), true);
  }
  assertEquals([flush(NaN), flushFactor(NaN), flush(-Infinity)], [NaN, NaN, -Infinity]);
  assertGreater(Math.fround(2 ** -63 * 2 ** -63), 0);
});

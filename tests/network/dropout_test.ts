import { closing } from "../helpers/closing.ts";
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import {
  activations,
  createEngine,
  dataRows,
  Dataset,
  matrix,
  Network,
  RandomStream,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { Dropout } from "../../lib/network/mod.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { assertGradient, meanCost } from "../helpers/float64_network.ts";
import { untilReady } from "../engine/until_ready.ts";
import { namesOf } from "../helpers/names.ts";

/** Five standard deviations: one test in two million would fail by chance, and the seed is fixed. */
const DEVIATIONS = 5;

const INPUTS = [[0.5, 0, -0.25, 1], [0, 0.125, 0.5, -1], [1, 1, 0, 0.5]];
const BATCH = {
  inputs: dataRows(INPUTS),
  targets: matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
  examples: new Uint32Array([40, 7, 59_999]),
};

/** The key of seed 1 for what layer 1 takes in, in epoch 1: it never changes, or trained weights would. */
const GOLDEN = [3490425943, 1707707840];

/** What dropout multiplies the units by of what layer l takes in of some examples. */
function factorsOf(
  dropout: Dropout,
  [l, epoch]: [number, number],
  examples: Uint32Array,
  units: number,
  engine: Engine = createEngine("reference"),
): number[][] {
  const mask = dropout.mask(l, epoch, examples);
  const out = engine.matrix(examples.length, units);
  out.values.fill(1);
  if (mask !== undefined) engine.dropout(out, out, mask);
  return Array.from(examples, (_, r) => [...out.values.subarray(r * units, (r + 1) * units)]);
}

for (const activation of namesOf(activations)) {
  Deno.test(`the gradient through dropout agrees with central differences: ${activation}`, () => {
    const functions = { activation, outputActivation: "softmax", cost: "logLikelihood" } as const;
    const sizes = [4, 6, 5, 3];
    const network = new Network(sizes, { seed: 3, initializer: "scaledNormal", ...functions });
    const dropout = new Dropout(1, { inputs: 0.25, hidden: 0.4 });
    const factors = [0, 1, 2].map((l) => factorsOf(dropout, [l, 8], BATCH.examples, sizes[l]!));
    const dropped = factors.flat(2).filter((factor) => factor === 0).length;
    assert(dropped > 5 && dropped < 40, `${dropped} of 45 are dropped`);
    const gradient = network.backprop(BATCH, { dropout, epoch: 8 });
    const targets = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    const factorOf = (l: number, r: number, unit: number) => factors[l]![r]![unit]!;
    assertGradient(
      network,
      gradient,
      (parameters) => meanCost(parameters, functions, INPUTS, targets, factorOf),
    );
  });
}

Deno.test("units are left out as often as the rate, and the others are scaled up by as much", () => {
  const examples = Uint32Array.from({ length: 100 }, (_, k) => k);
  for (const rate of [0.1, 0.2, 0.5, 0.9]) {
    const factors = factorsOf(new Dropout(1, { hidden: rate }), [1, 1], examples, 1000).flat();
    const left = factors.filter((factor) => factor === 0).length;
    const deviation = Math.sqrt(factors.length * rate * (1 - rate));
    assertLess(Math.abs(left - rate * factors.length), DEVIATIONS * deviation);
    const others = new Set(factors.filter((factor) => factor !== 0));
    assertEquals([...others], [Math.fround(1 / (1 - rate))]);
  }
});

Deno.test("what is left out is a function of seed, layer, epoch, example and unit, and each matters", () => {
  const of = (seed: number, layer: [number, number], examples: number[], units = 64) =>
    factorsOf(
      new Dropout(seed, { inputs: 0.5, hidden: 0.5 }),
      layer,
      new Uint32Array(examples),
      units,
    );
  const expected = of(1, [1, 1], [5, 9]);
  assertEquals(of(1, [1, 1], [9, 3, 5, 9]), [expected[1]!, of(1, [1, 1], [3])[0]!, ...expected]);
  assertEquals(of(1, [1, 1], [5])[0]!.slice(0, 10), of(1, [1, 1], [5], 10)[0]!);
  for (
    const other of [of(2, [1, 1], [5]), of(1, [2, 1], [5]), of(1, [0, 1], [5]), of(1, [1, 2], [5])]
  ) assertNotEquals(other[0], expected[0]);
  assertNotEquals(expected[0], expected[1]);
});

Deno.test("an output is the mean over many epochs of the outputs under dropout, where all is linear", () => {
  const network = new Network([4, 30, 1], { seed: 1, activation: "linear" });
  const expected = network.feedforward(BATCH.inputs).values;
  const dropout = new Dropout(1, { inputs: 0.2, hidden: 0.5 });
  const targets = matrix([[0], [0], [0]]);
  // Behind a linear output and the quadratic cost the gradient of the bias is the mean output.
  let [sum, squares] = [0, 0];
  const EPOCHS = 2000;
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    const { biases } = network.backprop({ ...BATCH, targets }, { dropout, epoch });
    sum += biases[1]!.values[0]!;
    squares += biases[1]!.values[0]! ** 2;
  }
  const mean = sum / EPOCHS;
  const deviation = Math.sqrt((squares / EPOCHS - mean ** 2) / EPOCHS);
  const output = expected.reduce((total, value) => total + value, 0) / 3;
  assertLess(Math.abs(mean - output), DEVIATIONS * deviation);
});

Deno.test("dropout of nothing changes no bit, and none is in feedforward", () => {
  const network = new Network([4, 6, 3], { seed: 3 });
  const before = network.feedforward(BATCH.inputs);
  network.backprop(BATCH, { dropout: new Dropout(1, { inputs: 0.5, hidden: 0.5 }), epoch: 1 });
  assertEquals(network.feedforward(BATCH.inputs), before);
  const gradient = (dropout: Dropout | undefined) =>
    new Network([4, 6, 3], { seed: 3 }).backprop(BATCH, { dropout, epoch: 1 }).weights[0]!.values;
  assertEquals(gradient(new Dropout(1, {})), gradient(undefined));
});

/** Points with a few zeros, some of which a data set keeps as sparse rows. */
function points(zeros: number): Dataset {
  const random = new RandomStream(5, "weights");
  const draw = () => random.uniform() < zeros ? 0 : random.normal();
  const inputs = Float32Array.from({ length: 60 * 20 }, draw);
  const labels = Uint8Array.from({ length: 60 }, (_, k) => +(inputs[20 * k]! > 0));
  return new Dataset({ inputs, labels, features: 20, classes: 2 });
}

async function trained(engine: Engine, zeros: number, options: Partial<TrainOptions>) {
  const network = new Network([20, 33, 17, 2], { seed: 1, activation: "relu", engine });
  const training = { epochs: 3, batchSize: 16, learningRate: 0.1, ...options };
  for await (const _ of train(network, points(zeros), training));
  return await weightsSha256(network);
}

Deno.test("a training run with dropout gives the same bytes on every engine, with sparse data and dense", async () => {
  using pool = closing(new WasmEngine({ workers: 2, shareFrom: 0 }));
  await untilReady(pool);
  const dropout = { inputs: 0.2, hidden: 0.5 };
  const ways: Partial<TrainOptions>[] = [
    { maxNorm: 2 },
    { clipNorm: 0.5, l1: 1e-3, optimizer: "nesterov", labelSmoothing: 0.1 },
    { optimizer: "adamw", learningRate: 0.01 },
  ];
  for (const zeros of [0, 0.8]) {
    for (const way of ways) {
      const expected = await trained(createEngine("reference"), zeros, { ...way, dropout });
      for (const engine of [createEngine("wasm"), pool]) {
        assertEquals(await trained(engine, zeros, { ...way, dropout }), expected);
      }
      assertNotEquals(await trained(createEngine("wasm"), zeros, way), expected);
    }
  }
});

Deno.test("a layer has a mask of its probability, and none where nothing is left out", () => {
  const examples = new Uint32Array([5]);
  const both = new Dropout(1, { inputs: 0.25, hidden: 0.5 });
  assertEquals([0, 1, 2].map((l) => both.mask(l, 1, examples)?.rate), [0.25, 0.5, 0.5]);
  assertEquals(new Dropout(1, { hidden: 0.5 }).mask(0, undefined, undefined), undefined);
  assertEquals(new Dropout(1, { inputs: 0.5 }).mask(1, undefined, undefined), undefined);
});

Deno.test("a mask follows the batch and the epoch", () => {
  const dropout = new Dropout(1, { inputs: 0.5 });
  const keyOf = (epoch: number) => [...dropout.mask(0, epoch, new Uint32Array([epoch]))!.key];
  const [first, second] = [keyOf(1), keyOf(2)];
  assertNotEquals(first, second);
  assertEquals(keyOf(1), first);
  assertEquals([...new Dropout(1, { hidden: 0.5 }).mask(1, 1, new Uint32Array(1))!.key], GOLDEN);
  const examples = new Uint32Array([7, 8]);
  assertEquals(dropout.mask(0, 1, examples)!.examples, examples);
});

import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import {
  createEngine,
  dataRows,
  Dataset,
  evaluate,
  matrix,
  Network,
  optimizers,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import { weighClasses } from "../../lib/train/class_weights.ts";
import {
  assertGradient,
  meanCost,
  parametersOf,
  relativeError,
} from "../helpers/float64_network.ts";
import { namesOf } from "../helpers/names.ts";

const ROWS = [[0.2, 0.9], [0.7, 0.1], [0.5, 0.4], [0.9, 0.8]];
const WEIGHTS = [2, 0.5, 0, 1.25];

const COSTS = [
  ["quadratic", "sigmoid"],
  ["quadratic", "linear"],
  ["quadratic", "softmax"],
  ["crossEntropy", "sigmoid"],
  ["crossEntropy", "softmax"],
  ["logLikelihood", "softmax"],
  ["logLikelihood", "sigmoid"],
] as const;

for (const [cost, outputActivation] of COSTS) {
  Deno.test(`weights of examples are in cost and gradient: ${cost} behind ${outputActivation}`, () => {
    const functions = { activation: "tanh", outputActivation, cost } as const;
    const network = new Network([2, 4, 3], { ...functions, seed: 4, initializer: "lecun" });
    const targets = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]];
    const weights = Float32Array.from(WEIGHTS);
    const batch = { inputs: dataRows(ROWS), targets: matrix(targets), weights };
    const costOf = (parameters: ReturnType<typeof parametersOf>) =>
      meanCost(parameters, functions, ROWS, targets, undefined, (r) => WEIGHTS[r]!);
    assertGradient(network, network.backprop(batch), costOf);
    const before = costOf(parametersOf(network));
    assertAlmostEquals(network.updateMiniBatch(batch, 0.1), before, 1e-6);
  });
}

/** Nine examples in ten are of one class, and the classes overlap. */
const rare = ((): Dataset => {
  const inputAt = (k: number) => [(k * 37 % 100) / 100 + (k % 10 === 0 ? 0.3 : 0)];
  const inputs = Array.from({ length: 200 }, (_, k) => inputAt(k));
  const labels = inputs.map((_, k) => k % 10 === 0 ? "rare" : "common");
  return Dataset.from({ inputs, labels });
})();

const OPTIONS: TrainOptions = { epochs: 20, batchSize: 10, learningRate: 0.5 };

/** The hash of a network that learned so. */
async function trained(data: Dataset, options: Partial<TrainOptions>, engine = "wasm") {
  const network = new Network([1, 6, 2], {
    seed: 3,
    engine: createEngine(engine as "wasm"),
    outputActivation: "softmax",
    cost: "categoricalCrossEntropy",
  });
  for await (const _ of train(network, data, { ...OPTIONS, ...options }));
  return { network, sha256: await weightsSha256(network) };
}

Deno.test("balanced classes find what is rare, and accuracy stays unweighted", async () => {
  const recallOf = ({ confusion }: ReturnType<typeof evaluate>) => confusion![1]![1]! / 20;
  const evaluated = async (options: Partial<TrainOptions>) =>
    evaluate((await trained(rare, { epochs: 100, ...options })).network, rare);
  const [plain, balanced] = [await evaluated({}), await evaluated({ classWeights: "balanced" })];
  assertLess(recallOf(plain), 0.3);
  assertLess(0.5, recallOf(balanced));
  assertEquals(balanced.accuracy, balanced.correct! / 200);
});

Deno.test("weights of 1 change no bit, and balanced weights are by name what they are by number", async () => {
  const { sha256 } = await trained(rare, {});
  const ones = rare.weighted(new Float32Array(200).fill(1));
  assertEquals((await trained(ones, {})).sha256, sha256);
  const byName = { common: 200 / (2 * 180), rare: 200 / (2 * 20) };
  const balanced = await trained(rare, { classWeights: "balanced" });
  assertEquals((await trained(rare, { classWeights: byName })).sha256, balanced.sha256);
  const doubled = await trained(rare, { classWeights: { common: 2, rare: 2 }, learningRate: 0.25 });
  assertEquals(doubled.sha256, sha256); // by a power of two, exactly
});

for (const optimizer of namesOf(optimizers)) {
  Deno.test(`weighted examples train to the same bits on every engine: ${optimizer}`, async () => {
    const weighted = rare.weighted(Float32Array.from({ length: 200 }, (_, k) => (k % 7) / 3));
    const options = { epochs: 3, optimizer, learningRate: 0.05, classWeights: "balanced" } as const;
    const [a, b] = ["reference", "wasm"].map((name) => trained(weighted, options, name));
    assertEquals((await a!).sha256, (await b!).sha256);
  });
}

Deno.test("an example of weight 0 teaches nothing", async () => {
  const even = rare.select(Array.from({ length: 100 }, (_, k) => 2 * k));
  const half = rare.weighted(Float32Array.from({ length: 200 }, (_, k) => 1 - k % 2));
  const options = { epochs: 1, batchSize: 200, optimizer: "momentum" } as const;
  // Steps divide by the batch's length, not by the sum of its weights: half of it needs twice the rate.
  const a = await trained(even, { ...options, batchSize: 100, learningRate: 0.25 });
  const b = await trained(half, { ...options, learningRate: 0.5 });
  const values = (network: Network) => network.weights.flatMap(({ values }) => [...values]);
  assertLess(relativeError(values(a.network), values(b.network)), 1e-6);
});

Deno.test("balanced, every class counts as much as any other; else by its name or number", () => {
  const data = Dataset.from({ inputs: [[1], [2], [3], [4]], labels: ["b", "a", "b", "b"] });
  const share = (count: number) => Math.fround(4 / (2 * count));
  const balanced = (of: Dataset) => [...weighClasses(of, { classWeights: "balanced" }).weights!];
  assertEquals(balanced(data), [3, 1, 3, 3].map(share));
  const weighted = data.weighted(Float32Array.of(1, 0.5, 0, 2));
  const [a, b] = [4 / 2, 4 / 6];
  assertEquals(balanced(weighted), [b, a / 2, 0, 2 * b].map(Math.fround));
  const inputs = [[1], [2], [3]];
  const named = Dataset.from({ inputs, labels: ["b", "a", "c"] });
  assertEquals([...weighClasses(named, { classWeights: { b: 3, c: 0 } }).weights!], [3, 1, 0]);
  const numbered = Dataset.from({ inputs, labels: [0, 2, 1] });
  assertEquals([...weighClasses(numbered, { classWeights: { "2": 0.5 } }).weights!], [1, 0.5, 1]);
  const yesOrNo = Dataset.from({ inputs, targets: [0, 1, 1] });
  assertEquals([...weighClasses(yesOrNo, { classWeights: { "1": 2 } }).weights!], [1, 2, 2]);
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset, evaluate, Network, RandomStream } from "../../mod.ts";
import { permutationImportance, predictDataset } from "../../lib/evaluate/mod.ts";

const SIZE = 2000;

/** The weights of a single layer, [inputs, outputs]. */
function layer(weights: number[], outputs: number): Network {
  const network = new Network([weights.length / outputs, outputs], {
    outputActivation: "linear",
    cost: "meanSquaredError",
  });
  network.weights[0]!.values.set(weights);
  network.biases[0]!.values.fill(0);
  return network;
}

/** Rows of standard normal numbers. */
function normalRows(columns: number): number[][] {
  const random = new RandomStream(3, "data");
  return Array.from({ length: SIZE }, () => Array.from({ length: columns }, () => random.normal()));
}

const COLUMNS = [0, 1, 2].map((start) => ({ start, width: 1 }));

Deno.test("a column of a linear quantity matters by the square of its weight", () => {
  // Shuffling a column of weight w and variance 1 adds 2w² to the squared errors: R² falls by 2w² / Σ w².
  const rows = normalRows(3);
  const targets = rows.map(([a, b]) => 2 * a! + b!);
  const data = Dataset.from({ inputs: rows, targets });
  const { metric, score, columns } = permutationImportance(layer([2, 1, 0], 1), data, COLUMNS);
  assertEquals(metric, "r2"); // squared error over the variance
  assertAlmostEquals(score, 1, 1e-6);
  const [first, second, third] = columns.map(({ mean }) => mean);
  assertAlmostEquals(first!, 2 * 4 / 5, 0.05); // chance among 2,000 rows: about 1/√2000 of it
  assertAlmostEquals(second!, 2 * 1 / 5, 0.05);
  assertEquals(third, 0);
  assert(columns[0]!.deviation > 0 && columns[0]!.deviation < 0.05);
});

/** A network whose probability of the second of two classes is that of the logit `slope`·x − 3. */
function rare(slope: number): Network {
  const network = new Network([2, 2], { outputActivation: "softmax", cost: "logLikelihood" });
  network.weights[0]!.values.set([0, slope, 0, 0]);
  network.biases[0]!.values.set([0, -3]);
  return network;
}

/** Rows of which few are of the second class, and for none of them it is the more probable one. */
function rareRows(slope: number): Dataset {
  const random = new RandomStream(4, "data");
  const rows = Array.from({ length: SIZE }, () => [random.normal(), random.normal()]);
  const labels = rows.map(([x]) => random.uniform() < 1 / (1 + Math.exp(3 - slope * x!)) ? 1 : 0);
  return Dataset.from({ inputs: rows, labels, classes: 2 });
}

const TWO = COLUMNS.slice(0, 2);

Deno.test("classes are scored by log loss, which a column moves that moves no answer", () => {
  const [network, data] = [rare(0.8), rareRows(0.8)];
  const { metric, score, columns } = permutationImportance(network, data, TWO);
  assertEquals(metric, "logLoss");
  assertAlmostEquals(score, evaluate(network, data).cost, 1e-6);
  const [x, noise] = columns;
  assert(x!.mean > 5 * x!.deviation && x!.mean > 0.02, `${x!.mean}`);
  assertEquals(noise!.mean, 0);
  const { predicted } = predictDataset(network, data);
  assert(predicted.filter((label) => label === 1).length < 10, "hardly an answer can move");
});

Deno.test("a model that decides by costs is scored by what its decisions cost", () => {
  const [network, data] = [rare(0.8), rareRows(0.8)];
  const thresholds = [{ positive: 1, from: 0.1, falseAlarm: 1, miss: 9 }];
  const { metric, score, columns } = permutationImportance(network, data, TWO, { thresholds });
  assertEquals(metric, "cost");
  const { outputs, labels } = predictDataset(network, data);
  const costs = [...labels].map((label, r) => {
    const isYes = outputs[2 * r + 1]! >= 0.1;
    return isYes === (label === 1) ? 0 : isYes ? 1 : 9;
  });
  assertAlmostEquals(score, costs.reduce<number>((sum, cost) => sum + cost, 0) / SIZE, 1e-9);
  assert(columns[0]!.mean > 0 && columns[1]!.mean === 0);
});

Deno.test("outputs that are not probabilities are scored by accuracy", () => {
  const data = Dataset.from({
    inputs: normalRows(2),
    labels: normalRows(1).map(([a]) => a! > 0 ? 1 : 0),
  });
  assertEquals(permutationImportance(layer([-1, 1, 0, 0], 2), data, TWO).metric, "accuracy");
});

Deno.test("a column of no use costs no accuracy, and the same seed gives the same numbers", () => {
  const rows = normalRows(3);
  const labels = rows.map(([a]) => a! > 0 ? 1 : 0);
  const data = Dataset.from({ inputs: rows, labels, classes: 2 });
  const network = layer([-1, 1, 0, 0, 0, 0], 2);
  const found = permutationImportance(network, data, COLUMNS, { seed: 5 });
  assertEquals([found.score, found.examples], [1, SIZE]);
  assertAlmostEquals(found.columns[0]!.mean, 1 / 2, 0.03);
  assertEquals(found.columns.slice(1).map(({ mean, deviation }) => [mean, deviation]), [
    [0, 0],
    [0, 0],
  ]);
  assertEquals(permutationImportance(network, data, COLUMNS, { seed: 5 }), found);
  const other = permutationImportance(network, data, COLUMNS, { seed: 6 });
  assert(other.columns[0]!.mean !== found.columns[0]!.mean);
});

Deno.test("the features of a column are shuffled together, and the data stays as it was", () => {
  // One-hot columns of two categories each; only the first determines the class. A network that were given a row of
  // neither or of both categories would answer 2, which is never right.
  const rows = Array.from({ length: SIZE }, (_, k) => [k % 2, 1 - k % 2, 1, 0]);
  const labels = rows.map(([a]) => a!);
  const data = Dataset.from({ inputs: rows, labels, classes: 3 });
  const network = layer([0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], 3);
  network.biases[0]!.values.set([0, 0, 1]);
  const before = data.inputs.slice();
  const ranges = [{ start: 0, width: 2 }, { start: 2, width: 2 }];
  const { columns } = permutationImportance(network, data, ranges, { repeats: 4 });
  assertAlmostEquals(columns[0]!.mean, 1 / 2, 0.05);
  assertEquals(columns[1]!.drops, [0, 0, 0, 0]);
  assertEquals(data.inputs, before);
});

Deno.test("of many examples some are chosen, by the seed", () => {
  const rows = normalRows(3);
  const labels = rows.map(([a, b]) => a! + b! > 0 ? 1 : 0);
  const data = Dataset.from({ inputs: rows, labels, classes: 2 });
  const network = layer([-1, 1, 0, 0, 0, 0], 2);
  const options = { examples: 500 };
  const { score, examples, all } = permutationImportance(network, data, COLUMNS, options);
  assertEquals([examples, all], [500, SIZE]);
  assertAlmostEquals(score, evaluate(network, data).accuracy!, 0.1);
});

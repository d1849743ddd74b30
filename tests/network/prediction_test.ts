import { assertAlmostEquals, assertEquals } from "@std/assert";
import { predictRows } from "../../lib/network/prediction.ts";
import { type DataRows, dataRows, Dataset, evaluate, fit, matrix, Network } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";

const OPTIONS = { epochs: 5, batchSize: 2, learningRate: 0.5 };

const flowers = Dataset.from({
  inputs: [[5.1, 3.5], [6.7, 3.1], [4.9, 3.0], [5.8, 2.7], [4.7, 3.2], [6.4, 3.2]],
  labels: ["setosa", "versicolor", "setosa", "versicolor", "setosa", "versicolor"],
});

/** Sparse rows of two columns. */
const sparseRows = (starts: number[], indices: number[], values: number[]): DataRows => ({
  kind: "sparse",
  rows: starts.length - 1,
  columns: 2,
  starts: Uint32Array.from(starts),
  indices: Uint32Array.from(indices),
  values: Float32Array.from(values),
});

/** A network that has learned the flowers. */
async function learned(seed = 1): Promise<Network> {
  const network = new Network([2, 4, 2], {
    seed,
    outputActivation: "softmax",
    cost: "categoricalCrossEntropy",
  });
  await fit(network, flowers.standardize(), { ...OPTIONS, epochs: 60 });
  return network;
}

Deno.test("a network predicts names with probabilities from numbers as they are", async () => {
  const network = await learned();
  const predictions = network.predict([[5, 3.4], [6.6, 3]]);
  assertEquals(predictions.map(({ label }) => label), ["setosa", "versicolor"]);
  for (const { probability, outputs } of predictions) {
    assertEquals(probability, Math.max(...outputs));
    assertAlmostEquals(outputs[0]! + outputs[1]!, 1, 1e-6);
  }
});

Deno.test("whatever the inputs are in, the predictions are the same", async () => {
  const network = await learned();
  const rows = [[5, 3], [6, 3]];
  const expected = network.predict(rows);
  const flat = rows.flat();
  const sparse = sparseRows([0, 2, 4], [0, 1, 0, 1], flat);
  for (
    const inputs of [
      rows.map((row) => Float32Array.from(row)),
      new Float32Array(flat),
      new Float64Array(flat),
      new Uint8Array(flat), // numbers that stand for themselves
      dataRows(rows),
      sparse,
    ]
  ) assertEquals(network.predict(inputs), expected);
  assertEquals(network.predict([]), []);
});

Deno.test("what sparse rows leave out is zero, and is standardized as such", async () => {
  const network = await learned();
  const sparse = sparseRows([0, 1, 1, 2], [1, 0], [3, 5]);
  assertEquals(network.predict(sparse), network.predict([[0, 3], [0, 0], [5, 0]]));
});

Deno.test("pixels are k/255, by name", () => {
  const network = new Network([2, 2], { seed: 1, outputActivation: "softmax" });
  assertEquals(network.predict({ pixels: new Uint8Array([51, 255]) }), network.predict([[0.2, 1]]));
});

Deno.test("more rows than go through at once are predicted in order", () => {
  const network = new Network([2, 3], { seed: 2, outputActivation: "softmax" });
  const rows = Array.from({ length: 600 }, (_, k) => [0, k / 600]);
  const { values } = network.feedforward(rows);
  assertEquals(network.predict(rows).flatMap(({ outputs }) => [...outputs]), [...values]);
  const starts = rows.map((_, k) => Math.max(0, k - 1)); // the first is all zeros
  const ones = new Array<number>(599).fill(1);
  const sparse = sparseRows([...starts, 599], ones, ones.map((_, k) => (k + 1) / 600));
  assertEquals(network.predict(sparse), network.predict(rows));
});

Deno.test("what is asked gets dense rows of an array, and a batch of sparse ones", () => {
  const seen: DataRows[] = [];
  const predictor = {
    predictsClasses: true,
    features: 2,
    feedforward(inputs: DataRows) {
      seen.push(inputs);
      return matrix(Array.from({ length: inputs.rows }, () => [0.5]));
    },
  };
  const values = Float32Array.of(1, 0, 0, 2);
  const dense = { kind: "dense", rows: 2, columns: 2, values } as const;
  const sparse = sparseRows([0, 1, 2], [0, 1], [1, 2]);
  for (const inputs of [new Uint8Array(dense.values), dense, sparse]) {
    assertEquals(predictRows(predictor, inputs).length, 2);
    assertEquals(seen.pop(), dense);
  }
});

Deno.test("one output means yes from a half on, by the names of no and yes", () => {
  const network = new Network([1, 1], { classNames: ["no", "yes"] });
  network.weights[0]!.values[0] = 2;
  network.biases[0]!.values[0] = -1;
  const [no, yes] = network.predict([[0], [1]]);
  assertEquals([no!.label, yes!.label], ["no", "yes"]);
  assertAlmostEquals(no!.probability!, 1 - no!.outputs[0]!, 1e-7);
  assertEquals(yes!.probability, yes!.outputs[0]);
});

Deno.test("one output of a half exactly means yes", () => {
  const network = new Network([1, 1]);
  network.weights[0]!.values[0] = 0;
  network.biases[0]!.values[0] = 0;
  const [{ label, probability }] = network.predict([[3]]) as [ReturnType<Network["predict"]>[0]];
  assertEquals([label, probability], [1, 0.5]);
});

Deno.test("quantities are values, and no class", () => {
  const network = new Network([1, 1], { seed: 1, outputActivation: "linear" });
  const [prediction] = network.predict([[3]]);
  const outputs = network.feedforward([[3]]).values as Float32Array;
  assertEquals(prediction, {
    label: undefined,
    probability: undefined,
    value: outputs[0],
    values: [...outputs],
    outputs,
  });
});

Deno.test("outputs that are not probabilities have a class if there are names, as evaluate counts it", () => {
  const network = new Network([2, 2], { activation: "relu", classNames: ["low", "high"] });
  network.weights[0]!.values.set([1, 0, 0, 1]);
  const rows = [[3, 1], [1, 3]];
  const predictions = network.predict(rows);
  assertEquals(predictions.map(({ label }) => label), ["low", "high"]);
  assertEquals(predictions.map(({ probability }) => probability), [NaN, NaN]);
  const data = Dataset.from({ inputs: rows, labels: ["low", "high"] });
  assertEquals(evaluate(network, data).correct, 2);
  const single = new Network([1, 1], { activation: "linear", classNames: ["no", "yes"] });
  single.weights[0]!.values.set([1]);
  single.biases[0]!.values.set([0]);
  assertEquals(single.predict([[0.4], [0.5]]).map(({ label }) => label), ["no", "yes"]);
});

Deno.test("an ensemble predicts as its members together", async () => {
  const members = [await learned(1), await learned(2)];
  const ensemble = new Ensemble(members);
  const rows = [[5, 3.4], [6.6, 3]];
  const [a, b] = members.map((member) => member.predict(rows));
  for (const [k, { label, outputs }] of ensemble.predict(rows).entries()) {
    assertEquals(label, ["setosa", "versicolor"][k]);
    outputs.forEach((output, j) =>
      assertEquals(output, Math.fround((a![k]!.outputs[j]! + b![k]!.outputs[j]!) / 2))
    );
  }
});

Deno.test("the names of the classes and the standardization are part of the file", async () => {
  const network = await learned();
  const again = Network.fromSafetensors(network.toSafetensors());
  assertEquals(again.classNames, ["setosa", "versicolor"]);
  assertEquals(again.standardization, network.standardization);
  assertEquals(again.predict([[5, 3.4]]), network.predict([[5, 3.4]]));
});

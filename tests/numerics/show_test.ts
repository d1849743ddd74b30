/** What console.log and JSON.stringify show of networks, gradients, data sets and histories: their numbers. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { inspect } from "node:util";
import {
  createEngine,
  dataRows,
  Dataset,
  evaluate,
  fit,
  matrix,
  Network,
  oneHot,
  toJson,
  train,
} from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import { throwsSaying } from "../helpers/says.ts";

/** What Deno prints of a value; Node prints the same, or the test fails. */
function shown(value: unknown): string {
  const text = Deno.inspect(value);
  const isOurs = /^(Matrix|DenseRows|SparseRows|Network|Dataset|History) /.test(text);
  if (isOurs) assertEquals(inspect(value), text);
  return text;
}

const data = Dataset.from({
  inputs: Array.from({ length: 30 }, (_, k) => [k, k % 3 / 4]),
  labels: Array.from({ length: 30 }, (_, k) => ["low", "middle", "high"][k % 3]!),
  featureNames: ["number", "rest"],
});

Deno.test("a matrix shows its shape, its range and its numbers, of a large one the corners", () => {
  assertEquals(
    shown(matrix([[1, 0.1], [-2.5, 1e-9]])),
    "Matrix [2, 2]: least -2.5, mean -0.35, most 1\n     1   0.1\n  -2.5  1e-9",
  );
  const large = matrix(
    Array.from({ length: 100 }, (_, r) => Array.from({ length: 9 }, (_, c) => 10 * r + c)),
  );
  assertEquals(
    shown(large),
    [
      "Matrix [100, 9]: least 0, mean 499, most 998",
      "    0    1    2  …    6    7    8",
      "   10   11   12  …   16   17   18",
      "   20   21   22  …   26   27   28",
      "    …    …    …  …    …    …    …",
      "  970  971  972  …  976  977  978",
      "  980  981  982  …  986  987  988",
      "  990  991  992  …  996  997  998",
    ].join("\n"),
  );
  const broken = matrix([[1, NaN, Infinity, 3]]);
  assertEquals(
    shown(broken),
    "Matrix [1, 4]: least 1, mean 2, most 3, 2 not finite\n  1  NaN  Infinity  3",
  );
  assertEquals(shown(matrix([[NaN]])), "Matrix [1, 1]: 1 not finite\n  NaN");
  assertEquals(shown(matrix([])), "Matrix [0, 0]");
  assertMatch(shown(dataRows([[1, 2]])), /^DenseRows \[1, 2\]: least 1, mean 1.5, most 2\n/);
  assertMatch(shown(oneHot([1], 2)), /^Matrix \[1, 2\].*\n {2}0 {2}1$/);
});

Deno.test("rows of which only the non-zeros are stored show the zeros too", () => {
  const inputs = [[0, 0, 0, 5], [0, 0.5, 0, 0], [0, 0, 0, 0]];
  const sparse = Dataset.from({ inputs, labels: [0, 1, 1] });
  for (const engine of [createEngine("reference"), createEngine("wasm")]) {
    const [batch] = sparse.batches(3, { shuffle: false, engine });
    assertEquals(
      shown(batch!.inputs),
      "SparseRows [3, 4], 2 not zero: least 0.5, mean 2.75, most 5\n  0    0  0  5\n  0  0.5  0  0\n  0    0  0  0",
    );
    assertEquals(JSON.parse(JSON.stringify(batch!.inputs)), inputs);
    batch!.inputs.rows = 1;
    assertMatch(shown(batch!.inputs), /^SparseRows \[1, 4\], 1 not zero.*\n {2}0 {2}0 {2}0 {2}5$/);
  }
});

Deno.test("a gradient shows numbers, in every engine, and is JSON of rows", () => {
  for (const engine of [createEngine("reference"), createEngine("wasm")]) {
    const network = new Network([2, 3, 3], { seed: 2, engine });
    const [batch] = data.batches(5, { engine });
    const gradient = network.backprop(batch!);
    const text = Deno.inspect(gradient);
    assertEquals(
      text.match(/Matrix \[\d, \d\]: least -?\d.*, mean .*, most .*\n +-?\d/g)?.length,
      4,
    );
    assert(!text.includes("arena") && !text.includes("Matrix {"), text);
    assertMatch(inspect(gradient), /Matrix \[2, 3\]: least -?\d/);
    assertMatch(text, /^ {4}Matrix.*\n {6} *-?\d/m); // indented as what it is in
    const { weights, biases } = JSON.parse(JSON.stringify(gradient));
    assertEquals([weights[0].length, weights[0][0].length, biases[1][0].length], [2, 3, 3]);
    assertEquals(
      weights.flat(2).map(Math.fround),
      gradient.weights.flatMap(({ values }) => [...values]),
    );
    assertEquals(matrix(weights[1]).values, gradient.weights[1]!.values.slice());
  }
});

Deno.test("a network shows its functions and the range of each layer, and its JSON has the weights", () => {
  const options = { seed: 4, outputActivation: "softmax", cost: "logLikelihood" } as const;
  const classNames = ["high", "low", "middle"];
  const network = new Network([2, 40, 3], { ...options, classNames });
  const lines = shown(network).split("\n");
  assertEquals(
    lines[0],
    "Network [2, 40, 3]: 243 parameters, sigmoid, softmax outputs, logLikelihood cost, seed 4",
  );
  assertEquals(lines[1], "  classes: high, low, middle");
  assertEquals(lines.length, 6);
  assertMatch(lines[2]!, /^ {2}weights\[0\] {2}\[2, 40\]: least -\d\S*, mean -?\d\S*, most \d\S*$/);
  assertMatch(lines[5]!, /^ {2}biases\[1\] {3}\[1, 3\]: least /);
  assertEquals(JSON.parse(JSON.stringify(network)), JSON.parse(toJson(network)));
  const [layer] = JSON.parse(JSON.stringify({ network })).network.layers;
  assertEquals(Math.fround(layer.weight[39][1]), network.weights[0]!.values[79]);
  assertMatch(
    Deno.inspect(new Ensemble([network, network])),
    /members: \[\n +Network \[2, 40, 3\]/,
  );
  network.biases[0]!.values[0] = NaN;
  assertMatch(shown(network), /biases\[0\].*1 not finite/);
  throwsSaying(() => JSON.stringify(network), RangeError, "the parameter NaN as JSON");
});

Deno.test("a data set shows its size, classes, ranges and rows, and its JSON makes it again", () => {
  const text = shown(data);
  assertEquals(text.split("\n").slice(0, 4), [
    "Dataset of 30 examples, 2 features, 3 classes: high 10, low 10, middle 10",
    "  inputs [30, 2]: least 0, mean 7.375, most 29",
    "    number  rest   label",
    "         0     0     low",
  ]);
  assertEquals(text.split("\n").at(-1), "        29   0.5    high");
  const again = Dataset.from(JSON.parse(JSON.stringify(data)));
  assertEquals(again.inputs, data.inputs);
  assertEquals([again.labels, again.classNames], [data.labels, data.classNames]);
  assertEquals(again.featureNames, data.featureNames);

  const quantities = Dataset.from({ inputs: [[1], [2]], targets: [[1.5, 2], [3, 0.1]] });
  assertEquals(
    shown(quantities),
    "Dataset of 2 examples, 1 feature, 2 outputs\n  inputs [2, 1]: least 1, mean 1.5, most 2\n" +
      "    feature 0  target 0  target 1\n            1       1.5         2\n            2         3       0.1",
  );
  assertEquals(JSON.parse(JSON.stringify(quantities)), {
    inputs: [[1], [2]],
    targets: [[1.5, 2], [3, 0.1]],
  });
  const pixels = Uint8Array.from({ length: 5000 * 784 }, (_, k) => k % 784 === 2 ? 255 : 0);
  const labels = Uint8Array.from({ length: 5000 }, (_, k) => k % 200);
  const large = shown(
    new Dataset({ pixels, labels, features: 784, classes: 200, shape: [28, 28] }),
  );
  assert(large.length < 1200 && large.split("\n").length < 16, large);
  assertMatch(
    large,
    /^Dataset of 5000 examples, 784 features, shape \[28, 28\], 200 classes: 0 25, 1 25/,
  );
  assertEquals(
    shown(data.subset(0, 0)).split("\n")[0],
    "Dataset of 0 examples, 2 features, 3 classes: high 0, low 0, middle 0",
  );
});

Deno.test("a history shows a line an epoch, of many the first and the last", async () => {
  const network = new Network([2, 4, 3], { outputActivation: "softmax", cost: "logLikelihood" });
  const options = { batchSize: 10, learningRate: 0.1, validation: data };
  const short = await fit(network, data, { ...options, epochs: 2 });
  const lines = shown(short).split("\n");
  assertEquals(lines[0], "History of 2 epochs, all done, epoch 2 kept");
  assertMatch(
    lines[1]!,
    /^ {2}epoch {2}learning rate {2}train cost {2}validation accuracy {2}validation cost$/,
  );
  const { train: { cost }, validation } = short.epochs[1]!;
  assertEquals(lines[3]!.trim().split(/ +/), [
    ...["2", "0.1"],
    ...[cost, validation!.accuracy!, validation!.cost].map((value) =>
      String(Number(value.toPrecision(4)))
    ),
  ]);
  assertEquals(lines.slice(4), short.warnings.map((warning) => `  ${warning}`));
  const long = await fit(network, data, { ...options, epochs: 50 });
  assertEquals(shown(long).split("\n").length, 2 + 7 + long.warnings.length);
  const { epochs, kept } = JSON.parse(JSON.stringify(long));
  assertEquals([epochs.length, kept, epochs[49].validation], [50, 50, long.epochs[49]!.validation]);
});

Deno.test("an epoch and an evaluation have their numbers in sight, in Deno and Node", async () => {
  const network = new Network([2, 4, 3], { outputActivation: "softmax", cost: "logLikelihood" });
  const options = { epochs: 1, batchSize: 10, learningRate: 0.1, validation: data };
  for await (const epoch of train(network, data, options)) {
    for (const text of [Deno.inspect(epoch), inspect(epoch)]) {
      assertMatch(text, /cost: \d[^]*accuracy: \d[^]*cost: \d/);
    }
  }
  for (const text of [Deno.inspect(evaluate(network, data)), inspect(evaluate(network, data))]) {
    assertMatch(text, /accuracy: \d[^]*confusion: \[\s*\[ \d+, \d+, \d+ \]/);
  }
});

Deno.test("what shows itself is cloned and transferred as before", async () => {
  const outputs = new Network([2, 3], { seed: 1 }).feedforward([[1, 2], [3, 4]]);
  const { kind, rows, columns, values } = structuredClone(outputs);
  assertEquals([kind, rows, columns, values], ["matrix", 2, 3, outputs.values]);
  assertEquals(Object.keys(outputs), ["kind", "rows", "columns", "values"]);
  const { buffer } = outputs.values;
  const moved = structuredClone(outputs, { transfer: [buffer as ArrayBuffer] });
  assertEquals([moved.values.length, buffer.byteLength], [6, 0]);
  const network = new Network([2, 3, 3]);
  const history = await fit(network, data, { epochs: 1, batchSize: 10, learningRate: 1 });
  assertEquals(structuredClone(history).epochs[0]!.train.cost, history.epochs[0]!.train.cost);
});

Deno.test("classes and prototypes can be printed", () => {
  for (const shown of [Network, Network.prototype, Dataset.prototype]) {
    assert(Deno.inspect(shown).length > 0 && inspect(shown).length > 0);
  }
});

Deno.test("names of classes and features cannot write to the terminal", () => {
  const [title, name] = ["\u001b]0;title\u0007", "line\nend\u202e"];
  const inputs = [[0], [1]];
  const strange = Dataset.from({ inputs, labels: [title, name], featureNames: [title] });
  const network = new Network([1, 2], { classNames: [title, name] });
  for (const text of [shown(strange), shown(network)]) {
    assertEquals(text.match(/[\p{Cc}\u202e]/gu)?.filter((unit) => unit !== "\n") ?? [], []);
    assertMatch(text, /\ufffd\]0;title\ufffd/);
    assertMatch(text, /line\ufffdend\ufffd/);
  }
});

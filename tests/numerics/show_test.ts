/** What JSON.stringify and engines show of networks, gradients, data sets and histories; texts are in `messages.txt`. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { inspect } from "node:util";
import { createEngine, Dataset, evaluate, fit, matrix, Network, toJson, train } from "../../mod.ts";

const data = Dataset.from({
  inputs: Array.from({ length: 30 }, (_, k) => [k, k % 3 / 4]),
  labels: Array.from({ length: 30 }, (_, k) => ["low", "middle", "high"][k % 3]!),
  featureNames: ["number", "rest"],
});

Deno.test("sparse rows are JSON of all their numbers", () => {
  const inputs = [[0, 0, 0, 5], [0, 0.5, 0, 0], [0, 0, 0, 0]];
  const sparse = Dataset.from({ inputs, labels: [0, 1, 1] });
  for (const engine of [createEngine("reference"), createEngine("wasm")]) {
    const [batch] = sparse.batches(3, { shuffle: false, engine });
    assertEquals(JSON.parse(JSON.stringify(batch!.inputs)), inputs);
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

Deno.test("networks, data sets and histories are JSON that makes them again", async () => {
  const options = { seed: 4, outputActivation: "softmax", cost: "logLikelihood" } as const;
  const network = new Network([2, 40, 3], options);
  assertEquals(JSON.parse(JSON.stringify(network)), JSON.parse(toJson(network)));
  const [layer] = JSON.parse(JSON.stringify({ network })).network.layers;
  assertEquals(Math.fround(layer.weight[39][1]), network.weights[0]!.values[79]);
  const again = Dataset.from(JSON.parse(JSON.stringify(data)));
  assertEquals(again.inputs, data.inputs);
  assertEquals([again.labels, again.classNames], [data.labels, data.classNames]);
  assertEquals(again.featureNames, data.featureNames);
  const quantities = { inputs: [[1], [2]], targets: [[1.5, 2], [3, 0.1]] };
  const { inputs, targets } = JSON.parse(JSON.stringify(Dataset.from(quantities)));
  assertEquals([inputs, targets.flat().map(Math.fround)], [
    [[1], [2]],
    [1.5, 2, 3, 0.1].map(Math.fround),
  ]);
  const training = { batchSize: 10, learningRate: 0.1, validation: data, epochs: 50 };
  const long = await fit(network, data, training);
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

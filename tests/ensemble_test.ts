import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { normalizeWidth } from "../lib/digits/normalize_width.ts";
import type { EngineName } from "../lib/engine/create.ts";
import { createEngine, dataRows, Dataset, evaluate, Network } from "../mod.ts";
import { Ensemble } from "../lib/ensemble/mod.ts";
import { predictDataset } from "../lib/evaluate/mod.ts";

const members = [1, 2, 3].map((seed) => new Network([4, 5, 3], { seed, cost: "crossEntropy" }));
const inputs = Float32Array.from({ length: 40 }, (_, k) => k % 7 / 6);
const data = new Dataset({
  inputs,
  labels: Uint8Array.from({ length: 10 }, (_, k) => k % 3),
  features: 4,
  classes: 3,
});

Deno.test("an ensemble's outputs are the mean in float64, in the members' order, rounded once", () => {
  const rows = dataRows([[0, 0.5, 1, 0.25], [1, 1, 0, 0]]);
  const [a, b, c] = members.map((member) => member.feedforward(rows).values);
  const { rows: height, columns, values } = new Ensemble(members).feedforward(rows);
  assertEquals([height, columns], [2, 3]);
  assertEquals(values, a!.map((value, k) => Math.fround((value + b![k]! + c![k]!) / 3)));
  const [member] = members;
  assertEquals(evaluate(new Ensemble([member!]), data), evaluate(member!, data));
});

Deno.test("an ensemble's evaluation is of its mean outputs, with the first member's cost", () => {
  const ensemble = new Ensemble(members);
  const { size, correct, accuracy, cost, confusion } = evaluate(ensemble, data);
  assertEquals([size, accuracy], [10, correct! / 10]);
  assertEquals(confusion!.flat().reduce((sum, n) => sum + n, 0), 10);
  assertStrictEquals(ensemble.cost.name, "crossEntropy");
  const outputs = ensemble.feedforward({ kind: "dense", rows: 10, columns: 4, values: inputs });
  const targets = { kind: "matrix", rows: 10, columns: 3 } as const;
  const oneHot = Float32Array.from(
    { length: 30 },
    (_, k) => k % 3 === Math.floor(k / 3) % 3 ? 1 : 0,
  );
  let sum = 0;
  for (let r = 0; r < 10; r++) {
    sum += ensemble.cost.of(outputs, { ...targets, values: oneHot }, r);
  }
  assertEquals(cost, sum / 10);
});

Deno.test("the members of an ensemble may run on engines of their own", () => {
  const withEngine = (name: EngineName, seed: number) =>
    new Network([4, 5, 3], { seed, engine: createEngine(name) });
  const mixed = new Ensemble([
    withEngine("wasm", 1),
    withEngine("reference", 2),
    withEngine("wasm", 3),
  ]);
  const alike = new Ensemble([1, 2, 3].map((seed) => withEngine("reference", seed)));
  const sparse = new Dataset({
    inputs: inputs.map((x, k) => k % 3 === 0 ? x : 0),
    labels: data.labels,
    features: data.features,
    classes: data.classes,
  });
  for (const examples of [data, sparse]) {
    assertEquals(evaluate(mixed, examples), evaluate(alike, examples));
  }
});

Deno.test("each member sees the images at its own width, on rows of either kind", () => {
  const networks = [1, 2, 3].map((seed) => new Network([36, 5, 3], { seed }));
  const widths = [2, null, 4];
  const shape = { labels: Uint8Array.from([0, 1, 2]), features: 36, classes: 3, shape: [6, 6] };
  for (const every of [2, 9]) { // with few zeros, and with many
    const pixels = Uint8Array.from({ length: 3 * 36 }, (_, k) => k % every === 1 ? k : 0);
    pixels[1] = pixels[37] = 255;
    const images = new Dataset({ pixels, ...shape });
    const [a, b, c] = networks.map((network, k) =>
      predictDataset(network, widths[k] === null ? images : normalizeWidth(images, widths[k]!))
        .outputs
    );
    const { outputs } = predictDataset(new Ensemble(networks, { normalizeWidths: widths }), images);
    assertEquals(outputs, a!.map((value, k) => Math.fround((value + b![k]! + c![k]!) / 3)));
  }
});

Deno.test("an ensemble's weights are in proportion: the weighted mean in float64, rounded once", () => {
  const rows = dataRows([[0, 0.5, 1, 0.25], [1, 1, 0, 0]]);
  const outputs = members.map((member) => member.feedforward(rows).values);
  const weights = [0.1, 0.6, 0.7];
  const { values } = new Ensemble(members, { weights }).feedforward(rows);
  const expected = outputs[0]!.map((_, k) => {
    let [sum, total] = [0, 0];
    for (const [m, weight] of weights.entries()) {
      sum += weight * outputs[m]![k]!;
      total += weight;
    }
    return Math.fround(sum / total);
  });
  assertEquals(values, expected);
  const alike = new Ensemble(members, { weights: [2, 2, 2] }).feedforward(rows);
  assertEquals(alike.values, new Ensemble(members).feedforward(rows).values);
  const last = new Ensemble(members, { weights: [0, 0, 5] }).feedforward(rows);
  assertEquals(last.values, outputs[2]!);
});

Deno.test("an ensemble needs a weight for each member, from 0 up and not all 0", () => {
  for (const weights of [[1, 2], [1, 2, -1], [0, 0, 0], [1, 2, NaN], [1, 2, Infinity]]) {
    assertThrows(() => new Ensemble(members, { weights }), RangeError, "weights");
  }
});

Deno.test("the members of an ensemble have the same inputs and outputs", () => {
  assertThrows(() => new Ensemble([]), RangeError, "no networks");
  assertThrows(
    () => new Ensemble([members[0]!, new Network([4, 2])]),
    TypeError,
    "one with 4 inputs and 2 outputs",
  );
  const wide = new Ensemble([new Network([4, 9, 3]), members[0]!]);
  assertEquals(wide.members.length, 2); // what is in between may differ
});

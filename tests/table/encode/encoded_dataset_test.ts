/** Rows encoded batch by batch: as if all of them were encoded at once. */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { Dataset, Network } from "../../../mod.ts";
import { outputsFor } from "../../../lib/evaluate/predictions.ts";
import { EncodedDataset } from "../../../lib/table/encode/encoded_dataset.ts";
import { InputEncoding } from "../../../lib/table/encode/input_encoding.ts";
import type { EncodingTables } from "../../../lib/table/encode/tables.ts";

const ROWS = 50;

/** So many categories, a number, and a level. */
function tablesOf(categories: number): EncodingTables {
  return {
    features: categories + 2,
    numbers: [{ feature: categories, edges: [0, 1, 2, 4], knots: [0, 4], scores: [-1, 1] }],
    levels: [{ feature: categories + 1, levels: 2, width: 1 }],
  };
}

/** Rows of features, of which most are zeros where there are many categories. */
function dataOf(categories: number): Dataset {
  const { features } = tablesOf(categories);
  const inputs = Float32Array.from({ length: ROWS * features }, (_, k) => {
    const [row, feature] = [Math.floor(k / features), k % features];
    if (feature === categories) return (row * 3) % 5;
    return feature > categories ? row % 3 : Number(feature === (row * 7) % categories);
  });
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => row % 2);
  return new Dataset({ inputs, features, labels, classes: 2, classNames: ["no", "yes"] });
}

const LEVELS = [new Float32Array([0, -1.5, 1.5])];

for (const [what, categories] of [["dense", 3], ["sparse", 60]] as const) {
  Deno.test(`${what} batches are the rows that one encoding of all of them makes`, () => {
    const data = dataOf(categories);
    const encoding = new InputEncoding("piecewise", tablesOf(categories), LEVELS);
    const rows = Uint32Array.from({ length: 20 }, (_, k) => (k * 13) % ROWS);
    const encoded = new EncodedDataset({ data, rows, encoding });
    assertEquals([encoded.size, encoded.features], [20, encoding.inputs]);
    assertEquals([...encoded.labels], [...rows].map((row) => row % 2));
    assertEquals(encoded.classNames, ["no", "yes"]);
    assertStrictEquals(encoded.sparse, what === "sparse");
    const whole = new Float32Array(20 * encoding.inputs);
    for (const [r, row] of rows.entries()) {
      encoding.encode(data.inputs as Float32Array, row * data.features, whole, r * encoding.inputs);
    }
    const plain = new Dataset({
      inputs: whole,
      features: encoding.inputs,
      labels: encoded.labels,
      classes: 2,
    });
    const network = new Network([encoding.inputs, 5, 2], { seed: 3 });
    assertEquals(outputsFor(network, encoded), outputsFor(network, plain));
    for (const shuffle of [false, true]) {
      const [ours, theirs] = [encoded, plain].map((data) =>
        [...data.batches(7, { shuffle, seed: 2, epoch: 3 })].map(({ inputs, targets }) => ({
          outputs: network.feedforward(inputs).values,
          targets: targets.values.slice(),
        }))
      );
      assertEquals(ours, theirs);
    }
  });
}

Deno.test("rows that are learned from have level inputs of their own", () => {
  const data = dataOf(3);
  const encoding = new InputEncoding("standardized", tablesOf(3), LEVELS);
  const rows = new Uint32Array([4, 9, 40]);
  const own = [new Float32Array([7, 8, 9])];
  const encoded = new EncodedDataset({ data, rows, encoding, own });
  const [batch] = encoded.batches(3, { shuffle: false });
  assert(batch!.inputs.kind === "dense");
  const level = encoding.levelStarts[0]!;
  const found = [0, 1, 2].map((r) =>
    (batch!.inputs.values as Float32Array)[r * encoding.inputs + level]
  );
  assertEquals(found, [7, 8, 9]);
});

Deno.test("weights of rows are those of the data, or others in their place", () => {
  const weights = Float32Array.from({ length: ROWS }, (_, row) => row);
  const data = dataOf(3).weighted(weights);
  const encoding = new InputEncoding("standardized", tablesOf(3), LEVELS);
  const encoded = new EncodedDataset({ data, rows: new Uint32Array([4, 9]), encoding });
  assertEquals(encoded.weights, new Float32Array([4, 9]));
  const other = encoded.weighted(new Float32Array([1, 2]));
  assertEquals([other.weights, other.size], [new Float32Array([1, 2]), 2]);
});

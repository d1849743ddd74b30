/** Rows encoded batch by batch: as if all of them were encoded at once, bit for bit. */

import { assert, assertAlmostEquals, assertEquals, assertStrictEquals } from "@std/assert";
import { Dataset, Network } from "../../../mod.ts";
import { createEngine } from "../../../lib/engine/mod.ts";
import { outputsFor } from "../../../lib/evaluate/predictions.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import type { TableColumn, TableDescription } from "../../../lib/table/columns/columns.ts";
import { EncodedDataset } from "../../../lib/table/encode/encoded_dataset.ts";
import { encodedRows } from "../../../lib/table/encode/encoded_rows.ts";
import { type Encoding, InputEncoding } from "../../../lib/table/encode/input_encoding.ts";
import { type EncodingTables, encodingTablesOf } from "../../../lib/table/encode/tables.ts";
import { assertSameBits, denseValues } from "../../engine/conformance.ts";

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

const MESSY_ROWS = 120;

/** What a messy table has: its columns, and what draws the features of a row. */
const COLUMNS:
  readonly (readonly [TableColumn, (random: RandomStream, row: number) => number[]])[] = [
    [number("normal"), (random) => [random.normal()]],
    [number("skewed"), (random) => [random.normal() * random.normal() * 1e6]],
    [number("tiny"), (random) => [random.normal() * 1e-42]],
    [number("few"), (random) => [random.below(5)]],
    [number("often zero"), (random) => [random.uniform() < 0.7 ? 0 : random.normal()]],
    [number("two"), (random) => [random.below(2)]],
    [number("one"), () => [3]],
    [number("huge"), (random) => [random.normal() * 3e37]],
    [
      { ...number("gaps"), indicator: true } as TableColumn,
      (random) => random.uniform() < 0.2 ? [0, 1] : [random.normal(), 0],
    ],
    [category("color", 3), (random) => oneOf(random, 3)],
    [category("shape", 4), (random) => oneOf(random, 4)],
    [
      { kind: "words", name: "words", words: ["a", "b", "c", "d"], gaps: "mean" } as TableColumn,
      (random) => Array.from({ length: 4 }, () => random.below(2)),
    ],
    [level("code", 30), (random) => [random.below(31)]],
    [level("id", 700), (random) => [random.below(701)]],
    [category("flat", 300), (_, row) => Array.from({ length: 300 }, (_, k) => Number(k === row))],
  ];

function number(name: string): TableColumn {
  return { kind: "number", name, mean: 0, deviation: 1, gaps: "mean" };
}

function category(name: string, count: number): TableColumn {
  return { kind: "category", name, values: names(count), gaps: "category" };
}

function level(name: string, count: number): TableColumn {
  return { kind: "level", name, values: names(count), gaps: "category" };
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, k) => `v${k}`);
}

/** One-hot, or nothing: a text that no training row had. */
function oneOf(random: RandomStream, count: number): number[] {
  const one = random.below(count + 1);
  return Array.from({ length: count }, (_, k) => Number(k === one));
}

/** Rows of some of the columns, and how they become inputs. */
function messyTable(seed: number): { data: Dataset; tables: EncodingTables } {
  const random = new RandomStream(seed, "data");
  const chosen = COLUMNS.filter(() => random.uniform() < 0.6);
  if (chosen.length === 0) return messyTable(seed + 1000);
  const inputs = new Float32Array(
    Array.from({ length: MESSY_ROWS }, (_, row) => chosen.flatMap(([, draw]) => draw(random, row)))
      .flat(),
  );
  const labels = Uint8Array.from({ length: MESSY_ROWS }, () => random.below(3));
  const features = inputs.length / MESSY_ROWS;
  const data = new Dataset({ inputs, features, labels, classes: 3 });
  const columns = chosen.map(([column]) => column);
  const target = { kind: "class", name: "y", classes: names(3) } as const;
  const description: TableDescription = { version: 2, columns, target };
  return { data, tables: encodingTablesOf(description, data, 2) };
}

/** Inputs of levels that were drawn, with some zeros. */
function levelInputs({ levels }: EncodingTables, rows: (levels: number) => number) {
  const random = new RandomStream(1, "levels");
  return levels.map((table) =>
    Float32Array.from(
      { length: rows(table.levels) * table.width },
      () => random.uniform() < 0.2 ? 0 : random.normal(),
    )
  );
}

/** A data set of some rows of a table in an encoding, with or without level inputs of their own, and what it has to hold. */
function encodedOf(seed: number, encoding: Encoding, joins = false) {
  const { data, tables } = messyTable(seed);
  const levels = levelInputs(tables, (count) => count + 1);
  const input = new InputEncoding(encoding, tables, levels);
  const rows = Uint32Array.from({ length: 50 }, (_, k) => (k * 49) % MESSY_ROWS);
  const own = seed % 2 === 1 ? levelInputs(tables, () => rows.length) : undefined;
  const source = { data, rows, encoding: input, ...own && { own }, joins };
  const expected = new Float32Array(rows.length * input.inputs);
  for (const [r, row] of rows.entries()) {
    const at = r * input.inputs;
    input.encode(data.inputs as Float32Array, row * data.features, expected, at);
    for (const [k, { width }] of tables.levels.entries()) {
      const values = own && own[k]!.subarray(r * width, (r + 1) * width);
      if (values !== undefined) expected.set(values, at + input.levelStarts[k]!);
    }
  }
  return { encoded: new EncodedDataset(source), expected, data, tables };
}

for (const encoding of ["piecewise", "standardized"] as const) {
  Deno.test(`batches of ${encoding} rows are what the encoding writes, over 40 messy tables`, () => {
    const [engines, forms] = [["reference", "wasm"] as const, new Set<string>()];
    for (let seed = 0; seed < 40; seed++) {
      const { encoded, expected } = encodedOf(seed, encoding);
      for (const engine of engines.map((name) => createEngine(name))) {
        const found: number[] = [];
        for (const { inputs } of encoded.batches(7, { shuffle: false, engine })) {
          forms.add(inputs.kind);
          const values = inputs.kind === "sparse" ? denseValues(inputs) : inputs.values;
          found.push(...values.subarray(0, inputs.rows * inputs.columns));
        }
        assertSameBits(found, expected.map((value) => value + 0), `${encoding} ${seed}`);
      }
      const row = new Float32Array(encoded.features).fill(9);
      encoded.writeRow(3, row);
      assertSameBits(row, expected.slice(3 * row.length, 4 * row.length), `row of ${seed}`);
    }
    assertEquals([...forms].sort(), ["dense", "sparse"]);
  });
}

Deno.test("joined bins are two non-zeros a number, and added up along a run what the encoding writes", () => {
  for (let seed = 0; seed < 40; seed++) {
    const { encoded, expected, tables } = encodedOf(seed, "piecewise", true);
    const { joined } = encoded;
    const [batch] = [...encoded.batches(50, { shuffle: false })];
    if (joined === undefined) {
      assert(tables.numbers.every(({ edges }) => edges.length < 4), `${seed}`);
      continue;
    }
    const { inputs } = batch!;
    assert(inputs.kind === "sparse" && inputs.joined === joined);
    const found = denseValues(inputs);
    for (let k = found.length - 1; k > 0; k--) {
      const column = k % joined.length;
      if (column > 0 && joined[column] === 1) found[k - 1]! += found[k]!;
      assertAlmostEquals(found[k]!, expected[k]!, 1e-6 * Math.max(1, Math.abs(expected[k]!)));
    }
  }
});

Deno.test("a network learns from joined bins as from plain ones, but for the rounding", () => {
  const [joined, plain] = [true, false].map((joins) => {
    const { encoded } = encodedOf(4, "piecewise", joins);
    assertEquals(encoded.joined?.includes(1) ?? false, joins);
    const network = new Network([encoded.features, 6, 3], { seed: 2 });
    const [batch] = encoded.batches(20, { shuffle: false, engine: network.engine });
    const gradient = network.backprop(batch!).weights[0]!.values.slice();
    return { gradient, outputs: network.feedforward(batch!.inputs).values };
  });
  for (const part of ["gradient", "outputs"] as const) {
    for (const [k, value] of joined![part].entries()) {
      assertAlmostEquals(value, plain![part][k]!, 1e-5);
    }
  }
});

Deno.test("rows are encoded once for all data sets of an encoding, a byte for most codes", () => {
  const { data, tables } = messyTable(2);
  const rows = encodedRows(data, tables, "piecewise");
  assert(encodedRows(data, tables, "piecewise") === rows);
  assert(encodedRows(data, tables, "standardized") !== rows);
  assert(rows.values.buffer instanceof SharedArrayBuffer);
  const most = Math.max(0, ...tables.levels.map(({ levels }) => levels));
  assertEquals(rows.codes.BYTES_PER_ELEMENT, most < 256 ? 1 : 2);
});

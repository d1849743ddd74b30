/** The tables of encodings: edges, knots and normal scores, by hand. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { TableColumn, TableDescription } from "../../../lib/table/columns/columns.ts";
import { interpolate } from "../../../lib/table/encode/interpolate.ts";
import {
  areLevelMeans,
  type EncodingTables,
  encodingTablesOf,
} from "../../../lib/table/encode/tables.ts";
import { binsOf, InputEncoding, inputsOf } from "../../../lib/table/encode/input_encoding.ts";

const NUMBER: TableColumn = { kind: "number", name: "x", mean: 0, deviation: 1, gaps: "mean" };

/** A table of some columns and classes. */
function described(columns: readonly TableColumn[], classes = ["a", "b"]): TableDescription {
  return { version: 2, columns: [...columns], target: { kind: "class", name: "y", classes } };
}

/** The tables of one number with these values. */
function tablesFor(values: readonly number[]) {
  const data = { inputs: new Float32Array(values), features: 1, size: values.length };
  return encodingTablesOf(described([NUMBER]), data, 2).numbers[0]!;
}

Deno.test("few different values are the edges, whatever their order and number", () => {
  assertEquals(tablesFor([3, 1, 2, 1, 1, 3]).edges, [1, 2, 3]);
  assertEquals(tablesFor([1, 0, 1, 1]).edges, [0, 1]);
  const sixteen = Array.from({ length: 160 }, (_, k) => k % 16);
  assertEquals(tablesFor(sixteen).edges, Array.from({ length: 16 }, (_, k) => k));
});

Deno.test("many values have the edges of 16 bins at their quantiles, and 65 knots", () => {
  const { edges, knots } = tablesFor(Array.from({ length: 641 }, (_, k) => 640 - k));
  assertEquals(edges, Array.from({ length: 17 }, (_, k) => 40 * k));
  assertEquals(knots, Array.from({ length: 65 }, (_, k) => 10 * k));
});

Deno.test("by the third recipe there are 48 bins, but 16 of more than 100 columns of numbers", () => {
  const edgesOf = (features: number) => {
    const inputs = Float32Array.from({ length: 97 * features }, (_, k) => Math.floor(k / features));
    const columns = Array.from({ length: features }, (_, k) => ({ ...NUMBER, name: `x${k}` }));
    return encodingTablesOf(described(columns), { inputs, features, size: 97 }, 3).numbers[0]!
      .edges;
  };
  assertEquals(edgesOf(1), Array.from({ length: 49 }, (_, k) => 2 * k));
  assertEquals([edgesOf(100).length, edgesOf(101).length], [49, 17]);
});

Deno.test("a value that half of the rows have makes fewer bins", () => {
  const { edges, knots } = tablesFor(Array.from({ length: 640 }, (_, k) => k < 320 ? 0 : k));
  assertEquals([edges.length, edges[0], edges.at(-1)], [9, 0, 639]);
  assertEquals(new Set(knots).size, knots.length);
});

Deno.test("scores are those of a table of Φ⁻¹, divided by their deviation", () => {
  const { knots, scores } = tablesFor([5, -1, 0, 20]);
  assertEquals(knots, [-1, 0, 5, 20]);
  const [near, far] = [0.3186393639643752, 1.1503493803760082]; // Φ⁻¹ of 5/8 and 7/8
  const deviation = Math.sqrt((near * near + far * far) / 2);
  const expected = [-far, -near, near, far].map((score) => score / deviation);
  for (const [k, score] of scores.entries()) assertAlmostEquals(score, expected[k]!, 1e-14);
});

Deno.test("equal values have the score of their mean rank", () => {
  const { knots, scores } = tablesFor([2, 1, 1, 1]);
  assertEquals(knots, [1, 2]);
  // The mean ranks are 3/8 and 7/8; of the scores three are the first.
  const [low, high] = [-0.3186393639643752, 1.1503493803760082];
  const mean = (3 * low + high) / 4;
  const deviation = Math.sqrt((3 * low * low + high * high) / 4 - mean * mean);
  assertAlmostEquals(scores[0]!, low / deviation, 1e-14);
  assertAlmostEquals(scores[1]!, high / deviation, 1e-14);
});

Deno.test("a value that all rows have is one edge and one knot", () => {
  const { edges, knots, scores } = tablesFor([4, 4, 4]);
  assertEquals([edges, knots, scores], [[4], [4], [0]]);
});

Deno.test("levels have an input for each class but one; above 10 classes the 20 commonest", () => {
  const level: TableColumn = {
    kind: "level",
    name: "code",
    values: ["u", "v", "w"],
    gaps: "category",
  };
  const data = { inputs: new Float32Array([1, 2, 3]), features: 1, size: 3 };
  const widths = [2, 3, 10, 11].map((count) => {
    const classes = Array.from({ length: count }, (_, k) => `class ${k}`);
    const table = described([level], classes);
    const { levels: [found] } = encodingTablesOf(table, data, 2);
    assertEquals([found!.feature, found!.levels], [0, 3]);
    return [found!.width, areLevelMeans(table)];
  });
  assertEquals(widths, [[1, true], [2, true], [9, true], [20, false]]);
  const quantity = (name: string) => ({ name, mean: 0, deviation: 1 });
  const target = { kind: "quantity", quantities: [quantity("a"), quantity("b")] } as const;
  const table: TableDescription = { ...described([level]), target };
  assertEquals(encodingTablesOf(table, data, 2).levels[0]!.width, 2);
});

Deno.test("between points lines are drawn, and beyond them values stay", () => {
  const [xs, ys] = [[0, 1, 4], [10, 20, 80]];
  assertEquals(
    [-1, 0, 0.5, 1, 2, 4, 5, NaN].map((x) => interpolate(x, xs, ys)),
    [10, 10, 15, 20, 40, 80, 80, 10],
  );
});

/** A category, a number of three bins, a level of two inputs, and a number of two values. */
const TABLES: EncodingTables = {
  features: 4,
  numbers: [
    { feature: 1, edges: [0, 1, 3, 7], knots: [0, 3, 7], scores: [-2, 0, 1] },
    { feature: 3, edges: [-1, 1], knots: [-1, 1], scores: [-0.5, 0.5] },
  ],
  levels: [{ feature: 2, levels: 2, width: 2 }],
};
const LEVELS = [new Float32Array([0, 0, 0.25, -1, 4, 8])];

/** The inputs of a row of features. */
function inputsFrom(encoding: InputEncoding, features: readonly number[]): number[] {
  const out = new Float32Array(encoding.inputs);
  encoding.encode(new Float32Array(features), 0, out, 0);
  return [...out];
}

Deno.test("a number becomes a ramp for each bin and its normal score, a level its row", () => {
  const encoding = new InputEncoding("piecewise", TABLES, LEVELS);
  assertEquals(encoding.inputs, 1 + 4 + 2 + 1);
  assertEquals(encoding.levelStarts, [5]);
  const of = (x: number) => inputsFrom(encoding, [1, x, 1, 0]);
  assertEquals(of(2).map((value) => Math.fround(value)), [
    1,
    1,
    0.5,
    0,
    Math.fround(-2 / 3),
    0.25,
    -1,
    0,
  ]);
  assertEquals(of(-5).slice(1, 5), [0, 0, 0, -2]);
  assertEquals(of(0).slice(1, 5), [0, 0, 0, -2]);
  assertEquals(of(1).slice(1, 4), [1, 0, 0]);
  assertEquals(of(3).slice(1, 5), [1, 1, 0, 0]);
  assertEquals(of(5).slice(1, 5), [1, 1, 0.5, 0.5]);
  assertEquals(of(9).slice(1, 5), [1, 1, 1, 1]);
});

Deno.test("a standardized number stays, at most 10 deviations from the mean", () => {
  const encoding = new InputEncoding("standardized", TABLES, LEVELS);
  assertEquals(encoding.inputs, 5);
  assertEquals(inputsFrom(encoding, [0, 2.5, 2, -3]), [0, 2.5, 4, 8, -3]);
  assertEquals(inputsFrom(encoding, [0, 1e6, 0, -11]), [0, 10, 0, 0, -10]);
});

Deno.test("rows are written where they belong among others", () => {
  const encoding = new InputEncoding("standardized", TABLES, LEVELS);
  const out = new Float32Array(12).fill(9);
  encoding.encode(new Float32Array([7, 7, 1, 2, 2, 3, 7]), 2, out, 6);
  assertEquals([...out], [9, 9, 9, 9, 9, 9, 1, 2, 4, 8, 3, 9]);
});

Deno.test("two values make no bins, and inputs are counted without an encoding", () => {
  assertEquals([[], [1], [1, 2], [1, 2, 3]].map(binsOf), [0, 0, 0, 2]);
  assertEquals([inputsOf("piecewise", TABLES), inputsOf("standardized", TABLES)], [8, 5]);
});

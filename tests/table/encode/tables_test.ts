/** The tables of encodings: edges, knots and normal scores, by hand. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { TableColumn, TableDescription } from "../../../lib/table/columns/columns.ts";
import { interpolate } from "../../../lib/table/encode/interpolate.ts";
import { areLevelMeans, encodingTablesOf } from "../../../lib/table/encode/tables.ts";

const NUMBER: TableColumn = { kind: "number", name: "x", mean: 0, deviation: 1, gaps: "mean" };

/** A table of some columns and classes. */
function described(columns: readonly TableColumn[], classes = ["a", "b"]): TableDescription {
  return { version: 2, columns: [...columns], target: { kind: "class", name: "y", classes } };
}

/** The tables of one number with these values. */
function tablesFor(values: readonly number[]) {
  const data = { inputs: new Float32Array(values), features: 1, size: values.length };
  return encodingTablesOf(described([NUMBER]), data).numbers[0]!;
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
    const { levels: [found] } = encodingTablesOf(table, data);
    assertEquals([found!.feature, found!.levels], [0, 3]);
    return [found!.width, areLevelMeans(table)];
  });
  assertEquals(widths, [[1, true], [2, true], [9, true], [20, false]]);
  const quantity = (name: string) => ({ name, mean: 0, deviation: 1 });
  const target = { kind: "quantity", quantities: [quantity("a"), quantity("b")] } as const;
  const table: TableDescription = { ...described([level]), target };
  assertEquals(encodingTablesOf(table, data).levels[0]!.width, 2);
});

Deno.test("between points lines are drawn, and beyond them values stay", () => {
  const [xs, ys] = [[0, 1, 4], [10, 20, 80]];
  assertEquals(
    [-1, 0, 0.5, 1, 2, 4, 5, NaN].map((x) => interpolate(x, xs, ys)),
    [10, 10, 15, 20, 40, 80, 80, 10],
  );
});

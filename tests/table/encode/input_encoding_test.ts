/** From features to inputs, worked by hand. */

import { assertEquals } from "@std/assert";
import { binsOf, InputEncoding, inputsOf } from "../../../lib/table/encode/input_encoding.ts";
import type { EncodingTables } from "../../../lib/table/encode/tables.ts";

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
    ...[1, 1, 0.5, 0, Math.fround(-2 / 3)],
    ...[0.25, -1, 0],
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

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { classification, multiLabel } from "../../lib/problem.ts";
import { disagreementOf, spreadOf } from "../../lib/evaluate/diversity.ts";

Deno.test("a spread is the mean, the sample standard deviation, the least and the most", () => {
  const { sd, ...others } = spreadOf([2, 4, 9]);
  assertEquals(others, { mean: 5, min: 2, max: 9 });
  assertAlmostEquals(sd!, Math.sqrt((9 + 1 + 16) / 2), 1e-12);
  assertEquals(spreadOf([3]), { mean: 3, sd: null, min: 3, max: 3 });
  assertThrows(() => spreadOf([]), RangeError);
});

Deno.test("members disagree where they name different classes: the mean over their pairs", () => {
  const classes = { size: 2, outputs: 2, problem: classification };
  const of = (...rows: number[]) => Float32Array.from(rows);
  // The third is of the first's mind in the first example, and of the second's in both.
  const outputs = [of(0.9, 0.1, 0.8, 0.2), of(0.6, 0.4, 0.1, 0.9), of(0.7, 0.3, 0.4, 0.6)];
  assertEquals(disagreementOf(outputs, classes), (0.5 + 0.5 + 0) / 3);
  assertEquals(disagreementOf(outputs.slice(1), classes), 0);
  assertEquals(disagreementOf(outputs.slice(2), classes), null);
});

Deno.test("of targets 0 and 1 members disagree where an output is on the other side of one half", () => {
  const yesNo = { size: 2, outputs: 2, problem: multiLabel };
  const of = (...rows: number[]) => Float32Array.from(rows);
  assertEquals(disagreementOf([of(0.9, 0.1, 0.8, 0.9), of(0.6, 0.4, 0.6, 0.5)], yesNo), 0);
  assertEquals(disagreementOf([of(0.9, 0.1, 0.8, 0.9), of(0.6, 0.6, 0.4, 0.4)], yesNo), 1);
});

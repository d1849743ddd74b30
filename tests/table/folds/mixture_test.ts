/** The weight between two families: where their mean costs least out of fold. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { costOf, mixingWeight } from "../../../lib/table/folds/mixture.ts";
import { memberOf, numbers } from "./fold_fixture.ts";

const like = memberOf(1, 0).network;

/** The weight of the first of two answers to targets. */
function weightOf(first: number[], second: number[], targets: number[]): number {
  const outputs = [new Float32Array(first), new Float32Array(second)] as const;
  return mixingWeight(outputs, numbers(targets), like);
}

Deno.test("the weight is the tenth with the least cost", () => {
  assertEquals(weightOf([1, 2], [5, 5], [1, 2]), 1);
  assertEquals(weightOf([5, 5], [1, 2], [1, 2]), 0);
  assertEquals(weightOf([0, 0], [10, 10], [3, 3]), 0.7);
  assertEquals(weightOf([0, 0], [10, 10], [3.4, 3.4]), 0.7);
  assertEquals(weightOf([0, 0], [10, 10], [3.6, 3.6]), 0.6);
});

Deno.test("of equal costs the weight nearest to a half is taken", () => {
  assertEquals(weightOf([1, 2], [1, 2], [7, 7]), 0.5);
  assertEquals(weightOf([0, 0], [10, 10], [5.5, 5.5]), 0.5);
  assertEquals(weightOf([NaN, 0], [0, 0], [1, 1]), 0.5);
});

Deno.test("the cost of answers is that of a network that gives them", () => {
  const data = numbers([1, 2, 3], [1.5, 2, 2]);
  const outputs = new Float32Array([1, 2, 3]);
  assertAlmostEquals(costOf(outputs, data, like), (0.25 + 1) / 3 / 2, 1e-7); // (a − y)²/2
});

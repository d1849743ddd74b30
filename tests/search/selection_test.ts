/** Greedy selection of an ensemble: what it takes, and when it ends. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { RandomStream } from "../../lib/numerics/random.ts";
import { selectGreedily } from "../../lib/search/selection.ts";

/** The mean squared distance to zeros. */
const squares = (answers: Float32Array) =>
  answers.reduce((sum, value) => sum + value * value, 0) / answers.length;

/** Answers that are wrong by chance: candidate k by a deviation of its own. */
function candidates(deviations: readonly number[], rows = 400): Float32Array[] {
  return deviations.map((deviation, k) => {
    const random = new RandomStream(k, "data");
    return Float32Array.from({ length: rows }, () => deviation * (random.uniform() - 0.5));
  });
}

/** The mean of candidates by their weights. */
function meanOf(answers: readonly Float32Array[], weights: readonly number[]): Float32Array {
  return answers[0]!.map((_, r) => answers.reduce((sum, own, k) => sum + weights[k]! * own[r]!, 0));
}

Deno.test("a mean of some candidates costs less than each of them, and its weights are shares of steps", () => {
  const answers = candidates([1, 1.2, 1.1, 8]);
  const { weights, cost } = selectGreedily(answers, squares);
  assertAlmostEquals(weights.reduce((sum, weight) => sum + weight, 0), 1, 1e-12);
  assertEquals(weights.map((weight) => weight > 0), [true, true, true, false]);
  assert(cost < Math.min(...answers.map(squares)));
  assertAlmostEquals(squares(meanOf(answers, weights)), cost, 1e-6);
});

Deno.test("with replacement the weights come near to those of the least cost", () => {
  const exact = 1 / (1 + 1 / 4); // of independent errors the weights go with one over the variance
  const { weights } = selectGreedily(candidates([1, 2], 20_000), squares);
  assertAlmostEquals(weights[0]!, exact, 0.05);
});

Deno.test("one candidate is chosen alone, of equal ones the first", () => {
  const [one] = candidates([1]);
  assertEquals(selectGreedily([one!], squares).weights, [1]);
  assertEquals(selectGreedily([one!, one!, one!], squares).weights, [1, 0, 0]);
});

Deno.test("a candidate whose cost is not finite is never taken", () => {
  const [one] = candidates([1]);
  const broken = one!.map((value, k) => k === 0 ? NaN : value);
  assertEquals(selectGreedily([broken, one!], squares).weights, [0, 1]);
  assertThrows(() => selectGreedily([broken], squares), RangeError, "no candidate");
  assertThrows(() => selectGreedily([], squares), RangeError, "no candidate");
});

Deno.test("the order of candidates makes no difference where none are equal", () => {
  const answers = candidates([1, 1.2, 1.1, 3]);
  const { weights, cost } = selectGreedily(answers, squares);
  const reversed = selectGreedily(answers.toReversed(), squares);
  assertEquals([reversed.weights.toReversed(), reversed.cost], [weights, cost]);
});

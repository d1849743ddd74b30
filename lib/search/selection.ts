/**
 * Greedy selection of an ensemble, with replacement, from models that were trained (Caruana, Niculescu-Mizil, Crew and Ksikes,
 * “Ensemble selection from libraries of models”, ICML 2004). It looks at answers alone. @module
 */

import { addWeighted, meanOfSums } from "../numerics/weighted_mean.ts";

/** What was chosen of some candidates. */
export interface Selection {
  /** How often each candidate was taken, as a share of all times: from 0 to 1. */
  readonly weights: readonly number[];
  /** The cost of their weighted mean. */
  readonly cost: number;
}

/** A selection takes no more candidates: from then on one of them changes little. */
const MOST_STEPS = 50;

/** The most steps in a row that do not lower the cost, before a selection ends. */
const PATIENCE = 8;

/**
 * Takes one candidate after the other, each time the one by which the mean of all that were taken costs least, of equals the
 * first; the same one may be taken again. What was taken by the step of the least cost is chosen.
 *
 * @param answers of each candidate to the same rows, [rows, outputs]
 * @param costOf the cost of such answers; NaN counts as infinite
 * @throws {RangeError} if there is no candidate, or none has a finite cost
 *
 * @example
 * ```ts
 * import { selectGreedily } from "./selection.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const answers = [[0, 2], [3, 3], [9, 9]].map((values) => new Float32Array(values));
 * const costOf = ([a, b]: Float32Array) => (a! - 1) ** 2 + (b! - 2) ** 2; // least at 1, 2
 * const { weights } = selectGreedily(answers, costOf);
 * assertEquals(weights.map((weight) => weight > 0), [true, true, false]);
 * ```
 */
export function selectGreedily(
  answers: readonly Float32Array[],
  costOf: (answers: Float32Array) => number,
): Selection {
  const counts = answers.map(() => 0);
  const taken = new Float64Array(answers[0]?.length ?? 0);
  let best: Selection | undefined;
  let bestStep = 0;
  for (let step = 1; step <= MOST_STEPS && step <= bestStep + PATIENCE + 1; step++) {
    let [next, least] = [-1, Infinity];
    for (const [k, own] of answers.entries()) {
      const sums = taken.slice();
      addWeighted(sums, own, 1);
      const cost = costOf(meanOfSums(sums, step));
      if (cost < least) [next, least] = [k, cost];
    }
    if (next === -1) break;
    counts[next]!++;
    addWeighted(taken, answers[next]!, 1);
    if (best !== undefined && !(least < best.cost)) continue;
    best = { weights: counts.map((count) => count / step), cost: least };
    bestStep = step;
  }
  if (best !== undefined) return best;
  throw new RangeError("Cannot select an ensemble: no candidate has answers with a finite cost");
}

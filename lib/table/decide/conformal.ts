/** Sets of classes that hold the class of a row as often as is promised, by conformal prediction. @module */

import { conformalBoundOf } from "../../evaluate/distributions.ts";

/**
 * The bound that the scores of a share of all rows like these are within, see {@linkcode conformalBoundOf}.
 *
 * Of rows that the network did not learn from, the coverage is at least what is promised and at most 1 / (n + 1) more. Of
 * answers out of fold it is about that: they are those of other networks than the ensemble that answers.
 * @param scores [rows] how far off the answer to each row is
 * @param coverage the share of rows, between 0 and 1
 * @param rows which rows decide; all of them if left out
 * @param isOutOfFold whether networks chose their epochs by these rows
 * @returns `undefined` if there are too few rows for this coverage
 */
export function conformalBound(
  scores: ArrayLike<number>,
  coverage: number,
  rows?: ArrayLike<number>,
  isOutOfFold = false,
): number | undefined {
  const own = rows === undefined
    ? Float64Array.from(scores)
    : Float64Array.from(rows, (row) => scores[row]!);
  return conformalBoundOf(own, coverage, isOutOfFold);
}

/**
 * The score of each row for sets of classes: 1 less the probability of its own class (Sadinle, Lei and Wasserman 2019, “Least
 * Ambiguous Set-Valued Classifiers With Bounded Error Levels”).
 * @param probabilities [rows, classes]
 * @param labels [rows] the class of each row
 */
export function classScores(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Float64Array {
  const classes = probabilities.length / labels.length;
  return Float64Array.from(labels, (label, row) => 1 - probabilities[row * classes + label]!);
}

/**
 * The classes of a row whose scores are within the bound, in their order; none where even the most probable one is not.
 * @param probabilities [classes] of the row
 */
export function classSet(probabilities: ArrayLike<number>, bound: number): number[] {
  const classes: number[] = [];
  for (let k = 0; k < probabilities.length; k++) {
    if (1 - probabilities[k]! <= bound) classes.push(k);
  }
  return classes;
}

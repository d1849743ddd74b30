/** How good each answer is by itself: what intervals and comparisons are made of. @module */

import { costOf } from "../table/baselines/outputs.ts";
import type { Dataset } from "../dataset.ts";
import { argmax } from "../numerics/argmax.ts";
import { YES_THRESHOLD } from "../problem/answers.ts";

/** The labels or targets of a data set, with what is learned of them. */
export type ExpectedOutputs = Pick<
  Dataset,
  "labels" | "targets" | "classes" | "outputs" | "problem"
>;

/** The scores of some rows. */
export interface RowScores {
  /** [rows] 1 where the answer is right and 0 where it is wrong; absent for quantities. */
  readonly right?: Uint8Array;
  /** [rows] −ln p of the class, −Σ ln p of answers of yes and no, or half the squared errors of quantities. */
  readonly costs: Float64Array;
}

/**
 * Scores answers row by row.
 * @param answers [rows, outputs], probabilities or quantities
 * @param expected of all rows
 * @param rows which of all rows are answered
 */
export function rowScores(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): RowScores {
  const { problem, outputs } = expected;
  const targets = targetsOf(expected, rows);
  const right = new Uint8Array(rows.length);
  const costs = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    costs[r] = costOf(problem, answers, targets, r, outputs);
    let wrong = 0;
    for (let k = r * outputs; k < (r + 1) * outputs; k++) {
      if (answers[k]! >= YES_THRESHOLD !== (targets[k] === 1)) wrong++;
    }
    if (problem.isOneHot) wrong = 1 - targets[r * outputs + argmax(answers, r * outputs, outputs)]!;
    right[r] = wrong === 0 ? 1 : 0;
  }
  return problem.hasAccuracy ? { right, costs } : { costs };
}

/** The targets of some rows, [rows, outputs]. */
export function targetsOf(expected: ExpectedOutputs, rows: ArrayLike<number>): Float32Array {
  const targets = new Float32Array(rows.length * expected.outputs);
  expected.problem.writeTargets(expected, Uint32Array.from(rows), rows.length, targets);
  return targets;
}

/** How good each answer is by itself: what intervals and comparisons are made of, and what boosting minimizes. @module */

import type { Dataset } from "../dataset.ts";
import { logProbability } from "../network/costs.ts";
import { argmax } from "../numerics/argmax.ts";
import { YES_THRESHOLD } from "../problem/answers.ts";
import type { Problem } from "../problem/contract.ts";
import { exp } from "../numerics/elementary.ts";

const { max } = Math;

/** The labels or targets of a data set, with what is learned of them. */
export interface ExpectedOutputs
  extends Pick<Dataset, "labels" | "targets" | "classes" | "outputs" | "problem"> {
  /** [all rows] Which rows belong together, see {@linkcode Dataset.units}: then errors are over units, and not over rows. */
  readonly units?: Dataset["units"];
  /** [all rows] How much each row counts, see {@linkcode Dataset.weights}. Default: 1 each */
  readonly weights?: Dataset["weights"];
  /** The class that F1 and average precision are of, where there are two. Default: the rarer one */
  readonly positive?: number | undefined;
  /** What an output of 1 is in the unit of the quantity, if there is a single one: errors are then in that unit. Default: 1 */
  readonly deviation?: number | undefined;
}

/** What metrics look at besides what is expected. */
export interface MetricFacts {
  /** The names of the classes, if there are any. */
  readonly classes?: readonly string[] | undefined;
  /** The scale of each quantity, if they were standardized. */
  readonly quantities?: readonly { readonly deviation: number }[] | undefined;
  /** The name of the class that F1 and average precision are of. Default: the rarer one of two */
  readonly positive?: string | undefined;
}

/** What is expected of a data set, with what metrics look at. */
export function expectedOf(
  { labels, targets, classes, outputs, problem, units, weights }: ExpectedOutputs,
  { classes: names, quantities, positive }: MetricFacts,
): ExpectedOutputs {
  const index = positive === undefined ? -1 : names?.indexOf(positive) ?? -1;
  return {
    labels,
    targets,
    classes,
    outputs,
    problem,
    units,
    weights,
    positive: index === -1 ? undefined : index,
    deviation: quantities?.length === 1 ? quantities[0]!.deviation : undefined,
  };
}

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
      const isYes = targets[k] === 1;
      if (!(isYes ? answers[k]! >= YES_THRESHOLD : answers[k]! < YES_THRESHOLD)) wrong++; // NaN too
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

/**
 * Makes the outputs of a row from its scores: softmax of classes, the logistic function of labels, quantities as they are.
 * For each of these the derivative of the cost is output − target.
 * @param scores [rows, outputs]
 * @param out [rows, outputs]
 */
export function writeOutputs(
  { isOneHot, hasAccuracy }: Pick<Problem, "isOneHot" | "hasAccuracy">,
  scores: Float64Array,
  row: number,
  outputs: number,
  out: Float64Array,
): void {
  const [start, end] = [row * outputs, (row + 1) * outputs];
  let [most, sum] = [-Infinity, 0];
  for (let k = start; k < end; k++) most = max(most, scores[k]!);
  for (let k = start; k < end; k++) {
    const score = scores[k]!;
    out[k] = isOneHot
      ? score === most ? 1 : exp(score - most)
      : hasAccuracy
      ? 1 / (1 + exp(-score))
      : score;
    sum += out[k]!;
  }
  if (isOneHot) { for (let k = start; k < end; k++) out[k]! /= sum; }
}

/** The cost of a row: −ln p of its class, −Σ ln p of its answers of yes and no, or half the squared errors of quantities. */
export function costOf(
  { isOneHot, hasAccuracy }: Pick<Problem, "isOneHot" | "hasAccuracy">,
  out: ArrayLike<number>,
  targets: ArrayLike<number>,
  row: number,
  outputs: number,
): number {
  let cost = 0;
  for (let k = row * outputs; k < (row + 1) * outputs; k++) {
    const [output, target] = [out[k]!, targets[k]!];
    if (!hasAccuracy) cost += (output - target) * (output - target) / 2;
    else if (target === 1) cost -= logProbability(output, isOneHot);
    else if (!isOneHot) cost -= logProbability(1 - output, false);
  }
  return cost;
}

/** Answers as classes, or as yes and no, by their thresholds. @module */

import { argmax } from "../../numerics/argmax.ts";
import { YES_THRESHOLD } from "../../problem/answers.ts";
import type { MeasuredAnswers, MeasuredThreshold } from "../metric.ts";
import { type ExpectedOutputs, targetsOf } from "../row_scores.ts";
import type { AnsweredClasses } from "../row_values.ts";
import { type RowWeights, totalWeight, weightsOf } from "../row_weights.ts";

/** The class that F1 and average precision are of, where there are two: the rarer one unless it is named, the second of equals. */
export function positiveOf({ positive, labels, outputs, weights }: ExpectedOutputs): number {
  if (outputs === 1) return 1;
  return positive ?? rarerClass(labels, weights);
}

/** The rarer of two classes, by weight; the second of equals. */
export function rarerClass(labels: ArrayLike<number>, weights?: RowWeights): 0 | 1 {
  let ones = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) ones += weights?.[row] ?? 1;
  }
  return 2 * ones <= totalWeight(labels.length, weights) ? 1 : 0;
}

/** Rows with a class each, and the answers to them; `undefined` of several labels, and of quantities. */
export function answeredClasses(
  answers: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): AnsweredClasses | undefined {
  const { problem, outputs: width } = expected;
  if (!problem.hasAccuracy || (!problem.isOneHot && width > 1)) return undefined;
  if (width === 1) return answeredLabel(answers, expected, rows, 0);
  const targets = targetsOf(expected, rows);
  const [threshold] = answers.thresholds ?? [];
  const weights = weightsOf(expected, rows);
  const classOf = (values: Float32Array) =>
    Uint16Array.from({ length: rows.length }, (_, r) => argmax(values, r * width, width));
  if (threshold === undefined) {
    const answered = classOf(answers.outputs);
    return { actual: classOf(targets), answered, classes: width, weights };
  }
  const { positive } = threshold;
  const answered = yesOf(answers.outputs, threshold, width, rows.length);
  return {
    actual: classOf(targets),
    answered: answered.map((isYes) => isYes === 1 ? positive : 1 - positive),
    classes: width,
    weights,
  };
}

/** Rows with a yes or a no to a label, as classes 1 and 0. */
export function answeredLabel(
  { outputs, thresholds }: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  label: number,
): AnsweredClasses {
  const width = expected.outputs;
  const targets = targetsOf(expected, rows);
  const threshold = thresholds?.[label] ?? { positive: label, from: YES_THRESHOLD };
  const actual = Uint8Array.from({ length: rows.length }, (_, r) => targets[r * width + label]!);
  const answered = yesOf(outputs, threshold, width, rows.length);
  for (let r = 0; r < actual.length; r++) {
    if (Number.isNaN(outputs[r * width + label]!)) answered[r] = 1 - actual[r]!; // no answer, and wrong
  }
  return { actual, answered, classes: 2, weights: weightsOf(expected, rows) };
}

/** [rows] 1 where an output is at its threshold or above. */
function yesOf(
  outputs: Float32Array,
  { positive, from }: Pick<MeasuredThreshold, "positive" | "from">,
  width: number,
  rows: number,
): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, r) => {
    const least = typeof from === "function" ? from(r) : from ?? Infinity;
    return Number(outputs[r * width + positive]! >= least);
  });
}

/** Which answers are right by thresholds, and what the wrong ones cost. */
export function mistakes(
  outputs: Float32Array,
  thresholds: readonly MeasuredThreshold[],
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): { readonly right: Uint8Array; readonly costs: Float64Array } {
  const targets = targetsOf(expected, rows);
  const right = new Uint8Array(rows.length).fill(1);
  const costs = new Float64Array(rows.length);
  for (const { positive, from, falseAlarm, miss } of thresholds) {
    for (let r = 0; r < rows.length; r++) {
      const at = r * expected.outputs + positive;
      const least = typeof from === "function" ? from(r) : from ?? Infinity;
      const isYes = outputs[at]! >= least;
      if (isYes === (targets[at] === 1)) continue;
      right[r] = 0;
      costs[r]! += isYes ? falseAlarm : miss;
    }
  }
  return { right, costs };
}

/** The metrics of answers that are a class, or yes and no: by thresholds, if there are any. @module */

import type { MetricName } from "../../options/metric_names.ts";
import type { MeasuredAnswers, Metric } from "../metric.ts";
import { answeredClasses, answeredLabel, mistakes, positiveOf } from "./answered.ts";
import { type ExpectedOutputs, rowScores } from "../row_scores.ts";
import { f1Values, recallOfValues, recallValues } from "../row_values.ts";

/** Shares of right answers. */
export const CLASS_METRICS = {
  /** The fraction of right answers; of several labels all have to be right. */
  accuracy: {
    label: "accuracy",
    counted: "right",
    hint: "How many in a hundred are right after each epoch. Higher is better.",
    print: "percent",
    isInResults: true,
    of: "classes",
    goal: "maximize",
    isShare: true,
    interval: "counts",
    rowValues: ({ outputs, thresholds }, expected, rows) => {
      if (!expected.problem.hasAccuracy) return undefined;
      const right = thresholds === undefined
        ? rowScores(outputs, expected, rows).right!
        : mistakes(outputs, thresholds, expected, rows).right;
      return Float64Array.from(right);
    },
  },
  /** The mean recall of the classes (Brodersen et al. 2010, “The Balanced Accuracy and Its Posterior Distribution”). */
  balancedAccuracy: {
    label: "balanced accuracy",
    hint:
      "The mean recall of the classes: rare and frequent ones count the same. Higher is better.",
    print: "percent",
    of: "one of classes",
    goal: "maximize",
    isShare: true,
    interval: "share",
    rowsOfClasses: "weigh",
    rowValues: (answers, expected, rows) => {
      const classes = answeredClasses(answers, expected, rows);
      return classes && recallValues(classes);
    },
  },
  /** How many rows of one of two classes, or of yes, are found: its recall at the model's threshold. */
  recall: {
    label: "recall",
    hint: "How many rows of the class are found. Higher is better, at the same precision.",
    print: "percent",
    of: "two classes",
    goal: "maximize",
    isShare: true,
    interval: "share",
    rowsOfClasses: "weigh",
    rowValues: (answers, expected, rows) => {
      if (expected.outputs !== (expected.problem.isOneHot ? 2 : 1)) return undefined;
      const classes = answeredClasses(answers, expected, rows);
      return classes && recallOfValues(classes, positiveOf(expected));
    },
  },
  /** F1 of one of two classes; of more classes, and of labels, the mean of each one's. */
  f1: {
    label: "F1",
    hint: "The harmonic mean of precision and recall. Higher is better.",
    print: "percent",
    of: "classes",
    goal: "maximize",
    isShare: true,
    withMoreClasses: "macroF1",
    interval: "share",
    rowsOfClasses: "matter",
    rowValues: (answers, expected, rows) =>
      f1Of(answers, expected, rows, expected.outputs > 2 ? undefined : positiveOf(expected)),
    constant: {
      of: (expected) => {
        const { problem, outputs: width } = expected;
        if (!problem.hasAccuracy || (problem.isOneHot && width !== 2)) return undefined;
        const positive = positiveOf(expected);
        return Float32Array.from(
          { length: width },
          (_, k) => Number(!problem.isOneHot || k === positive),
        );
      },
    },
  },
  /** The mean of each class's F1, or each label's. */
  macroF1: {
    label: "macro F1",
    hint: "The mean F1 of the classes. Higher is better.",
    print: "percent",
    of: "classes",
    goal: "maximize",
    isShare: true,
    interval: "share",
    rowsOfClasses: "matter",
    rowValues: (answers, expected, rows) => f1Of(answers, expected, rows, undefined),
  },
} satisfies { readonly [Name in MetricName]?: Metric };

/** @param positive one of two classes; the mean of all if left out */
function f1Of(
  answers: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  positive: number | undefined,
): Float64Array | undefined {
  if (!expected.problem.hasAccuracy) return undefined;
  const classes = answeredClasses(answers, expected, rows);
  if (classes !== undefined) return f1Values(classes, positive);
  const labels = Array.from(
    { length: expected.outputs },
    (_, k) => f1Values(answeredLabel(answers, expected, rows, k), 1),
  ).filter((values) => values !== undefined);
  if (labels.length === 0) return undefined;
  return labels[0]!.map((_, r) =>
    labels.reduce((sum, values) => sum + values[r]!, 0) / labels.length
  );
}

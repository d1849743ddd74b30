/**
 * The one table of metrics: what a verdict, an importance, or an option compares answers by. Each metric is a mean over rows, so
 * that any two models on the same rows have a paired difference with a standard error. @module
 */

import { argmax } from "../numerics/argmax.ts";
import { YES_THRESHOLD } from "../problem/answers.ts";
import {
  accuracyDifference,
  accuracyDifferenceOver,
  meanDifference,
  type PairedDifference,
} from "./distributions.ts";
import { countUnits, type RowGroups, type Units } from "./uncertainty.ts";
import { effectiveSize, meanOf, type RowWeights, totalWeight, weightsOf } from "./row_weights.ts";
import { type ExpectedOutputs, rowScores, targetsOf } from "./row_scores.ts";
import {
  type AnsweredClasses,
  errorTerms,
  f1Values,
  precisionBias,
  precisionValues,
  recallValues,
  rocValues,
} from "./row_values.ts";

const { sqrt } = Math;

/** A metric that may be asked for. */
export type AskedMetric =
  | "accuracy"
  | "balancedAccuracy"
  | "auc"
  | "averagePrecision"
  | "f1"
  | "logLoss"
  | "cost"
  | "r2"
  | "mae"
  | "rmse";

/** The name of a metric. */
export type MetricName =
  | AskedMetric
  | "macroF1"
  | "hammingLoss"
  | "squaredError";

/** From which probability on the answer is yes, and what mistakes cost; a `DecisionThreshold` is one. */
export interface MeasuredThreshold {
  /** What a yes to a row that is none costs. */
  readonly falseAlarm: number;
  /** What a no to a row that is one costs. */
  readonly miss: number;
  /** The index of the output: the class to find, or the label. */
  readonly positive: number;
  /** The least probability of a yes, `null` for never; or one for each row, by its index among the answered rows. */
  readonly from: number | null | ((index: number) => number);
}

/** The answers of a model to some rows. */
export interface MeasuredAnswers {
  /** [rows, outputs] Probabilities or quantities. */
  readonly outputs: Float32Array;
  /** The threshold of the class to find, or of each label. Default: the most probable class, and yes from ½ on */
  readonly thresholds?: readonly MeasuredThreshold[] | undefined;
}

/** A metric of answers. */
export interface AnswerMetric {
  /** Its name in a sentence: `log loss`. */
  readonly label: string;
  /** Which way is better. */
  readonly goal: "minimize" | "maximize";
  /** Whether it is a share, from 0 to 1. */
  readonly isShare: boolean;
  /**
   * What each row adds, [rows]: the metric is the mean, by weight if rows have weights, and the deviation gives its standard error. Of a metric that is no
   * mean over rows it is the metric, and the row's influence on it.
   * @param expected of all rows
   * @param rows which of all rows are answered
   * @returns `undefined` where the metric is not defined, such as log loss of quantities
   */
  rowValues(
    answers: MeasuredAnswers,
    expected: ExpectedOutputs,
    rows: ArrayLike<number>,
  ): Float64Array | undefined;
  /** How much too high the metric is on average on so many rows. Default: 0 */
  biasOf?(
    answers: MeasuredAnswers,
    expected: ExpectedOutputs,
    rows: ArrayLike<number>,
  ): number;
}

/** A metric of which more is better, or less. */
type Kind = Pick<AnswerMetric, "goal" | "isShare">;
const SHARE: Kind = { goal: "maximize", isShare: true };
const ERROR: Kind = { goal: "minimize", isShare: false };

/** Every metric, by its name. */
export const METRICS: Readonly<Record<MetricName, AnswerMetric>> = {
  /** The fraction of right answers; of several labels all have to be right. */
  accuracy: {
    label: "accuracy",
    ...SHARE,
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
    ...SHARE,
    rowValues: (answers, expected, rows) => {
      const classes = answeredClasses(answers, expected, rows);
      return classes && recallValues(classes);
    },
  },
  /** How often a row of the one class, or of yes, ranks above a row of the other; of two classes, or a single label. */
  auc: {
    label: "AUC",
    ...SHARE,
    rowValues: ({ outputs }, expected, rows) => {
      const ranked = rankedRows(outputs, expected, rows);
      return ranked && rocValues(ranked.scores, ranked.isYes, ranked.weights);
    },
  },
  /** The area under the precision-recall curve of one of two classes, or of a single label, without lines between its points. */
  averagePrecision: {
    label: "average precision",
    ...SHARE,
    rowValues: ({ outputs }, expected, rows) => {
      const ranked = rankedRows(outputs, expected, rows);
      return ranked && precisionValues(ranked.scores, ranked.isYes, ranked.weights);
    },
    biasOf: ({ outputs }, expected, rows) => {
      const ranked = rankedRows(outputs, expected, rows);
      return ranked === undefined ? 0 : precisionBias(ranked.scores, ranked.isYes, ranked.weights);
    },
  },
  /** F1 of one of two classes; of more classes, and of labels, the mean of each one's. */
  f1: {
    label: "F1",
    ...SHARE,
    rowValues: (answers, expected, rows) =>
      f1Of(answers, expected, rows, expected.outputs > 2 ? undefined : positiveOf(expected)),
  },
  /** The mean of each class's F1, or each label's. */
  macroF1: {
    label: "macro F1",
    ...SHARE,
    rowValues: (answers, expected, rows) => f1Of(answers, expected, rows, undefined),
  },
  /** The fraction of wrong answers to labels. */
  hammingLoss: {
    label: "Hamming loss",
    goal: "minimize",
    isShare: true,
    rowValues: (answers, expected, rows) => {
      const { hasAccuracy, isOneHot } = expected.problem;
      if (!hasAccuracy || isOneHot) return undefined;
      const sums = new Float64Array(rows.length);
      for (let k = 0; k < expected.outputs; k++) {
        const { actual, answered } = answeredLabel(answers, expected, rows, k);
        for (let r = 0; r < sums.length; r++) sums[r]! += Number(actual[r] !== answered[r]);
      }
      return sums.map((sum) => sum / expected.outputs);
    },
  },
  /** −ln p of the class, or −Σ ln p of answers of yes and no. */
  logLoss: {
    label: "log loss",
    ...ERROR,
    rowValues: ({ outputs }, expected, rows) =>
      expected.problem.hasAccuracy ? rowScores(outputs, expected, rows).costs : undefined,
  },
  /** What the mistakes cost, in the unit of the costs that were given; only with thresholds. */
  cost: {
    label: "cost",
    ...ERROR,
    rowValues: ({ outputs, thresholds }, expected, rows) =>
      thresholds && mistakes(outputs, thresholds, expected, rows).costs,
  },
  /** 1 less the squared errors over those of the rows' own mean, the mean over the quantities. */
  r2: {
    label: "R²",
    goal: "maximize",
    isShare: false,
    rowValues: ({ outputs }, expected, rows) => {
      if (expected.problem.hasAccuracy || rows.length === 0) return undefined;
      const terms = errorTerms(outputs, expected, rows);
      if (terms === undefined) return undefined;
      const values = new Float64Array(rows.length).fill(1);
      const total = totalWeight(rows.length, weightsOf(expected, rows));
      for (const { above, sumBelow } of terms) {
        const scale = total / sumBelow / terms.length;
        for (let r = 0; r < values.length; r++) values[r]! -= above[r]! * scale;
      }
      return values;
    },
  },
  /** How far off quantities are on average, the mean over the quantities, in the unit of a single one. */
  mae: {
    label: "mean absolute error",
    ...ERROR,
    rowValues: ({ outputs }, expected, rows) => errorsOf(outputs, expected, rows, Math.abs),
  },
  /** The root of the mean squared error, in the unit of a single quantity. */
  rmse: {
    label: "root mean squared error",
    ...ERROR,
    rowValues: ({ outputs }, expected, rows) => {
      const squares = squaredErrors(outputs, expected, rows);
      if (squares === undefined) return undefined;
      const root = sqrt(meanOf(squares, weightsOf(expected, rows)));
      return squares.map((square) => root === 0 ? 0 : (root + square / root) / 2);
    },
  },
  /** The mean over the quantities of their squared errors, each over its variance where the targets are standardized. */
  squaredError: {
    label: "squared error",
    ...ERROR,
    rowValues: ({ outputs }, expected, rows) =>
      expected.problem.hasAccuracy
        ? undefined
        : rowScores(outputs, expected, rows).costs.map((cost) => 2 * cost / expected.outputs),
  },
};

/**
 * A metric of answers.
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where it is not defined, or there are no rows
 *
 * @example
 * ```ts
 * import { Dataset } from "@inkling/inkling";
 * import { metricDifference, metricValue } from "@inkling/inkling/evaluate";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = ["a", "b", "b", "b"];
 * const data = Dataset.from({ inputs: labels.map(() => [0]), labels });
 * const [rows, never] = [[0, 1, 2, 3], Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1)];
 * const always = never.toReversed();
 * assertEquals(metricValue("accuracy", { outputs: never }, data, rows), 0.25);
 * const { value } = metricDifference("accuracy", { outputs: always }, { outputs: never }, data, rows)!;
 * assertEquals(value, 0.5); // above 0 where the first is better
 * ```
 */
export function metricValue(
  name: MetricName,
  answers: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): number | undefined {
  const values = METRICS[name].rowValues(answers, expected, rows);
  if (values === undefined || values.length === 0) return undefined;
  return meanOf(values, weightsOf(expected, rows));
}

/**
 * By how much the first of two models is better on the same rows: above 0 whatever the metric's direction.
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where the metric is not defined, or there are no rows
 */
export function metricDifference(
  name: MetricName,
  first: MeasuredAnswers,
  second: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): PairedDifference | undefined {
  if (name === "rmse") return rootDifference(first, second, expected, rows);
  const { goal, rowValues } = METRICS[name] as AnswerMetric;
  const [one, other] = [first, second].map((answers) => rowValues(answers, expected, rows));
  if (one === undefined || other === undefined || rows.length === 0) return undefined;
  const gains = one.map((value, r) => goal === "maximize" ? value - other[r]! : other[r]! - value);
  const groups = groupsOf(name, expected, rows);
  if (name !== "accuracy") return meanDifference(gains, groups);
  if (groups.units ?? groups.weights) return accuracyDifferenceOver(groups, gains);
  const alone = (sign: number) => gains.reduce((sum, gain) => sum + Number(gain === sign), 0);
  return accuracyDifference({ first: alone(1), second: alone(-1) }, rows.length);
}

/**
 * The difference of two roots of mean squared errors: that of the mean squares over the sum of the roots, with the standard error
 * of the squares. So it shows what a difference of R² shows.
 */
function rootDifference(
  first: MeasuredAnswers,
  second: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): PairedDifference | undefined {
  const [one, other] = [first, second].map(({ outputs }) => squaredErrors(outputs, expected, rows));
  if (one === undefined || other === undefined || rows.length === 0) return undefined;
  const groups = groupsOf("rmse", expected, rows);
  const rootOf = (squares: Float64Array) => sqrt(meanOf(squares, groups.weights));
  const scale = rootOf(one) + rootOf(other) || 1;
  const gains = one.map((square, r) => (other[r]! - square) / scale);
  return meanDifference(gains, groups);
}

/** The unit of each of the rows that are answered; `undefined` where rows are by themselves. */
export function unitsOf(
  { units }: Pick<ExpectedOutputs, "units">,
  rows: ArrayLike<number>,
): Units | undefined {
  return units && Uint32Array.from(rows, (row) => units[row]!);
}

/** The metrics that weigh the rows of a class by how many there are. */
const BY_CLASS: readonly MetricName[] = ["balancedAccuracy", "auc", "averagePrecision"];

/** What rows have in common, as far as a metric's uncertainty depends on it. */
export function groupsOf(
  name: MetricName,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): RowGroups {
  const classes = BY_CLASS.includes(name) ? classesOf(expected, rows) : undefined;
  return { units: unitsOf(expected, rows), classes, weights: weightsOf(expected, rows) };
}

/** [rows] The class of each row, or 1 and 0 of a single label; `undefined` of several labels, and of quantities. */
function classesOf(expected: ExpectedOutputs, rows: ArrayLike<number>): Uint16Array | undefined {
  const { outputs: width, problem } = expected;
  if (!problem.hasAccuracy || (!problem.isOneHot && width > 1)) return undefined;
  const targets = targetsOf(expected, rows);
  return Uint16Array.from(
    { length: rows.length },
    (_, r) => width === 1 ? targets[r]! : argmax(targets, r * width, width),
  );
}

/** An interval of fewer rows of a class than this, or of fewer groups, held the truth too seldom on draws. */
const [MIN_CLASS_ROWS, MIN_GROUPS] = [20, 10];

/** Fewer groups than this with rows of a class have no interval. */
const MIN_CLASS_GROUPS = 3;

/** The metrics that depend on the rows of each class, however few they are. */
const ABOUT_CLASSES: readonly MetricName[] = [...BY_CLASS, "f1", "macroF1"];

/**
 * Why rows are too few for an interval, as a sentence without a full stop; `undefined` if they are not.
 * @param rows which of all rows are answered
 */
export function intervalProblem(
  name: MetricName,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): string | undefined {
  const units = unitsOf(expected, rows);
  const few = units && groupsProblem(units);
  if (few !== undefined) return few;
  const rarest = ABOUT_CLASSES.includes(name) ? rarestOf(expected, rows, units) : undefined;
  if (rarest === undefined) return undefined;
  if (rarest.rows < MIN_CLASS_ROWS) {
    return `expected at least ${MIN_CLASS_ROWS} rows of each class, got ${rarest.rows} of the rarest`;
  }
  if (rarest.units < MIN_CLASS_GROUPS) {
    return `expected at least ${MIN_CLASS_GROUPS} groups with rows of each class, got ${rarest.units} ` +
      "with the rarest";
  }
  return undefined;
}

/** Why rows that belong together are too few for an interval, as a sentence without a full stop; `undefined` if they are not. */
export function groupsProblem(units: Units): string | undefined {
  const groups = countUnits(units.length, units);
  if (groups >= MIN_GROUPS) return undefined;
  return `expected at least ${MIN_GROUPS} groups of rows, got ${groups}`;
}

/**
 * How many rows the class that has the fewest rows has, of those that have any, and how many units; `undefined` of labels. Rows
 * that have weights count as the rows of equal weight with as much information.
 */
function rarestOf(
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  units: Units | undefined,
): { readonly rows: number; readonly units: number } | undefined {
  const classes = classesOf(expected, rows);
  if (classes === undefined) return undefined;
  const weights = weightsOf(expected, rows);
  const byClass = new Map<number, number[]>();
  for (let r = 0; r < rows.length; r++) {
    if (weights?.[r] === 0) continue;
    const own = byClass.get(classes[r]!) ?? [];
    byClass.set(classes[r]!, own);
    own.push(r);
  }
  const worthOf = (own: readonly number[]) =>
    Math.floor(effectiveSize(own.length, weights && own.map((r) => weights[r]!)));
  const [first, ...others] = [...byClass.values()];
  const rarest = others.reduce((a, b) => worthOf(b) < worthOf(a) ? b : a, first ?? []);
  return { rows: worthOf(rarest), units: new Set(rarest.map((r) => units?.[r] ?? r)).size };
}

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
function answeredClasses(
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
function answeredLabel(
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

/** Rows by how likely they are of the class; `undefined` unless there are two classes, or a single label. */
function rankedRows(outputs: Float32Array, expected: ExpectedOutputs, rows: ArrayLike<number>) {
  const { problem, outputs: width } = expected;
  if (!problem.hasAccuracy || width !== (problem.isOneHot ? 2 : 1)) return undefined;
  const targets = targetsOf(expected, rows);
  const positive = width - 1 && positiveOf(expected);
  const isYes = Float64Array.from(rows, (_, r) => targets[r * width + positive]!);
  // The larger output decides, so the difference of both ranks, for softmax and for two sigmoids.
  const scores = Float64Array.from(
    rows,
    (_, r) =>
      width === 1 ? outputs[r]! : outputs[2 * r + positive]! - outputs[2 * r + 1 - positive]!,
  );
  const weights = weightsOf(expected, rows);
  return scores.some(Number.isNaN) ? undefined : { scores, isYes, weights };
}

/** [rows] The mean over the quantities of the squared errors, in the square of the unit of a single quantity. */
function squaredErrors(
  outputs: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): Float64Array | undefined {
  return errorsOf(outputs, expected, rows, (error) => error * error);
}

/** The mean over the quantities of something of each error, [rows]. */
function errorsOf(
  outputs: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  of: (error: number) => number,
): Float64Array | undefined {
  const { problem, outputs: width, deviation = 1 } = expected;
  if (problem.hasAccuracy) return undefined;
  const targets = targetsOf(expected, rows);
  return Float64Array.from(rows, (_, r) => {
    let sum = 0;
    for (let k = r * width; k < (r + 1) * width; k++) {
      sum += of((outputs[k]! - targets[k]!) * deviation);
    }
    return sum / width;
  });
}

/** Which answers are right by thresholds, and what the wrong ones cost. */
function mistakes(
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

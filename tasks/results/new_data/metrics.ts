/** Every metric of a model on a data set, each with its interval at 95 % confidence. @module */

import { type Classifier, type Dataset, evaluate } from "../../../mod.ts";
import { decidedEvaluation, labelThresholds, shareOf } from "../../../lib/table/decide/mod.ts";
import { RecordedAnswers } from "../../../lib/ensemble/mod.ts";
import {
  classAverages,
  fractionInterval,
  meanInterval,
  type MetricInterval,
  metricInterval,
  outputsFor,
  precisionRecallCurve,
  type Predictions,
  rocCurve,
  rowScores,
} from "../../../lib/evaluate/mod.ts";
import { fourDigits, percent } from "../../cli/format.ts";
import { labelsOf } from "../evaluate/labels.ts";
import { predictionsOf } from "../evaluate/predictions.ts";
import { rarerClass } from "../evaluate/ranking.ts";
import { type QuantityAnswers, quantityAnswers } from "../evaluate/quantities.ts";
import type { Answers } from "../predict/answers.ts";
import { shownAs } from "../problem/metrics.ts";

/** The name of each metric, in the order that they are shown. */
export const METRIC_NAMES = {
  accuracy: "accuracy",
  balancedAccuracy: "balanced accuracy",
  macroF1: "macro F1",
  rocArea: "area under the ROC curve",
  averagePrecision: "average precision",
  hammingLoss: "Hamming loss",
  logLoss: "log loss",
  r2: "R²",
  mae: "mean absolute error",
  rmse: "root mean squared error",
} as const;

export type MetricName = keyof typeof METRIC_NAMES;

const fixed = (value: number) => value.toFixed(4);

/** How the values of each metric are written. */
const TEXTS: { readonly [Name in MetricName]: (value: number) => string } = {
  ...{ accuracy: percent, balancedAccuracy: percent, macroF1: percent, hammingLoss: percent },
  ...{ rocArea: fixed, averagePrecision: fixed, r2: fixed },
  ...{ logLoss: fourDigits, mae: fourDigits, rmse: fourDigits },
};

/** A value of a metric: `85.00 %`, or `0.8123` */
export function valueText(name: MetricName, value: number): string {
  return TEXTS[name](value);
}

/** A metric of a model on a data set. */
export interface MeasuredMetric {
  readonly name: MetricName;
  /** The quantity, where there are several. */
  readonly quantity?: string | undefined;
  readonly interval: MetricInterval;
}

/** What the outputs of a model stand for. */
type Meaning = Pick<Answers, "areProbabilities" | "quantities" | "decision">;

/** Metrics by name; those that are not defined are left out. */
type Found = Partial<Record<MetricName, MetricInterval | undefined>>;

/** More classes have no confusion matrix, and no averages over classes. */
const MAX_CLASSES = 1000;

/** The metric that matters: accuracy, or R² of all quantities; `undefined` if that is not defined. */
export function mainMetric(
  answers: RecordedAnswers,
  data: Dataset,
  { decision }: Pick<Meaning, "decision">,
): MetricInterval | undefined {
  if ((decision?.threshold ?? decision?.thresholds) !== undefined) {
    const { correct } = decidedEvaluation(evaluate(answers, data), decision, answers, data);
    return shareOf(correct!, data.size);
  }
  const { outputs } = answers;
  return metricInterval(outputs, data, [...Array(data.size).keys()]);
}

/** Every metric of the answers to a data set. */
export function measuredMetrics(
  answers: RecordedAnswers,
  data: Dataset,
  meaning: Meaning,
): MeasuredMetric[] {
  const kind = shownAs(data);
  const { outputs } = answers;
  if (kind === "regression") {
    const each = quantityAnswers(answers, data, meaning.quantities);
    return each.flatMap((one, k) =>
      named(ofQuantity(one, k, outputs, data), each.length > 1 ? one.name : undefined)
    );
  }
  const rows = [...Array(data.size).keys()];
  return named({
    accuracy: mainMetric(answers, data, meaning),
    ...kind === "multiLabel"
      ? ofLabels(answers, data, labelThresholds(meaning.decision, data.outputs))
      : ofClasses(predictionsOf(answers, data, meaning.decision?.threshold)),
    logLoss: meaning.areProbabilities
      ? meanInterval(rowScores(outputs, data, rows).costs)
      : undefined,
  });
}

/** The log loss of probabilities. */
export function logLossOf(network: Classifier, data: Dataset): number {
  const rows = [...Array(data.size).keys()];
  return meanInterval(rowScores(outputsFor(network, data), data, rows).costs).value;
}

/** Metrics in the order that they are shown, without those that are not defined. */
export function named(found: Found, quantity?: string): MeasuredMetric[] {
  return (Object.keys(METRIC_NAMES) as MetricName[]).flatMap((name) => {
    const interval = found[name];
    return interval === undefined ? [] : [{ name, quantity, interval }];
  });
}

function ofClasses(predictions: Predictions): Found {
  const { classes, labels, predicted } = predictions;
  const averageOf = (key: keyof ReturnType<typeof classAverages>) =>
    fractionInterval(labels.length, (rows) => {
      const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
      for (const row of rows) confusion[labels[row]!]![predicted[row]!]!++;
      return classAverages(confusion)[key];
    });
  return {
    ...classes <= MAX_CLASSES &&
      { balancedAccuracy: averageOf("balancedAccuracy"), macroF1: averageOf("f1") },
    ...classes === 2 && ofRanking(predictions),
  };
}

/** How well two classes are told apart at all thresholds, by the rarer one. */
function ofRanking({ labels, outputs }: Predictions): Found {
  const positive = rarerClass(labels);
  const margins = Float64Array.from(
    labels,
    (_, row) => outputs[2 * row + positive]! - outputs[2 * row + 1 - positive]!,
  );
  // A sorted list is sorted again in no time.
  const order = [...labels.keys()].sort((a, b) => margins[b]! - margins[a]!);
  const areaUnder = (curve: typeof rocCurve) =>
    fractionInterval(labels.length, (rows) => {
      const isIn = new Uint8Array(labels.length);
      for (const row of rows) isIn[row] = 1;
      const sorted = order.filter((row) => isIn[row] === 1);
      const own = sorted.map((row) => labels[row] === positive);
      if (new Set(own).size < 2) return undefined;
      return curve(sorted.map((row) => margins[row]!), own).area;
    });
  return { rocArea: areaUnder(rocCurve), averagePrecision: areaUnder(precisionRecallCurve) };
}

function ofLabels(answers: RecordedAnswers, data: Dataset, from: readonly number[]): Found {
  const { outputs } = data;
  const measure = (key: "macroF1" | "hammingLoss") =>
    fractionInterval(data.size, (rows) => {
      const values = new Float32Array(rows.length * outputs);
      for (const [r, row] of rows.entries()) {
        values.set(answers.outputs.subarray(row * outputs, (row + 1) * outputs), r * outputs);
      }
      const own = new RecordedAnswers(values, outputs, answers);
      return labelsOf(own, data.select(rows), undefined, from)[key] ?? undefined;
    });
  return { macroF1: measure("macroF1"), hammingLoss: measure("hammingLoss") };
}

/** R² of quantity k, and its errors in its unit. */
function ofQuantity(
  { actual, predicted }: QuantityAnswers,
  k: number,
  outputs: Float32Array,
  { problem, labels, targets, outputs: count }: Dataset,
): Found {
  const column = (values: Float32Array) => values.filter((_, j) => j % count === k);
  const expected = { problem, labels, targets: column(targets!), classes: 0, outputs: 1 };
  const errors = predicted.map((value, r) => value - actual[r]!);
  const squares = meanInterval(errors.map((error) => error * error));
  const root = (square: number | null) => square === null ? null : Math.sqrt(square);
  return {
    r2: metricInterval(column(outputs), expected, [...errors.keys()]),
    mae: meanInterval(errors.map(Math.abs)),
    rmse: { value: Math.sqrt(squares.value), low: root(squares.low), high: root(squares.high) },
  };
}

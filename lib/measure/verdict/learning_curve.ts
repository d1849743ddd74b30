/** Whether more rows would help: the metric after training on a part of the rows, and on all. @module */

import { listText } from "../../checks/texts.ts";
import { differenceText, isInPercent, metricValueText, thousandsText } from "./amounts.ts";
import { decidingMetric } from "../metric_choice.ts";
import { metricInterval } from "../metric_interval.ts";
import type { MeasuredAnswers } from "../metric.ts";
import { metricDifference, METRICS } from "../metric_table.ts";
import type { MetricName } from "../../options/metric_names.ts";
import type { PairedDifference } from "../distributions.ts";
import type { ExpectedOutputs } from "../row_scores.ts";

const { max, min } = Math;

/** The metric after training on some of the rows. */
export interface CurvePoint {
  /** How many rows were trained on. */
  readonly rows: number;
  /** The metric on the same rows for each point. */
  readonly value: number;
  /** By how much training on all rows is better, and ± at 95 %; absent of all rows, and in older files. */
  readonly difference?: { readonly value: number; readonly plusMinus: number | null };
}

/** A learning curve over rows. */
export interface LearningCurve {
  /** What is measured. */
  readonly metric: MetricName;
  /** By the number of training rows, fewest first. */
  readonly points: readonly CurvePoint[];
  /** Which networks of the model are trained on fewer rows; all if left out. */
  readonly networks?: string;
  /** What the last step gains, from half of the rows to all, by the same answered rows. */
  readonly gain: PairedDifference;
}

/**
 * Makes the learning curve of answers after training on more and more rows.
 * @param steps the number of training rows, and what is then answered to the same rows
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @param metric what is measured. Default: what decides, log loss or R²
 * @returns `undefined` for fewer than two steps, or where the metric is not defined
 */
export function learningCurveOf(
  steps: readonly { readonly rows: number; readonly answers: MeasuredAnswers }[],
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  metric: MetricName = decidingMetric(expected, {}),
): LearningCurve | undefined {
  const [last, before] = [steps.at(-1), steps.at(-2)];
  if (last === undefined || before === undefined) return undefined;
  const points = steps.flatMap((step): CurvePoint[] => {
    const value = metricInterval(metric, step.answers, expected, rows)?.value;
    if (value === undefined) return [];
    if (step === last) return [{ rows: step.rows, value }];
    const found = metricDifference(metric, last.answers, step.answers, expected, rows);
    const difference = found && { value: found.value, plusMinus: found.plusMinus };
    return [{ rows: step.rows, value, ...difference && { difference } }];
  });
  const gain = metricDifference(metric, last.answers, before.answers, expected, rows);
  if (gain === undefined || points.length < steps.length) return undefined;
  return { metric, points, gain };
}

/** Whether more rows would help, in a sentence with the numbers. */
export function learningCurveText({ metric, points, gain, networks }: LearningCurve): string {
  const rows = listText(points.map(({ rows }) => thousandsText(rows)));
  const values = listText(points.map(({ value }) => metricValueText(metric, value)));
  const start = networks === undefined
    ? `After training on ${rows} rows, ${METRICS[metric].label} is ${values}.`
    : `After training on ${rows} rows, the ${networks} networks alone reach an out-of-fold ` +
      `${METRICS[metric].label} of ${values}.`;
  const step = differenceText(metric, gain);
  if (gain.shown === "second") return `${start} More rows would not help.`;
  if (gain.shown === "neither") {
    return `${start} The last step gains ${step}, which may be chance, so more rows may not help.`;
  }
  const next = nextGain(points, METRICS[metric].goal === "maximize" ? 1 : -1);
  const more = isNothing(metric, next)
    ? "would hardly gain more"
    : `might gain another ${differenceText(metric, { value: next, plusMinus: null })}`;
  return `${start} The last step gains ${step}. Twice as many rows ${more}.`;
}

/** Whether a gain would be printed as 0; of errors in a unit of their own only 0 is. */
function isNothing(metric: MetricName, gain: number): boolean {
  if (METRICS[metric].unit === "own") return gain === 0;
  return gain < (isInPercent(metric) ? 0.0005 : 0.005);
}

/** What twice as many rows might gain: steps shrink as the last one did, at least by none and at most to none. */
function nextGain(points: readonly CurvePoint[], sign: number): number {
  const [before, middle, last] = points.slice(-3).map(({ value }) => sign * value);
  if (last === undefined) return (middle! - before!) / 2;
  const [first, second] = [middle! - before!, last - middle!];
  return second * (first > 0 ? max(0, min(1, second / first)) : 0.5);
}

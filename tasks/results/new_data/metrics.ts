/** Every metric of a model on a data set, each with its interval at 95 % confidence. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import type { RecordedAnswers } from "../../../lib/ensemble/recorded.ts";
import { metricProblem } from "../../../lib/measure/metric_choice.ts";
import {
  accuracyInterval,
  type MetricInterval,
  metricInterval,
} from "../../../lib/measure/metric_interval.ts";
import type { AskedMetric, MetricName } from "../../../lib/options/metric_names.ts";
import type { MeasuredAnswers } from "../../../lib/measure/metric.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import {
  expectedOf,
  type ExpectedOutputs,
  type MetricFacts,
} from "../../../lib/measure/row_scores.ts";
import type { Decision } from "../../../lib/measure/decide/decide.ts";
import type { Answers } from "../predict/answers.ts";
import type { NewData } from "./new_data.ts";
import { UsageError } from "../../cli/arguments.ts";
import { quantityName } from "../../../lib/problem/quantities.ts";
import { positiveProblem } from "../../run/decision.ts";
import { metricText, shownAs, withInterval } from "../problem/metrics.ts";

/** The metrics that are shown, in their order: costs have a section of their own. */
const PRINTED_METRICS = (Object.keys(METRICS) as MetricName[])
  .filter((name) => METRICS[name].of !== "costs" && METRICS[name].unit !== "mixed");

/** A metric of a model on a data set. */
export interface MeasuredMetric {
  readonly name: MetricName;
  /** The quantity, where there are several. */
  readonly quantity?: string | undefined;
  readonly interval: MetricInterval;
}

/** What the outputs of a model stand for, and what metrics look at besides. */
export type Meaning =
  & Pick<Answers, "areProbabilities" | "quantities" | "decision">
  & Pick<MetricFacts, "classes" | "positive">;

/** Metrics by name; those that are not defined are left out. */
type Found = Partial<Record<MetricName, MetricInterval | undefined>>;

/** A metric of all outputs together; `undefined` if it is not defined. */
export function wholeMetric(
  name: MetricName,
  { outputs }: RecordedAnswers,
  data: Dataset,
  { decision, ...facts }: Meaning,
): MetricInterval | undefined {
  const answers = { outputs, thresholds: thresholdsOf(decision) };
  const rows = Uint32Array.from({ length: data.size }, (_, row) => row);
  return metricInterval(name, answers, expectedOf(data, facts), rows);
}

/**
 * The accuracy if other examples count as wrong: those without an answer that could be right.
 * @param wrong how many there are
 * @param groups the unit of each, where rows belong together, and the weight
 */
export function strictAccuracy(
  { outputs }: RecordedAnswers,
  data: Dataset,
  { decision, ...facts }: Meaning,
  wrong: number,
  { units = new Uint32Array(), weights = [] }: NonNullable<NewData["wrong"]> = {},
): MetricInterval {
  const rows = Uint32Array.from({ length: data.size }, (_, row) => row);
  const answers = { outputs, thresholds: thresholdsOf(decision) };
  const right = METRICS.accuracy.rowValues(answers, expectedOf(data, facts), rows)!;
  return accuracyInterval(
    Float64Array.of(...right, ...new Float64Array(wrong)),
    {
      units: data.units && Uint32Array.of(...data.units, ...units),
      weights: data.weights && [...data.weights, ...weights],
    },
  );
}

/** The values of all metrics of all outputs together, and of one that was asked for. */
export function metricValues(
  answers: RecordedAnswers,
  data: Dataset,
  meaning: Meaning,
): Partial<Record<MetricName, number>> {
  return Object.fromEntries(PRINTED_METRICS.flatMap((name) => {
    if (METRICS[name].needsProbabilities && !meaning.areProbabilities) return [];
    const found = wholeMetric(name, answers, data, meaning);
    return found === undefined ? [] : [[name, found.value]];
  }));
}

/**
 * Checks that a metric fits what is learned, and that the class that it is of exists.
 * @throws {UsageError} if it does not
 */
export function checkMetric(
  name: AskedMetric | undefined,
  { problem, outputs }: Dataset,
  { decision, classes, positive }: Meaning,
): void {
  const hasCosts = thresholdsOf(decision) !== undefined;
  const wrong = name &&
    (metricProblem(name, { problem, outputs, hasCosts }) ?? positiveProblem(positive, classes));
  if (wrong !== undefined) throw new UsageError(`Cannot measure so: ${wrong}`);
}

/** That a metric is not defined on a split. */
export function undefinedMetric(name: AskedMetric, split: string): Error {
  const why = METRICS[name].isShare
    ? "all its rows are of one class"
    : "its targets are all the same";
  return new Error(`Cannot measure ${METRICS[name].label} on ${split}: ${why}`);
}

/** A metric with its interval, on a line: `F1 52.30 % (45.10 to 60.00)` */
export function metricLine(name: MetricName, interval: MetricInterval): string {
  const { title } = metricText(name);
  const { low, reason } = interval;
  const text = low === null
    ? `no interval at 95 % confidence: ${reason}`
    : "the interval at 95 % confidence";
  return `${title} ${withInterval(name, interval)}, ${text}`;
}

/** The thresholds that a model answers by. */
function thresholdsOf(decision: Decision | undefined): MeasuredAnswers["thresholds"] {
  const { threshold, thresholds = threshold && [threshold] } = decision ?? {};
  return thresholds;
}

/** Every metric of the answers to a data set; of several quantities those of each. */
export function measuredMetrics(
  answers: RecordedAnswers,
  data: Dataset,
  meaning: Meaning,
): MeasuredMetric[] {
  const { outputs: width, problem } = data;
  const { quantities, areProbabilities } = meaning;
  if (shownAs(data) === "regression" && width > 1) {
    return Array.from({ length: width }, (_, k) => quantities?.[k]).flatMap((quantity, k) =>
      named(
        ofQuantity(answers, data, k, quantity?.deviation),
        quantity?.name ?? quantityName(k, width),
      )
    );
  }
  const isTwo = width === (problem.isOneHot ? 2 : 1);
  return named(Object.fromEntries(
    PRINTED_METRICS.filter((name) => isTwo || METRICS[name].withMoreClasses === undefined)
      .filter((name) => areProbabilities || !METRICS[name].needsProbabilities)
      .map((name) => [name, wholeMetric(name, answers, data, meaning)]),
  ));
}

/** Metrics in the order that they are shown, without those that are not defined. */
export function named(found: Found, quantity?: string): MeasuredMetric[] {
  return PRINTED_METRICS.flatMap((name) => {
    const interval = found[name];
    return interval === undefined ? [] : [{ name, quantity, interval }];
  });
}

/** R² of quantity k, and its errors in its unit. */
function ofQuantity(
  { outputs }: RecordedAnswers,
  { problem, labels, targets, units, weights, outputs: width }: Dataset,
  k: number,
  deviation: number | undefined,
): Found {
  const column = (values: Float32Array) => values.filter((_, j) => j % width === k);
  const own: ExpectedOutputs = {
    problem,
    labels,
    units,
    weights,
    deviation,
    targets: column(targets!),
    classes: 0,
    outputs: 1,
  };
  const answers = { outputs: column(outputs) };
  return Object.fromEntries(
    PRINTED_METRICS.filter((name) => METRICS[name].of === "quantities").map((name) => [
      name,
      metricInterval(name, answers, own, Uint32Array.from(own.targets!, (_, row) => row)),
    ]),
  );
}

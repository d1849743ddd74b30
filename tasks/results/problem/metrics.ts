/** The names and texts of metrics, wherever they are shown. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import { problems } from "../../../lib/problem.ts";
import { classification } from "../../../lib/problem/classification.ts";
import type { ProblemName } from "../../../lib/problem/contract.ts";
import type { MetricInterval } from "../../../lib/measure/metric_interval.ts";
import type { MetricName } from "../../../lib/options/metric_names.ts";
import { resultMetrics } from "../../../lib/measure/result_metrics.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { listText, quoted } from "../../../lib/checks/texts.ts";
import { column, fourDigits, inPercent, percent } from "../../cli/format.ts";
import type { ClassResult, QuantityResult, Result } from "../../run/run_folder.ts";

interface MetricText {
  readonly name: string;
  /** Its name as a heading. */
  readonly title: string;
  /** Its name as the head of a column. */
  readonly head: string;
  /** How to read its curve. */
  readonly hint: string;
  /** The factor of its values in a chart, and the unit after the name of the axis. */
  readonly chart: { readonly factor: number; readonly unit: string };
  /** The label of the best run's value on a split of such examples. */
  ofBest(split: string, noun: string): string;
  text(value: number | null): string;
  cells(values: readonly (number | null | undefined)[]): string[];
  /** A value without its unit. */
  number(value: number): string;
}

/** Text that begins with a capital. */
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

const fixed = (value: number | null | undefined) => value?.toFixed(4) ?? "–";

/** The texts of a metric, by its entry. */
export function metricText(metric: MetricName): MetricText {
  const { label, short, counted, hint, print } = METRICS[metric];
  const name = short ?? label;
  const isInPercent = print === "percent";
  const text = isInPercent ? percent : print === "decimals" ? fixed : fourDigits;
  return {
    name,
    title: capital(name),
    head: counted ?? name,
    hint,
    text: text as typeof fourDigits,
    chart: isInPercent ? { factor: 100, unit: ", %" } : { factor: 1, unit: "" },
    ofBest: (split, noun) =>
      counted === undefined
        ? `${name} on the ${split} ${noun}s`
        : `of the ${split} ${noun}s ${counted}`,
    cells: isInPercent ? (values) => values.map((value) => percent(value ?? null)) : column,
    number: isInPercent ? inPercent : text as typeof fourDigits,
  };
}

/** A value of a metric: `85.00 %`, or `0.8123` */
export function valueText(name: MetricName, value: number): string {
  return metricText(name).text(value);
}

/** `85.00 % (79.10 to 89.45)` */
export function withInterval(name: MetricName, found: MetricInterval | null | undefined): string {
  if (!found) return "–";
  const { value, low, high } = found;
  const text = valueText(name, value);
  if (low === null || high === null) return text;
  const end = (at: number) => valueText(name, at).replace(" %", "");
  return `${text} (${end(low)} to ${end(high)})`;
}

/** Which metrics have no interval, and why: a sentence for each reason, without a full stop. */
export function noIntervalTexts(
  found: readonly { readonly name: MetricName; readonly interval?: MetricInterval | undefined }[],
): string[] {
  const byReason = Map.groupBy(found, ({ interval }) => interval?.reason);
  return [...byReason].flatMap(([reason, metrics]) => {
    if (reason === undefined) return [];
    const names = [...new Set(metrics.map(({ name }) => METRICS[name].label))];
    return [`${listText(names)} ${names.length === 1 ? "has" : "have"} no interval: ${reason}`];
  });
}

/** A metric that results have under its name. */
export type ResultMetric = MetricName & (keyof ClassResult | keyof QuantityResult);

/** The metrics that results of a problem have; it is judged by the first. */
export function metricsOf(problem: ProblemName): [ResultMetric, ...ResultMetric[]] {
  return resultMetrics(problems[problem]) as [ResultMetric, ...ResultMetric[]];
}

/** The metric that a problem is judged by first. */
export function mainMetric(problem: ProblemName): ResultMetric {
  return metricsOf(problem)[0];
}

/** The problem of a result, by its metrics: files do not name it. */
export function problemOf(result: Result): ProblemName {
  return Object.values(problems).find(({ name }) => mainMetric(name) in result)!.name;
}

/** The problem whose texts show the answers to data: a single output of yes or no is shown as two classes. */
export function shownAs({ classes, problem }: Pick<Dataset, "classes" | "problem">): ProblemName {
  return classes > 0 ? classification.name : problem.name;
}

/** By what metrics are weighted, as a sentence without a full stop. */
export function weightedText({ weights }: { readonly weights?: string | undefined }): string {
  return `Metrics are weighted by ${quoted(weights!)}`;
}

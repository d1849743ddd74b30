/** The names and texts of metrics, wherever they are shown. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import { problems } from "../../../lib/problem.ts";
import { classification } from "../../../lib/problem/classification.ts";
import type { Metric, ProblemName } from "../../../lib/problem/contract.ts";
import type { MetricInterval } from "../../../lib/measure/metric_interval.ts";
import type { MetricName } from "../../../lib/options/metric_names.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { quoted } from "../../../lib/table/cells/cells.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { column, fourDigits, inPercent, percent } from "../../cli/format.ts";
import { listText } from "../../../lib/table/verdict/amounts.ts";
import type { Result } from "../../run/run_folder.ts";

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

/** A metric that is written as a number. */
function numeric(name: string, hint: string, text = fourDigits): MetricText {
  return {
    name,
    title: capital(name),
    head: name,
    hint,
    text,
    chart: { factor: 1, unit: "" },
    ofBest: (split, noun) => `${name} on the ${split} ${noun}s`,
    cells: column,
    number: text,
  };
}

/** A metric that is written in percent. */
function inHundreds(name: string, hint: string): MetricText {
  return {
    ...numeric(name, hint, percent as typeof fourDigits),
    chart: { factor: 100, unit: ", %" },
    cells: (values) => values.map((value) => percent(value ?? null)),
    number: inPercent,
  };
}

const fixed = (value: number | null | undefined) => value?.toFixed(4) ?? "–";

const metricTexts: { readonly [Name in MetricName]: MetricText } = {
  accuracy: {
    ...inHundreds(
      "accuracy",
      "How many in a hundred are right after each epoch. Higher is better.",
    ),
    head: "right",
    ofBest: (split, noun) => `of the ${split} ${noun}s right`,
  },
  balancedAccuracy: inHundreds(
    METRICS.balancedAccuracy.label,
    "The mean recall of the classes: rare and frequent ones count the same. Higher is better.",
  ),
  auc: numeric(
    METRICS.auc.label,
    "How often a row of the class ranks above one of the others: ½ is guessing. Higher is better.",
    fixed,
  ),
  averagePrecision: numeric(
    METRICS.averagePrecision.label,
    "The mean precision over the rows of the class: guessing gets the class's share. Higher is better.",
    fixed,
  ),
  f1: inHundreds("F1", "The harmonic mean of precision and recall. Higher is better."),
  macroF1: inHundreds(METRICS.macroF1.label, "The mean F1 of the classes. Higher is better."),
  hammingLoss: inHundreds(
    METRICS.hammingLoss.label,
    "How many single answers are wrong. Lower is better.",
  ),
  logLoss: numeric(METRICS.logLoss.label, "Lower is better."),
  cost: numeric(METRICS.cost.label, "What mistakes cost on average. Lower is better."),
  r2: numeric(
    "R²",
    "How much of the target's variance is predicted: 1 is perfect, 0 no better than always answering the mean.",
    fixed,
  ),
  mae: numeric("MAE", "How far off the answers are on average. Lower is better."),
  rmse: numeric("RMSE", "How far off the answers are; large errors weigh more. Lower is better."),
  squaredError: numeric(METRICS.squaredError.label, "Lower is better."),
};

export function metricText({ key }: { readonly key: MetricName }): MetricText {
  return metricTexts[key];
}

/** A value of a metric: `85.00 %`, or `0.8123` */
export function valueText(name: MetricName, value: number): string {
  return metricText({ key: name }).text(value);
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

/** The metric that a problem is judged by first. */
export function mainMetric(problem: ProblemName): Metric {
  return problems[problem].metrics[0];
}

/** The problem of a result, by its metrics: files do not name it. */
export function problemOf(result: Result): ProblemName {
  return Object.values(problems).find(({ metrics: [{ key }] }) => key in result)!.name;
}

/** The problem whose texts show the answers to data: a single output of yes or no is shown as two classes. */
export function shownAs({ classes, problem }: Pick<Dataset, "classes" | "problem">): ProblemName {
  return classes > 0 ? classification.name : problem.name;
}

/** By what metrics are weighted, as a sentence without a full stop. */
export function weightedText({ weights }: Pick<TableDescription, "weights">): string {
  return `Metrics are weighted by ${quoted(weights!)}`;
}

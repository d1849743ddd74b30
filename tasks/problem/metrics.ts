/** How metrics are named and written, wherever they are shown. @module */

import { classification, type Metric, type ProblemName, problems } from "../../lib/problem.ts";
import type { Dataset } from "../../mod.ts";
import { column, figure, inPercent, percent } from "../cli/format.ts";
import type { Result } from "../run/run_folder.ts";

/** How a metric is named and written. */
export interface MetricText {
  /** Its name in a sentence. */
  readonly name: string;
  /** The same as a heading. */
  readonly title: string;
  /** What a column of it is called. */
  readonly head: string;
  /** How to read its curve. */
  readonly hint: string;
  /** What a chart multiplies it by, and says after the name of the axis. */
  readonly chart: { readonly factor: number; readonly unit: string };
  /** A large figure of the best run on a split of such examples. */
  ofBest(split: string, noun: string): string;
  /** What it is. */
  text(value: number | null): string;
  /** What it is, in a sentence. */
  sentence(value: number): string;
  /** Values that stand in a column. */
  cells(values: readonly (number | null | undefined)[]): string[];
  /** How far it falls: the number, what follows that in a sentence, and the head of a column. */
  readonly drop: { text(value: number): string; readonly unit: string; readonly head: string };
}

/** A metric that is written as a number. */
function numeric(name: string, hint: string, text = figure): MetricText {
  return {
    ...{ name, title: name, head: name, hint, text },
    chart: { factor: 1, unit: "" },
    ofBest: (split) => `${name} on ${split}`,
    sentence: (value) => `${name} ${figure(value)}`,
    cells: column,
    drop: { text: figure, unit: "", head: `drop of ${name}` },
  };
}

const metricTexts: { readonly [Key in Metric["key"]]: MetricText } = {
  accuracy: {
    name: "accuracy",
    title: "Accuracy",
    head: "right",
    hint: "How many in a hundred are right after each epoch. Higher is better.",
    chart: { factor: 100, unit: ", %" },
    ofBest: (split, noun) => `of the ${split} ${noun}s right`,
    text: percent,
    sentence: (value) => `${percent(value)} right`,
    cells: (values) => values.map((value) => percent(value ?? null)),
    drop: { text: inPercent, unit: " points", head: "drop, percentage points" },
  },
  r2: numeric(
    "R²",
    "How much of the target's variance is predicted: 1 is perfect, 0 no better than always answering the mean.",
    (value) => value?.toFixed(4) ?? "–",
  ),
  mae: numeric("MAE", "How far off the answers are on average. Lower is better."),
  rmse: numeric("RMSE", "How far off the answers are; large errors weigh more. Lower is better."),
};

/** How a metric is shown. */
export function metricText({ key }: Metric): MetricText {
  return metricTexts[key];
}

/** The metric that a problem is judged by first. */
export function mainMetric(problem: ProblemName): Metric {
  return problems[problem].metrics[0];
}

/** The name of the problem that a result is of, by its metrics: files do not say it. */
export function problemOf(result: Result): ProblemName {
  return Object.values(problems).find(({ metrics: [{ key }] }) => key in result)!.name;
}

/** The problem whose texts show the answers to data: one question of yes or no is shown as two classes. */
export function shownAs({ classes, problem }: Pick<Dataset, "classes" | "problem">): ProblemName {
  return classes > 0 ? classification.name : problem.name;
}

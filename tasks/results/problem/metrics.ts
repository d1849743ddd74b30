/** The names and texts of metrics, wherever they are shown. @module */

import type { Dataset } from "../../../mod.ts";
import {
  classification,
  type Metric,
  type ProblemName,
  problems,
} from "../../../lib/problem/mod.ts";
import { column, fourDigits, inPercent, percent } from "../../cli/format.ts";
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

/** A metric that is written as a number. */
function numeric(name: string, hint: string, text = fourDigits): MetricText {
  return {
    ...{ name, title: name, head: name, hint, text },
    chart: { factor: 1, unit: "" },
    ofBest: (split, noun) => `${name} on the ${split} ${noun}s`,
    cells: column,
    number: text,
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
    cells: (values) => values.map((value) => percent(value ?? null)),
    number: inPercent,
  },
  r2: numeric(
    "R²",
    "How much of the target's variance is predicted: 1 is perfect, 0 no better than always answering the mean.",
    (value) => value?.toFixed(4) ?? "–",
  ),
  mae: numeric("MAE", "How far off the answers are on average. Lower is better."),
  rmse: numeric("RMSE", "How far off the answers are; large errors weigh more. Lower is better."),
};

export function metricText({ key }: Pick<Metric, "key">): MetricText {
  return metricTexts[key];
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

/** A model on new data in words: sentences and rows of tables, for the terminal and the page. @module */

import {
  type ColumnDrift,
  type Drift,
  LARGE_DRIFT,
  type MetricInterval,
  SOME_DRIFT,
} from "../../lib/evaluate/mod.ts";
import { counted, fourDigits, inPercent, percent } from "../cli/format.ts";
import type { Result } from "../run/run_folder.ts";
import type { MainMetric, NewResult } from "./evaluate.ts";

/** The name of the metric that matters. */
export const METRIC: { readonly [Metric in MainMetric]: string } = {
  accuracy: "accuracy",
  r2: "R²",
};

/** A value of the metric that matters. */
export function valueText(metric: MainMetric, value: number): string {
  return metric === "accuracy" ? percent(value) : value.toFixed(4);
}

function withInterval(metric: MainMetric, found: MetricInterval | undefined): string {
  if (found === undefined) return "–";
  const { value, low, high } = found;
  const text = valueText(metric, value);
  if (low === null || high === null) return text;
  const end = (at: number) => metric === "accuracy" ? inPercent(at) : at.toFixed(4);
  return `${text} (${end(low)} to ${end(high)})`;
}

/** The metrics beside those of the test, each row with its name; the first is the head. */
export function metricRows(
  { metric, now, then, result, tested, counts }: NewResult,
): string[][] {
  const value = (of: Result | undefined, key: "cost" | "mae" | "rmse" | "accuracy") => {
    const found = of?.[key];
    return key === "accuracy" ? percent(found ?? null) : fourDigits(found);
  };
  const rows = (metric === "accuracy" ? ["cost"] as const : ["mae", "rmse", "cost"] as const)
    .map((key) => [NAMES[key], value(tested, key), value(result, key)]);
  const strict = counts.unknownClass + counts.withoutPrediction > 0 && metric === "accuracy"
    ? [["accuracy of the rows below", value(tested, "accuracy"), value(result, "accuracy")]]
    : [];
  return [
    ["", "test of training", "new data"],
    [`${METRIC[metric]}, 95 % interval`, withInterval(metric, then), withInterval(metric, now)],
    ...strict,
    ...rows,
    ["examples", tested === undefined ? "–" : String(tested.size), String(counts.judged)],
  ];
}

const NAMES = { cost: "cost", mae: "mean absolute error", rmse: "root mean squared error" };

/** Whether the difference is more than chance, as a sentence. */
export function differenceSentence({ metric, now, then, difference }: NewResult): string {
  const name = METRIC[metric];
  if (now === undefined) return `${name} is not defined: all targets are the same.`;
  if (then === undefined) return `There is no ${name} of a test beside it.`;
  if (difference === undefined) {
    return `Whether the difference of ${name} is more than chance is not known: ` +
      `${then.low === null ? "the run" : "the new data"} has no interval of it.`;
  }
  const { value, low, high, isBeyondChance } = difference;
  const isAccuracy = metric === "accuracy";
  const signed = (of: number) => (isAccuracy ? inPercent(of) : of.toFixed(4)).replace("-", "−");
  const unit = isAccuracy ? " points of accuracy" : " in R²";
  const source = isAccuracy ? "Newcombe 1998" : "Zou and Donner 2008";
  return `The difference is ${signed(value)}${unit}, its 95 % interval ${signed(low)} to ` +
    `${signed(high)}: ${isBeyondChance ? "more than" : "no more than"} chance ` +
    `(two independent samples, ${source}).`;
}

/** How many rows could not be judged, and why; none if all could. */
export function countSentences(
  { counts, unknownClasses, notes, metric }: NewResult,
  noun: string,
): string[] {
  const { all, judged, withoutLabel, unknownClass, withoutPrediction } = counts;
  const reasons = [
    withoutLabel > 0 && `${withoutLabel} without a label`,
    unknownClass > 0 && `${unknownClass} of a class that the model did not learn ` +
      `(${unknownClasses.map((name) => JSON.stringify(name)).join(", ")})`,
    withoutPrediction > 0 && `${withoutPrediction} without a prediction`,
  ].filter((reason) => reason !== false);
  const areWrong = metric === "accuracy" && unknownClass + withoutPrediction > 0;
  return [
    ...reasons.length === 0
      ? []
      : [`Of ${counted(all, noun)} ${judged} are judged: ${reasons.join(", ")}.`],
    ...areWrong ? [`Accuracy counts ${noun}s with a label and no right prediction as wrong.`] : [],
    ...notes.map((note) => `${note}.`),
  ];
}

/** How the index is read. */
export const PSI_TEXT =
  `PSI is the population stability index: below ${SOME_DRIFT} hardly any drift, from ${LARGE_DRIFT} a large one. ` +
  "An index below what chance alone exceeds in 1 of 100 samples of so many rows is no drift.";

/** The columns whose distribution is known, the most drifted first. */
export function byDrift(columns: readonly ColumnDrift[]): ColumnDrift[] {
  return columns.toSorted((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
}

/** The table of drift; the first row is the head. */
export function driftRows(drift: Drift): string[][] {
  const change = (then: number, now: number) =>
    then + now === 0 ? "·" : `${inPercent(then, 1)} → ${inPercent(now, 1)}`;
  const row = (column: ColumnDrift, name: string) => [
    name,
    column.psi?.toFixed(3) ?? "–",
    column.chance?.toFixed(3) ?? "–",
    column.reading === "none" ? "–" : column.reading,
    change(column.then.missing, column.now.missing),
    change(column.then.unread, column.now.unread),
  ];
  return [
    ["column", "PSI", "by chance", "drift", "missing, %", "unknown or unread, %"],
    ...byDrift(drift.columns).map((column) => row(column, column.name)),
    ...drift.answers.map((answer) => row(answer, `predicted ${answer.name}`)),
  ];
}

/** How many rows are unlike the training data, and which columns drifted, in sentences. */
export function driftSentences(drift: Drift, noun: string): string[] {
  const { rows, novel } = drift;
  const drifted = byDrift([...drift.columns, ...drift.answers])
    .filter(({ reading }) => reading !== "none");
  const names = drifted.map(({ name }) => JSON.stringify(name));
  return [
    names.length === 0
      ? "No column has drifted beyond chance."
      : `Drifted: ${names.slice(0, 8).join(", ")}` +
        (names.length > 8 ? ` and ${names.length - 8} more.` : "."),
    `${novel} of ${counted(rows, noun)} (${percent(novel / rows, 1)}) are unlike the training ` +
    "data; about 0.6 % are expected.",
  ];
}

/** What is missing in a file of an older version. */
export const NO_DRIFT =
  "Drift is not known: the model file does not hold how its training data were distributed, since an older version " +
  "wrote it. Training it again stores that.";

/** A bin of a chart or a table. */
export interface NamedBin {
  readonly name: string;
  readonly then: number;
  readonly now: number;
}

/** The bins of a column with their names, without those that are empty in both. */
export function binsOf({ kind, edges, levels, then, now }: ColumnDrift): NamedBin[] {
  const text = (edge: number) =>
    kind === "date" ? new Date(1000 * edge).toISOString().slice(0, 10) : fourDigits(edge);
  const names = levels !== undefined
    ? [...levels, "other"]
    : then.counts.map((_, k) => rangeText(edges!.slice(Math.max(0, k - 1), k + 1).map(text), k));
  const bins = names.map((name, k) => ({ name, then: then.counts[k]!, now: now.counts[k]! }));
  return [
    ...bins,
    { name: "missing", then: then.missing, now: now.missing },
    { name: levels === undefined ? "unread" : "unknown", then: then.unread, now: now.unread },
  ].filter((bin) => bin.then + bin.now > 0);
}

/** The values of bin k between its edges, of which the first and the last have one. */
function rangeText(ends: readonly string[], k: number): string {
  const [low, high] = ends;
  if (low === undefined) return "any";
  if (k === 0) return `< ${low}`;
  return high === undefined ? `≥ ${low}` : `${low}–${high}`;
}

/** The shares of the answers that are classes; the first row is the head. */
export function answerRows({ answers }: Drift): string[][] {
  return [
    ["predicted", "training, %", "new data, %"],
    ...answers.filter(({ levels }) => levels !== undefined).flatMap((answer) =>
      binsOf(answer).map(({ name, then, now }) => [
        answers.length > 1 ? `${answer.name}: ${name}` : name,
        inPercent(then, 1),
        inPercent(now, 1),
      ])
    ),
  ];
}

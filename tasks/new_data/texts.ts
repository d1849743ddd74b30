/** A model on new data in words: sentences and rows of tables, for the terminal and the page. @module */

import {
  type ColumnDrift,
  type Drift,
  LARGE_DRIFT,
  type MetricInterval,
  smallTestText,
  SOME_DRIFT,
} from "../../lib/evaluate/mod.ts";
import { count, counted, fourDigits, inPercent, percent } from "../cli/format.ts";
import type { NewResult } from "./evaluate.ts";
import { METRIC_NAMES, type MetricName } from "./metrics.ts";

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

/** `85.00 % (79.10 to 89.45)` */
function withInterval(name: MetricName, found: MetricInterval | null | undefined): string {
  if (!found) return "–";
  const { value, low, high } = found;
  const text = valueText(name, value);
  if (low === null || high === null) return text;
  const end = (at: number) => valueText(name, at).replace(" %", "");
  return `${text} (${end(low)} to ${end(high)})`;
}

/** The metrics beside those of the test, each row with its name; the first is the head. */
export function metricRows(
  { metric, now, then, metrics, tested, counts }: NewResult,
): string[][] {
  const isStrict = counts.unknownClass + counts.withoutPrediction > 0 && metric === "accuracy";
  const others = metrics.filter(({ name, quantity }) =>
    isStrict || name !== metric || quantity !== undefined
  );
  return [
    ["95 % intervals", "new data", "test of training"],
    [METRIC_NAMES[metric], withInterval(metric, now), withInterval(metric, then)],
    ...others.map(({ name, quantity, now, then }) => [
      METRIC_NAMES[name] + (quantity === undefined ? "" : ` of ${quantity}`) +
      (name === "accuracy" ? " of those judged" : ""),
      ...[now, then].map((found) => withInterval(name, found)),
    ]),
    ["examples", count(counts.judged), tested === undefined ? "–" : count(tested)],
  ];
}

/** Whether the difference is more than chance, as a sentence. */
export function differenceSentence(
  { metric, now, then, difference }: Pick<NewResult, "metric" | "now" | "then" | "difference">,
): string {
  const name = METRIC_NAMES[metric];
  if (now === undefined) return `${name} is not defined: all targets are the same.`;
  if (then === undefined) return `There is no ${name} of a test beside it.`;
  if (difference === undefined) {
    return `Whether the difference of ${name} is more than chance is not known: ` +
      `${then.low === null ? "the run" : "the new data"} has no interval of it.`;
  }
  const { value, low, high, isBeyondChance } = difference;
  const isAccuracy = metric === "accuracy";
  const signed = (of: number) => (isAccuracy ? inPercent(of) : of.toFixed(4)).replace("-", "−");
  const [unit, source] = isAccuracy
    ? ["points of accuracy", "Newcombe 1998"]
    : ["in R²", "Zou and Donner 2008"];
  const verdict = !isBeyondChance
    ? "Not shown to differ from the test of training"
    : `${value < 0 ? "Worse" : "Better"} than on the test of training, by more than chance`;
  return `${verdict}: ${signed(value)} ${unit} (95 % interval ${signed(low)} to ${signed(high)}; ` +
    `two independent samples, ${source}).`;
}

/** How many examples could not be judged, and why, and what few of them are worth. */
export function countSentences(
  { counts, unknownClasses, notes, metric, now, then, isWhole }: NewResult,
  noun: string,
): string[] {
  const { all, judged, withoutLabel, unknownClass, withoutPrediction } = counts;
  const reasons = [
    withoutLabel > 0 && `${withoutLabel} without a label`,
    unknownClass > 0 && `${unknownClass} of a class that the model did not learn ` +
      `(${unknownClasses.map((name) => JSON.stringify(name)).join(", ")})`,
    withoutPrediction > 0 && `${withoutPrediction} without a prediction`,
  ].filter((reason) => reason !== false);
  const rows = metric === "accuracy" ? judged + unknownClass + withoutPrediction : judged;
  const few = smallTestText(rows, {
    ...{ test: now, noun, part: "new data" },
    ...metric === "accuracy" && { wrong: Math.round(rows * (1 - now!.value)) },
  });
  const areWrong = metric === "accuracy" && unknownClass + withoutPrediction > 0;
  return [
    ...reasons.length === 0
      ? []
      : [`Of ${counted(all, noun)} ${judged} are judged: ${reasons.join(", ")}.`],
    ...few === undefined ? [] : [few],
    ...areWrong ? [`Accuracy counts ${noun}s with a label and no right prediction as wrong.`] : [],
    ...notes.map((note) => `${note}.`),
    ...then === undefined || isWhole ? [] : [NO_TEST],
  ];
}

/** Why the test of training has few metrics here. */
const NO_TEST =
  "The run's files hold some metrics of its test; all of them are shown where the data that it learned from is at its path.";

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

/** Which columns drifted, and how many examples are unlike the training data, in sentences. */
export function driftSentences(
  { drift, counts: { all, novel } }: NewResult,
  noun: string,
): string[] {
  const drifted = byDrift([...drift?.columns ?? [], ...drift?.answers ?? []])
    .filter(({ reading }) => reading !== "none").map(({ name }) => JSON.stringify(name));
  const names = drifted.slice(0, MAX_NAMED).join(", ");
  const more = drifted.length > MAX_NAMED ? ` and ${drifted.length - MAX_NAMED} more` : "";
  return [
    drift === undefined
      ? NO_DRIFT
      : drifted.length === 0
      ? "No column has drifted beyond chance."
      : `Drifted: ${names}${more}.`,
    ...novel === null ? [] : [
      `${novel} of ${counted(all, noun)} (${percent(novel / all, 1)}) are unlike the training ` +
      "data; about 0.6 % are expected.",
    ],
  ];
}

/** The most columns that the sentence names. */
const MAX_NAMED = 8;

/** What is missing in a file of an older version. */
const NO_DRIFT =
  "Drift is not known: the model file does not hold how its training data were distributed. Files of an older version, " +
  "and of the catalogue's data sets, do not; training it again stores that of your data.";

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

/** Drift since training: which columns and answers, how far, and which ranges. @module */

import {
  type ColumnDrift,
  type Drift,
  LARGE_DRIFT,
  SOME_DRIFT,
} from "../../../lib/measure/drift/drift_counter.ts";
import {
  type Block,
  type Chart,
  chart,
  columns,
  hint,
  inFiles,
  list,
  type Section,
  strong,
  table,
  terminalOnly,
} from "../../../lib/document/blocks.ts";
import { type SharesBin, sharesChart } from "../../../lib/charts/bar_chart.ts";
import { legendOf } from "../../../lib/charts/line_chart.ts";
import { counted, fourDigits, inPercent, percent } from "../../cli/format.ts";
import type { NewResult } from "./evaluate.ts";

/** How the index is read. */
const PSI_TEXT =
  `PSI is the population stability index: below ${SOME_DRIFT} there is hardly any drift, from ${LARGE_DRIFT} a lot. ` +
  "An index that chance alone exceeds in more than 1 of 100 samples of this size is not drift.";

/** The most columns that are drawn, and whose drift a terminal shows. */
const [MAX_DRAWN, MAX_IN_TERMINAL] = [6, 20];

/** How far new data are from the training data, by column and by answer. */
export function driftSection(result: NewResult, noun: string): Section {
  const { drift } = result;
  const sentences = list(driftSentences(result, noun));
  if (drift === undefined) return { id: "drift", title: "Drift", content: sentences };
  const rest = drift.columns.length - MAX_IN_TERMINAL;
  return {
    id: "drift",
    title: "Drift since training",
    hint: PSI_TEXT,
    content: [
      sentences,
      inFiles(driftTable(drift)),
      terminalOnly([
        driftTable(drift, MAX_IN_TERMINAL),
        rest > 0 && hint(`(and ${rest} more columns, which drifted less)`),
      ]),
      columns(byDrift([...drift.columns, ...outputsOf(drift)]).slice(0, MAX_DRAWN).map(chartOf)),
      answersTable(drift),
    ],
  };
}

/** The columns whose distribution is known, the most drifted first. */
function byDrift(columns: readonly ColumnDrift[]): ColumnDrift[] {
  return columns.toSorted((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
}

/** The outputs by their names in words: `predicted price` */
function outputsOf({ answers }: Drift): ColumnDrift[] {
  return answers.map((answer) => ({ ...answer, name: `predicted ${answer.name}` }));
}

/** @param most the largest number of columns, and of answers */
function driftTable(drift: Drift, most = Infinity): Block {
  const change = (then: number, now: number) =>
    then + now === 0 ? "·" : `${inPercent(then, 1)} → ${inPercent(now, 1)}`;
  const row = ({ name, psi, chance, reading, then, now }: ColumnDrift) => [
    name,
    psi?.toFixed(3) ?? "–",
    chance?.toFixed(3) ?? "–",
    reading === "none" ? "–" : reading === "large" ? strong(reading) : reading,
    change(then.missing, now.missing),
    change(then.unread, now.unread),
  ];
  return table({
    label: "Drift",
    layout: "results",
    head: ["column", "PSI", "by chance", "drift", "missing, %", "unknown or unread, %"],
    rows: [drift.columns, outputsOf(drift)].flatMap((all) => byDrift(all).slice(0, most).map(row)),
  });
}

function chartOf(column: ColumnDrift): Chart {
  const { name, psi } = column;
  const label = `${name}: shares in training and now`;
  const legend = legendOf([{ name: "training" }, { name: "new data" }]);
  return chart({
    title: name,
    hint: `PSI ${psi?.toFixed(3) ?? "–"}`,
    legend,
    svg: sharesChart(binsOf(column), label),
  });
}

/** Which columns drifted, and how many examples are unlike the training data, in sentences. */
export function driftSentences(
  { drift, counts: { all, novel } }: NewResult,
  noun: string,
): string[] {
  const drifted = byDrift(drift === undefined ? [] : [...drift.columns, ...outputsOf(drift)])
    .filter(({ reading }) => reading !== "none").map(({ name }) => JSON.stringify(name));
  const names = drifted.slice(0, MAX_NAMED).join(", ");
  const more = drifted.length > MAX_NAMED ? ` and ${drifted.length - MAX_NAMED} more` : "";
  return [
    drift === undefined
      ? NO_DRIFT
      : drifted.length === 0
      ? "No column has drifted beyond chance."
      : `Drifted: ${names}${more}.`,
    ...drift === undefined ? [] : rangesText(drift),
    ...novel === null ? [] : [
      `${novel} of ${counted(all, noun)} (${percent(novel / all, 1)}) are unlike the training ` +
      "data; about 0.6 % are expected.",
    ],
  ];
}

/** Where dates and running numbers were and are, a sentence. */
function rangesText({ columns }: Pick<Drift, "columns">): string[] {
  const ranges = columns.flatMap(({ name, kind, range: { then, now } = {} }) => {
    if (now === undefined) return [];
    const text = (range: readonly number[]) =>
      [...new Set(range)].map((value) => kind === "date" ? dayText(value) : value).join(" to ");
    const was = then === undefined ? "" : `was ${text(then)} in training and `;
    return [`${JSON.stringify(name)} ${was}is ${text(now)} now`];
  });
  return ranges.length === 0
    ? []
    : [`Dates and running numbers: ${ranges.slice(0, MAX_NAMED).join("; ")}.`];
}

function dayText(seconds: number): string {
  return new Date(1000 * seconds).toISOString().slice(0, 10);
}

/** The most columns that the sentence names. */
const MAX_NAMED = 8;

/** What is missing in a file without distributions. */
const NO_DRIFT =
  "Drift is not known: the model file does not contain the distribution of its training data. Models of the " +
  "catalogue's data sets never do.";

/** The bins of a column with their names, without those that are empty in both. */
export function binsOf({ kind, edges, levels, then, now }: ColumnDrift): SharesBin[] {
  const text = (edge: number) => kind === "date" ? dayText(edge) : fourDigits(edge);
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

/** The shares of the answers that are classes; none of quantities. */
function answersTable({ answers }: Drift): Block | false {
  const rows = answers.filter(({ levels }) => levels !== undefined).flatMap((answer) =>
    binsOf(answer).map(({ name, then, now }) => [
      answers.length > 1 ? `${answer.name}: ${name}` : name,
      inPercent(then, 1),
      inPercent(now, 1),
    ])
  );
  const head = ["predicted", "training, %", "new data, %"];
  return rows.length > 0 && table({ label: "Predictions", layout: "shares", head, rows });
}

/** The table of published figures and ours, in Markdown. @module */

import { duration, inPercent } from "../cli/format.ts";
import { markdownTable, thinned } from "../cli/table.ts";
import { copiesName } from "./chosen.ts";
import type { RowResult, SplitResult } from "./result.ts";
import type { Statistics } from "../problem/statistics.ts";

/** The most points of a curve that are shown. */
const POINTS = 20;

/** How many digits of a hash are shown. */
const DIGITS = 12;

/** The table, what else there is to say of its rows, and where the figures are from. */
export function reproductionText(rows: readonly RowResult[]): string {
  const notes = rows.flatMap(notesOf);
  return [
    markdownTable([
      [
        "config",
        "published",
        "ours",
        "median, best seed",
        "test: last (best) epoch",
        "test, 95 % interval",
        "validation",
        "seeds",
        "epochs",
        "time",
        "ended",
        "weights",
        "verdict",
      ],
      ...rows.flatMap((row) =>
        row.overCopies ? [cellsOf(row), cellsOverCopies(row)] : [cellsOf(row)]
      ),
    ]),
    ...notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : [],
    rows.map(({ name, source, deviations }) =>
      `- ${name}: ${source}.${deviations && ` Deviations: ${deviations}.`}`
    ).join("\n"),
  ].join("\n\n");
}

function cellsOf(row: RowResult): string[] {
  const { name, published, accuracy, figure, test, validation, chosen, epochs, whole } = row;
  const unit = unitOf(row);
  const which = `${figure.isError ? "error" : "accuracy"}, ${
    figure.epoch === "best" ? `best ${figure.split} epoch` : figure.split
  }`;
  const of = (done: number, all: number) => done === all ? String(all) : `${done} of ${all}`;
  const several = accuracy !== null && accuracy.seeds > 1;
  return [
    name,
    published === null ? `– (${which})` : `${unit(published)} % ${which}`,
    accuracy === null
      ? "–"
      : several
      ? `${unit(accuracy.mean)} ± ${inPercent(accuracy.sd!)}`
      : unit(accuracy.mean),
    several ? `${unit(accuracy.median)}, ${unit(accuracy.best)} of ${accuracy.seeds}` : "",
    bothEpochs(test, unit),
    test === undefined ? "" : intervalText(row, test),
    validation === undefined && chosen?.error !== undefined
      ? `${inPercent(chosen.error)} (trial)`
      : bothEpochs(validation, unit),
    of(row.finished, whole.seeds),
    of(epochs, whole.epochs),
    timeOf(row),
    row.finished === whole.seeds ? lastDay(row) : "",
    weightsOf(row),
    row.verdict,
  ];
}

/** The further row of what a row's networks get right over deformed copies of each image. */
function cellsOverCopies(row: RowResult): string[] {
  const { name, overCopies, whole, epochs } = row;
  const { test, error, ...over } = overCopies!;
  const { mean, sd, median, best, seeds } = test.last;
  const unit = unitOf(row);
  const several = seeds > 1;
  return [
    copiesName(name, over),
    "– (error, test)",
    several ? `${unit(mean)} ± ${inPercent(sd!)}` : unit(mean),
    several ? `${unit(median)}, ${unit(best)} of ${seeds}` : "",
    unit(mean),
    intervalText(row, test),
    error === undefined ? "" : `${inPercent(error)} (trial)`,
    String(whole.seeds),
    String(epochs),
    "",
    lastDay(row),
    weightsOf(row),
    "nothing published",
  ];
}

/** The day on which the last of the seeds was trained. */
function lastDay({ runs }: RowResult): string {
  return runs.map(({ ended }) => ended ?? "").sort().at(-1)!;
}

/** The first digits of the hash of the first seed's weights, and how many more seeds there are. */
function weightsOf({ runs }: RowResult): string {
  const [first, ...more] = runs;
  if (first?.weightsSha256 === undefined) return "";
  const others = more.length > 0 ? ` and ${more.length} more` : "";
  return `\`${first.weightsSha256.slice(0, DIGITS)}\`${others}`;
}

/** How long a row took, and the engine if it was `blas`, which is outside the promise of equal bytes. */
function timeOf({ seconds, runs }: RowResult): string {
  const engine = runs.some(({ engine }) => engine === "blas") ? ", blas" : "";
  return `${duration(seconds)}${engine}`;
}

/** How a row writes an accuracy: as percent of it or, if it is published so, of the error. */
function unitOf({ figure }: RowResult): (accuracy: number) => string {
  return (accuracy) => inPercent(figure.isError ? 1 - accuracy : accuracy);
}

/** A split's interval, the lower bound first. */
function intervalText(row: RowResult, { interval: [low, high] }: SplitResult): string {
  const bounds = row.figure.isError ? [high, low] : [low, high];
  return bounds.map(unitOf(row)).join(" to ");
}

function bothEpochs(
  result: SplitResult | undefined,
  unit: (accuracy: number) => string,
): string {
  if (result === undefined) return "";
  const mean = ({ mean }: Statistics) => unit(mean);
  return mean(result.last) + (result.best === undefined ? "" : ` (${mean(result.best)})`);
}

function notesOf(row: RowResult): string[] {
  const { name, stuck, verdict, epochs, whole, runs, members, figure, chosen } = row;
  const notes: string[] = [];
  if (stuck.length > 0) notes.push(`${name}: seeds that end below 90 %: ${stuck.join(", ")}`);
  if (members !== undefined) {
    const { mean, best, seeds } = members.last;
    const unit = unitOf(row);
    notes.push(`${name}: its ${seeds} members alone: mean ${unit(mean)}, best ${unit(best)}`);
  }
  if (chosen !== undefined) {
    notes.push(`${name}: its validation trial is \`${chosen.trial}\``);
  }
  if (["out of time", "interrupted", "diverged"].includes(verdict)) {
    const begun = whole.seeds > 1 ? `, ${runs.length} of ${whole.seeds} seeds begun` : "";
    const what = `${name}: not trained to its end: epoch ${epochs} of ${whole.epochs}${begun}; `;
    const accuracies = runs.at(-1)!.curve[figure.split];
    notes.push(
      what +
        (accuracies === undefined
          ? "its test error is computed once, at the end"
          : `${figure.split} ${figure.isError ? "error" : "accuracy"} by epoch, in %: ${
            curve(accuracies.map(unitOf(row)))
          }`),
    );
  }
  return notes;
}

/** Some of a curve's points, first and last among them. */
function curve(values: readonly string[]): string {
  return thinned(values.map((value, k) => `${k + 1}: ${value}`), POINTS).join(", ");
}

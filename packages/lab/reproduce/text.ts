/** The table of published results and ours, in Markdown. @module */

import { wilsonInterval } from "../../../lib/evaluate/mod.ts";
import { count, counted, duration, inPercent } from "../../../tasks/cli/format.ts";
import { markdownTable } from "../../../tasks/cli/table.ts";
import { thinned } from "../../../lib/document/mod.ts";
import { copiesName, errorIn, type ValidationRun } from "./chosen.ts";
import type { RowResult, SplitResult } from "./result.ts";
import type { Statistics } from "./statistics.ts";

const MAX_POINTS = 20;
const HASH_DIGITS = 12;

const COLUMNS = [
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
];

/** The table, notes on its rows, and the sources of the published results. */
export function reproductionText(
  rows: readonly RowResult[],
  validationRuns: readonly ValidationRun[],
): string {
  const notes = rows.flatMap((row) =>
    notesOf(row, validationRuns.find(({ trial }) => trial === row.chosen?.trial))
  );
  return [
    markdownTable([
      COLUMNS,
      ...rows.flatMap((row) =>
        row.overCopies ? [cellsOf(row), cellsOfAugmented(row)] : [cellsOf(row)]
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
  return [
    name,
    published === null ? `– (${which})` : `${unit(published)} % ${which}`,
    ...accuracy === null ? ["–", ""] : overSeeds(accuracy, unit),
    bothEpochs(test, unit),
    test === undefined ? "" : intervalText(row, test),
    validation === undefined && chosen?.error !== undefined
      ? `${inPercent(chosen.error)} (trial)`
      : bothEpochs(validation, unit),
    of(row.finished, whole.seeds),
    of(epochs, whole.epochs),
    duration(row.seconds),
    row.finished === whole.seeds ? lastDay(row) : "",
    weightsOf(row),
    row.verdict,
  ];
}

/** The cells of a row's result with test-time augmentation, which has no time of its own. */
function cellsOfAugmented({ validation: _, ...row }: RowResult): string[] {
  const { test, error, ...over } = row.overCopies!;
  const figure = { ...row.figure, split: "test", epoch: "last" } as const;
  const augmented = { accuracy: test.last, test, figure, chosen: { trial: "", error } };
  const others = { published: null, verdict: "nothing published" } as const;
  return cellsOf({ ...row, name: copiesName(row.name, over), ...augmented, ...others })
    .with(COLUMNS.indexOf("time"), "");
}

/** The cells of the mean with its deviation, and of the median and the best of several seeds. */
function overSeeds(
  { mean, sd, median, best, seeds }: Statistics,
  unit: (accuracy: number) => string,
): [string, string] {
  if (seeds === 1) return [unit(mean), ""];
  return [`${unit(mean)} ± ${inPercent(sd!)}`, `${unit(median)}, ${unit(best)} of ${seeds}`];
}

function lastDay({ runs }: RowResult): string {
  return runs.map(({ ended }) => ended ?? "").sort().at(-1)!;
}

/** The first digits of the hash of the first seed's weights, and how many more seeds there are. */
function weightsOf({ runs }: RowResult): string {
  const [first, ...more] = runs;
  if (first?.weightsSha256 === undefined) return "";
  const others = more.length > 0 ? ` and ${more.length} more` : "";
  return `\`${first.weightsSha256.slice(0, HASH_DIGITS)}\`${others}`;
}

/** Writes an accuracy in percent, as an error if it is published as one. */
function unitOf({ figure }: RowResult): (accuracy: number) => string {
  return (accuracy) => inPercent(figure.isError ? 1 - accuracy : accuracy);
}

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

function notesOf(row: RowResult, validationRun: ValidationRun | undefined): string[] {
  const { name, stuck, verdict, epochs, whole, runs, members, figure } = row;
  const notes: string[] = [];
  if (stuck.length > 0) notes.push(`${name}: seeds that end below 90 %: ${stuck.join(", ")}`);
  if (members !== undefined) {
    const { mean, best, seeds } = members.last;
    const unit = unitOf(row);
    notes.push(`${name}: its ${seeds} members alone: mean ${unit(mean)}, best ${unit(best)}`);
  }
  if (validationRun !== undefined) notes.push(...validationRunLines(validationRun));
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

function curve(values: readonly string[]): string {
  return thinned(values.map((value, k) => `${k + 1}: ${value}`), MAX_POINTS).join(", ");
}

export function validationRunLines(run: ValidationRun): string[] {
  const { name, trial, validation, copies, weightsSha256, ended, seconds, engine } = run;
  const line = (who: string, { correct, size }: ValidationRun["validation"]) => {
    const [low, high] = wilsonInterval(size - correct, size);
    return `${who}: trial \`${trial}\`, validation error ${
      inPercent(errorIn({ correct, size }))
    } % ` +
      `(${inPercent(low)} to ${inPercent(high)}) of ${count(size)} images`;
  };
  const training = `${counted(run.epochs, "epoch")} of ${count(run.trainingSize)} images, ` +
    `seed ${run.seed}, ${duration(seconds)}${engine === "blas" ? " with CBLAS" : ""}, ${ended}, ` +
    `weights \`${weightsSha256.slice(0, HASH_DIGITS)}\``;
  return [
    `${line(name, validation)}; ${training}`,
    ...copies === undefined ? [] : [line(copiesName(name, copies), copies.validation)],
  ];
}

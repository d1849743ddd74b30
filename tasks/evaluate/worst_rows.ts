/** The rows of a table that a network errs on most, with their values. @module */

import { type TableDescription, targetNamesOf } from "../../lib/table/columns.ts";
import { type Importances, type Predictions, worstMistakes } from "../../mod.ts";
import { figure, percent } from "../cli/format.ts";
import type { Places } from "../datasets/places.ts";
import { columnsByWorth } from "./importance.ts";
import type { QuantityAnswers } from "./quantities.ts";

/** Of more columns than these, what is said of the answers included, those that matter most are shown. */
const MAX_COLUMNS = 10;

/** Longer texts are cut, in characters. */
const LONGEST = 40;

/** What is known of the answers to classes. */
export interface ClassAnswers {
  readonly kind: "class";
  readonly predictions: Predictions;
  /** The names of the classes. */
  readonly classes: readonly string[];
  /** Absent if the outputs are no probabilities. */
  readonly calibration: unknown;
}

/** What is known of the answers to examples of a table. */
export type Answers =
  & Places
  & {
    readonly table: TableDescription | undefined;
    readonly importance: Importances | undefined;
  }
  & (ClassAnswers | { readonly kind: "quantity"; readonly quantities: readonly QuantityAnswers[] });

/** Rows of a table in which an answer is far off. */
export interface WorstRows {
  /** What the cells are: the line, what is actual and what is predicted, and then columns of the file. */
  readonly head: readonly string[];
  /** As they stand in the file, the worst first. */
  readonly rows: readonly (readonly string[])[];
  /** How many columns of the table are left out. */
  readonly leftOut: number;
}

/** The rows with the surest mistakes, or the largest errors; nothing of data that is no table. */
export async function worstRows(run: Answers, most: number): Promise<WorstRows | undefined> {
  if (run.table === undefined) return undefined;
  const { examples, head, cellsOf } = run.kind === "class"
    ? surest(run, most)
    : farthest(run, most);
  const { columns, rows } = await run.rowsOf(examples);
  const targets = targetNamesOf(run.table);
  const worth = columnsByWorth(run).map(({ name }) => name);
  const known = worth.length > 0 ? worth : run.table.columns.map(({ name }) => name);
  const shown = known.filter((name) => !targets.includes(name)).slice(
    0,
    Math.max(2, MAX_COLUMNS - head.length),
  );
  return {
    head: ["line", ...head, ...shown],
    rows: examples.map((example, k) => [
      run.whereIs(example).replace("line ", ""),
      ...cellsOf(example),
      ...shown.map((name) => shortened(rows[k]![columns.indexOf(name)] ?? "")),
    ]),
    leftOut: known.length - shown.length,
  };
}

/** A text that is not too long for a cell, on one line. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Which examples, and what is said of them before the columns of the file. */
interface Chosen {
  readonly examples: readonly number[];
  readonly head: readonly string[];
  cellsOf(example: number): readonly string[];
}

function surest(run: ClassAnswers, most: number): Chosen {
  const { predictions, classes, calibration } = run;
  const { predicted, labels, confidences } = predictions;
  const output = (value: number) => calibration ? percent(value, 1) : value.toFixed(3);
  return {
    examples: worstMistakes(predictions, most),
    head: ["actual", "predicted", calibration ? "confidence" : "output"],
    cellsOf: (example) => [
      classes[labels[example]!]!,
      classes[predicted[example]!]!,
      output(confidences[example]!),
    ],
  };
}

/** By the error in standard deviations of what was measured, summed over the quantities. */
function farthest(
  { quantities }: { quantities: readonly QuantityAnswers[] },
  most: number,
): Chosen {
  const size = quantities[0]!.actual.length;
  const far = (example: number) =>
    quantities.reduce(
      (sum, { actual, predicted, rmse }) =>
        sum + Math.abs(actual[example]! - predicted[example]!) / (rmse || 1),
      0,
    );
  const distances = Float64Array.from({ length: size }, (_, example) => far(example));
  const prefix = (name: string) => quantities.length > 1 ? `${name}, ` : "";
  return {
    examples: Array.from(distances.keys())
      .sort((a, b) => distances[b]! - distances[a]! || a - b)
      .slice(0, most),
    head: quantities.flatMap(({ name }) =>
      ["actual", "predicted", "residual"].map((what) => `${prefix(name)}${what}`)
    ),
    cellsOf: (example) =>
      quantities.flatMap(({ actual, predicted }) => {
        const [a, p] = [actual[example]!, predicted[example]!];
        return [a, p, a - p].map(figure);
      }),
  };
}

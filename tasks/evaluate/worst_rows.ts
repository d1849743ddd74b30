/** The rows of a table that a network errs on most, with their values. @module */

import { type TableDescription, targetNamesOf } from "../../lib/table/columns.ts";
import { type Importances, type Predictions, worstMistakes } from "../../mod.ts";
import { figure, percent } from "../cli/format.ts";
import type { ExampleLocations } from "../datasets/example_locations.ts";
import { columnsByWorth } from "./importance.ts";
import type { QuantityAnswers } from "./quantities.ts";

/** Of more columns than these, what is said of the answers included, those that matter most are shown. */
const MAX_COLUMNS = 10;

/** Longer texts are cut, in characters. */
const LONGEST = 40;

/** A table of examples, and what its columns are worth. */
export interface Table extends ExampleLocations {
  readonly table: TableDescription | undefined;
  readonly importance: Importances | undefined;
}

/** Rows of a table in which an answer is far off. */
export interface WorstRows {
  /** What the cells are: the line, what is actual and what is predicted, and then columns of the file. */
  readonly head: readonly string[];
  /** As they stand in the file, the worst first. */
  readonly rows: readonly (readonly string[])[];
  /** How many columns of the table are left out. */
  readonly leftOut: number;
}

/** The rows that are chosen, with what is said of them; nothing of data that is no table. */
export async function worstRows(run: Table, chosen: Chosen): Promise<WorstRows | undefined> {
  if (run.table === undefined) return undefined;
  const { examples, head, cellsOf } = chosen;
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
export interface Chosen {
  readonly examples: readonly number[];
  readonly head: readonly string[];
  cellsOf(example: number): readonly string[];
}

/** The surest mistakes. */
export function surest(
  { predictions, classes, calibration }: {
    readonly predictions: Predictions;
    /** The names of the classes. */
    readonly classes: readonly string[];
    /** Absent if the outputs are no probabilities. */
    readonly calibration: unknown;
  },
  most: number,
): Chosen {
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

/** The largest errors, in standard deviations of what was measured, summed over the quantities. */
export function farthest(quantities: readonly QuantityAnswers[], most: number): Chosen {
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

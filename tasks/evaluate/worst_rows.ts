/** The rows of a table with the largest errors, and their values. @module */

import { type Importances, type Predictions, worstMistakes } from "../../lib/evaluate/mod.ts";
import { type TableDescription, targetNamesOf } from "../../lib/table/mod.ts";
import { fourDigits, percent } from "../cli/format.ts";
import type { ExampleLocations } from "../datasets/example_locations.ts";
import { columnsByWorth } from "./importance.ts";
import type { QuantityAnswers } from "./quantities.ts";

/** The most columns that are shown, those of the answers included: the most important ones. */
const MAX_COLUMNS = 10;

/** The most characters of a cell; longer texts are cut. */
const MAX_CELL = 40;

/** A table of examples, and the importance of its columns. */
interface Table extends ExampleLocations {
  readonly table: TableDescription | undefined;
  readonly importance: Importances | undefined;
}

/** Rows of a table with large errors. */
interface WorstRows {
  /** The names of the cells: the line, actual and predicted values, and then columns of the file. */
  readonly head: readonly string[];
  /** The cells, the worst row first; columns of the file have the file's text. */
  readonly rows: readonly (readonly string[])[];
  /** How many columns of the table are left out. */
  readonly leftOut: number;
}

/** The chosen rows; `undefined` for data that is no table. */
export async function worstRows(run: Table, chosen: Chosen): Promise<WorstRows | undefined> {
  if (run.table === undefined) return undefined;
  const { examples, head, cellsOf } = chosen;
  const { columns, rows } = await run.rowsOf(examples);
  const targets = targetNamesOf(run.table);
  const byWorth = columnsByWorth(run).map(({ name }) => name);
  const names = byWorth.length > 0 ? byWorth : run.table.columns.map(({ name }) => name);
  const shown = names.filter((name) => !targets.includes(name)).slice(
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
    leftOut: names.length - shown.length,
  };
}

/** A text for a cell: on one line, and cut if it is too long. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL - 1)}…` : line;
}

/** Chosen examples, and the cells that stand before the columns of the file. */
export interface Chosen {
  readonly examples: readonly number[];
  readonly head: readonly string[];
  cellsOf(example: number): readonly string[];
}

/** The surest mistakes. */
export function surest(
  { predictions, classes, calibration }: {
    readonly predictions: Predictions;
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
    cellsOf: (k) => [classes[labels[k]!]!, classes[predicted[k]!]!, output(confidences[k]!)],
  };
}

/** The largest errors, each divided by the quantity's root mean squared error, summed over the quantities. */
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
        return [a, p, a - p].map(fourDigits);
      }),
  };
}

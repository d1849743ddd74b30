/** The rows of a table that a network errs on most, with their values. @module */

import { targetNamesOf } from "../../lib/table/columns.ts";
import { worstMistakes } from "../../mod.ts";
import { figure, percent } from "./format.ts";
import { columnsByWorth } from "./importance_section.ts";
import type { ReportedRun } from "./reported_run.ts";

/** Of more columns than this those that matter most are shown. */
const MAX_COLUMNS = 7;

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
export async function worstRows(run: ReportedRun, most: number): Promise<WorstRows | undefined> {
  if (run.table === undefined) return undefined;
  const { examples, head, cellsOf } = run.kind === "class"
    ? surest(run, most)
    : farthest(run, most);
  const { columns, rows } = await run.rowsOf(examples);
  const targets = targetNamesOf(run.table);
  const worth = columnsByWorth(run).map(({ name }) => name);
  const known = worth.length > 0 ? worth : run.table.columns.map(({ name }) => name);
  const shown = known.filter((name) => !targets.includes(name)).slice(0, MAX_COLUMNS);
  return {
    head: ["line", ...head, ...shown],
    rows: examples.map((example, k) => [
      run.whereIs(example).replace("line ", ""),
      ...cellsOf(example),
      ...shown.map((name) => rows[k]![columns.indexOf(name)] ?? ""),
    ]),
    leftOut: known.length - shown.length,
  };
}

/** Which examples, and what is said of them before the columns of the file. */
interface Chosen {
  readonly examples: readonly number[];
  readonly head: readonly string[];
  cellsOf(example: number): readonly string[];
}

function surest(run: ReportedRun & { kind: "class" }, most: number): Chosen {
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
function farthest({ quantities }: ReportedRun & { kind: "quantity" }, most: number): Chosen {
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

/** An evaluation: its numbers, and its confusion matrix. @module */

import { isObject, plain } from "../../checks/texts.ts";
import { heading, matrix } from "../../document/blocks.ts";
import { count } from "../../numerics/number_text.ts";
import { short } from "../../numerics/show.ts";
import type { Drawing } from "./parts.ts";

/** The most classes of a confusion matrix, and the longest name of one. */
const [MAX_CLASSES, MAX_NAME] = [20, 20];

/** An evaluation with a confusion matrix: a list of rows, or rows by the names of the classes. */
export interface ShownEvaluation {
  readonly size: number;
  readonly confusion: readonly (readonly number[])[] | {
    readonly [label: string]: { readonly [label: string]: number };
  };
  readonly correct?: number;
  readonly accuracy?: number;
  readonly cost?: number;
}

/** Whether a value is an evaluation of answers that are right or wrong. */
export function isEvaluation(value: unknown): value is ShownEvaluation {
  if (!isObject(value) || typeof value["size"] !== "number") return false;
  const rows = Object.values(Object(value["confusion"]));
  return rows.length > 0 &&
    rows.every((row) =>
      (isObject(row) || Array.isArray(row)) &&
      Object.values(row).every((count) => typeof count === "number")
    );
}

/** How often the examples of each class, a row, got each prediction, a column. */
export function evaluationDrawing(
  { size, confusion, correct, accuracy, cost }: ShownEvaluation,
): Drawing {
  const all = Object.keys(confusion);
  const names = all.slice(0, MAX_CLASSES).map((name) => plain(name, MAX_NAME));
  const counts = Object.values(confusion).slice(0, MAX_CLASSES)
    .map((row) => Object.values<number>(row).slice(0, MAX_CLASSES));
  const title = [
    correct === undefined ? `${count(size)} examples` : `${count(correct)} of ${count(size)} right`,
    ...accuracy === undefined ? [] : [`accuracy ${(100 * accuracy).toFixed(1)} %`],
    ...cost === undefined ? [] : [`cost ${short(cost)}`],
    ...all.length > MAX_CLASSES ? [`the first ${MAX_CLASSES} of ${all.length} classes`] : [],
  ].join(", ");
  const lines = [["actual", ...names], ...counts.map((row, k) => [names[k], ...row])];
  const widths = lines[0]!.map((_, column) =>
    lines.reduce((most, line) => Math.max(most, `${line[column]}`.length), 0)
  );
  const textOf = (line: (typeof lines)[number]) =>
    line.map((cell, column) => `${cell}`.padStart(widths[column]!)).join("  ");
  return {
    text: [title, ...lines.map(textOf)].join("\n"),
    blocks: [
      heading(title),
      matrix({ label: "Confusion matrix", axes: ["actual", "predicted"], names, counts }),
    ],
  };
}

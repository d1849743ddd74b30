/** A confusion matrix as a drawing. @module */

import { isObject, plain } from "../checks/texts.ts";
import { short } from "../numerics/show.ts";
import { COLORS, type Drawing, element, label, LETTER_SIZE, LINE_HEIGHT } from "./svg.ts";

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

/** The most classes that are drawn. */
const MAX_CLASSES = 20;

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

/** How often the examples of each class, a row, got each prediction, a column; a field is as dark as its share of the row. */
export function confusionDrawing(evaluation: ShownEvaluation): Drawing {
  const names = Object.keys(evaluation.confusion);
  const shown = names.slice(0, MAX_CLASSES);
  const rows = Object.values(evaluation.confusion).map((row) => Object.values<number>(row));
  const title = titleOf(evaluation, names.length);
  const left = Math.min(shown.reduce((most, name) => Math.max(most, name.length), 1), 14) * 7 + 14;
  const side = Math.max(22, Math.min(38, 440 / shown.length));
  const top = 3 * LINE_HEIGHT;
  const fields = shown.flatMap((_, r) => {
    const total = rows[r]!.reduce((sum, count) => sum + count, 0) || 1;
    return shown.map((_, c) => {
      const [count, x, y] = [rows[r]![c]!, left + c * side, top + r * side];
      const [fill, share] = [r === c ? COLORS.positive : COLORS.negative, count / total];
      return element("rect", {
        x,
        y,
        width: side - 1,
        height: side - 1,
        fill,
        "fill-opacity": 0.06 + 0.9 * share,
      }) +
        label(String(count), x + side / 2, y + side / 2 + 4, {
          "text-anchor": "middle",
          "font-size": side < 30 || count > 999 ? 9 : 11,
          fill: share > 0.5 ? COLORS.ground : COLORS.ink,
        });
    });
  });
  const heads = shown.flatMap((name, k) => [
    label(plain(name, 14), left - 6, top + (k + 0.5) * side + 4, { "text-anchor": "end" }),
    label(plain(name, Math.floor(side / 6)), left + (k + 0.5) * side, top - 5, {
      "text-anchor": "middle",
    }),
  ]);
  const width = Math.max(left + shown.length * side, title.length * 6.5);
  const content = [
    label(title, 0, LETTER_SIZE),
    label("rows: the label; columns: the prediction", 0, LETTER_SIZE + LINE_HEIGHT, {
      fill: COLORS.muted,
    }),
    ...fields,
    ...heads,
  ].join("");
  return {
    width,
    height: top + shown.length * side,
    content,
    text: `${title}\n${rowsText(shown, rows)}`,
  };
}

function titleOf({ size, correct, accuracy, cost }: ShownEvaluation, classes: number): string {
  return [
    ...correct === undefined ? [`${size} examples`] : [`${correct} of ${size} right`],
    ...accuracy === undefined ? [] : [`accuracy ${(100 * accuracy).toFixed(1)} %`],
    ...cost === undefined ? [] : [`cost ${short(cost)}`],
    ...classes > MAX_CLASSES ? [`the first ${MAX_CLASSES} of ${classes} classes`] : [],
  ].join(", ");
}

function rowsText(names: readonly string[], rows: readonly (readonly number[])[]): string {
  const shown = names.map((name) => plain(name, 14));
  const lines = [
    ["label ↓", ...shown],
    ...shown.map((name, r) => [name, ...rows[r]!.slice(0, names.length)]),
  ];
  const widths = lines[0]!.map((_, c) =>
    lines.reduce((most, line) => Math.max(most, `${line[c]}`.length), 0)
  );
  return lines.map((line) => line.map((cell, c) => `${cell}`.padStart(widths[c]!)).join("  ")).join(
    "\n",
  );
}

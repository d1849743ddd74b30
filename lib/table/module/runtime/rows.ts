/** The runtime of a model of rows of a table. Functions alone: a bundle keeps those that it uses. @module */

import { valueSuggestion } from "../../../checks/meant.ts";
import { plain } from "../../../checks/texts.ts";
import { namedSet } from "../../decide/decide.ts";
import { isUnsure, NOVEL_TEXT } from "../../../evaluate/confidence.ts";
import { namedAnswer } from "../../../problem/answers.ts";
import { faultReason } from "../../cells/cell_problems.ts";
import { quoted } from "../../cells/cells.ts";
import { type Cell, cellText } from "../../cells/cell_text.ts";
import { type CellWriter, type PairedColumn, UNREAD } from "../../encode/plain_cells.ts";
import { MAX_UNKNOWN } from "../../cells/limits.ts";
import {
  NAN_PROBLEM,
  type RowRemark,
  unknownCategory,
  unreadDate,
  unsure,
} from "../../model/remarks.ts";
import { cellOf, cellProblem, type Row, rowProblem } from "../../model/row_cells.ts";
import { nameCheckOf } from "../../model/row_names.ts";
import type { TableModule } from "../model.ts";
import { answererOf, measureOf, type ModulePrediction, unanswered } from "./answers.ts";
import { type Forward, forwardOf } from "./networks.ts";

/**
 * What predicts rows.
 * @param writerOf what writes the cells of a column
 * @param forward gets the features of each row that can be read
 * @param action what is done, for errors
 */
export function tablePredictor(
  model: TableModule,
  writerOf: (column: PairedColumn) => CellWriter,
  forward: Forward = forwardOf(model.networks),
  action = "predict",
): (row: Row) => ModulePrediction {
  const { columns, widths, others, answers, novelty } = model;
  const names = columns.map(({ name }) => name);
  const labels = answers.labels ?? answers.names;
  const writers = columns.map(writerOf);
  const columnOf = widths.flatMap((width, c) => new Array<number>(width).fill(c));
  const starts = widths.map((_, c) => columnOf.indexOf(c));
  const features = new Float32Array(columnOf.length);
  const cells = new Array<string | number>(names.length).fill("");
  const odd = new Uint8Array(names.length);
  const check = nameCheckOf(names, others);
  const answer = answererOf(answers);
  const measure = measureOf(novelty);

  return (row) => {
    const more = rowProblem(row) ?? check(row);
    if (typeof more === "string") throw new TypeError(`Cannot ${action} the row: ${more}`);
    for (let c = 0; c < names.length; c++) {
      const cell = cellOf(row, names[c]!);
      const reason = cellProblem(cell, names[c]!);
      if (reason !== undefined) return unanswered({ column: names[c], reason }, more);
      cells[c] = plainCell(cell, columns[c]!);
    }
    let areOdd = false;
    for (let c = 0; c < names.length; c++) {
      const found = writers[c]!(cells[c]!, features, starts[c]!);
      if (typeof found === "object") {
        const reason = faultReason(names[c]!, cellText(cells[c], columns[c]!), found);
        return unanswered({ column: names[c], reason }, more);
      }
      odd[c] = found ?? 0;
      if (found !== undefined) areOdd = true;
    }
    const outputs = forward(features);
    if (outputs.some(Number.isNaN)) return unanswered(NAN_PROBLEM, more);
    const answered = answer(outputs);
    const remarks: RowRemark[] = [];
    if (measure !== undefined && measure.isNovel(features)) {
      const c = columnOf[measure.furthestFeature(features)]!;
      const shown = `${quoted(names[c]!)} (${plain(cellText(cells[c], columns[c]!))})`;
      const text = `${NOVEL_TEXT}, most by ${shown}`;
      remarks.push({ kind: "novel", column: names[c], text });
    }
    if (areOdd) addOdd(remarks, columns, cells, odd);
    if (answered.probabilities && isUnsure(answered.probabilities)) remarks.push(unsure);
    remarks.push(...more);
    const named = namedAnswer(answers.problem, answers.names, answered, labels);
    return { ...named, ...namedSet(answered, labels), remarks };
  };
}

/** A cell as its text; a finite number among plain ones as it is, since its text would be read as the same. */
function plainCell(cell: Cell, column: PairedColumn): string | number {
  const isPlain = column.kind === "number" && column.format === undefined;
  return isPlain && typeof cell === "number" && Number.isFinite(cell)
    ? cell + 0 // −0 has the text 0
    : cellText(cell, column);
}

/** Adds the remarks on texts that no training row had, and on texts that are no dates. */
function addOdd(
  remarks: RowRemark[],
  columns: readonly PairedColumn[],
  cells: readonly (string | number)[],
  odd: Uint8Array,
): void {
  let count = 0;
  for (let c = 0; c < columns.length; c++) {
    if (odd[c] === 0) continue;
    const column = columns[c]!;
    const value = cellText(cells[c], column);
    if (odd[c] === UNREAD) remarks.push(unreadDate(column.name, value));
    else {
      const isCompared = count++ < MAX_UNKNOWN;
      const suggestion = isCompared && "values" in column
        ? valueSuggestion(value, column.values)
        : "";
      remarks.push(unknownCategory({ column: column.name, value, suggestion }));
    }
  }
}

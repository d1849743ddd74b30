/** Reads rows by the names of their columns: checks the names and the cells, and makes features. Functions alone. @module */

import { suggestion } from "../../checks/meant.ts";
import { joinNames } from "../../checks/texts.ts";
import { faultReason } from "../cells/cell_problems.ts";
import { type Cell, type CellText, cellText } from "../cells/cell_text.ts";
import { MAX_UNKNOWN } from "../cells/limits.ts";
import type { RowProblem } from "../../measure/answer/remarks.ts";
import type { CellWriter, PairedColumn } from "../encode/plain_cells.ts";
import { missingColumn, unknownColumn } from "./row_remarks.ts";
import type { RowRemark } from "../../measure/answer/remarks.ts";
import { cellOf, cellProblem, rowProblem } from "./row_cells.ts";

/** Why a row cannot be read: it is not an object, it has none of the model's columns, or a cell is another object. */
export interface UnreadRow extends RowProblem {
  /** Which of the three. */
  readonly fault: "row" | "columns" | "cell";
  /** The remarks on its names. */
  readonly remarks: readonly RowRemark[];
}

/** The remarks on the names of a row, or why it cannot be read. */
export type RowCheck = (row: unknown) => readonly RowRemark[] | UnreadRow;

/** Which of the missing columns was probably meant by a name, as the end of a sentence. */
export type NameHint = (name: string, missing: readonly string[]) => string;

/**
 * Makes what looks at the names and the cells of rows. A column is missing where its cell is undefined, as in JSON.
 * @param columns the names of the columns that features are made of
 * @param others that a row may have without a remark: the target's, and those that training left out
 */
export function rowCheckOf(
  columns: readonly string[],
  others: readonly string[],
  hintFor: NameHint = suggestion,
): RowCheck {
  const known = new Set([...columns, ...others]);
  const remarksOn = (row: object): RowRemark[] | string => {
    const isMissing = (name: string) => cellOf(row, name) === undefined;
    const missing = columns.filter(isMissing);
    if (missing.length === columns.length) {
      return `it has none of the columns ${joinNames(columns)}`;
    }
    const remarks = missing.map(missingColumn);
    const names = Object.keys(row);
    if (names.length + missing.length === columns.length) return remarks; // the usual case
    const unknown = names.filter((name) => !known.has(name) && !isMissing(name));
    return remarks.concat(
      unknown.slice(0, MAX_UNKNOWN).map((name) => unknownColumn(name, hintFor(name, missing))),
    );
  };
  return (row) => {
    const fault = rowProblem(row);
    const remarks = fault ?? remarksOn(row as object);
    if (typeof remarks === "string") {
      const kind = fault === undefined ? "columns" : "row";
      return { fault: kind, column: undefined, reason: remarks, remarks: [] };
    }
    for (const column of columns) {
      const reason = cellProblem(cellOf(row as object, column), column);
      if (reason !== undefined) return { fault: "cell", column, reason, remarks };
    }
    return remarks;
  };
}

/** Hints on names, a hundred at most, each made once: rows mostly have the same names. `forget` begins anew. */
export function nameHints(): { readonly hintFor: NameHint; forget(): void } {
  const { of, forget } = fewTexts();
  const hintFor: NameHint = (name, missing) =>
    missing.length === 0
      ? ""
      : of(JSON.stringify([name, missing]), () => suggestion(name, missing));
  return { hintFor, forget };
}

/** Texts by keys, a hundred at most, each made once. */
export function fewTexts(): { of(key: string, make: () => string): string; forget(): void } {
  const found = new Map<string, string>();
  return {
    of(key, make) {
      if (!found.has(key) && found.size < MAX_UNKNOWN) found.set(key, make());
      return found.get(key) ?? "";
    },
    forget: () => found.clear(),
  };
}

/** A row that was read. */
export interface EncodedRow {
  /** In the order of the columns. */
  readonly cells: readonly CellText[];
  /** The columns whose cell is odd: a text that no training row had, or one that is not a date. */
  readonly odd: readonly number[] | undefined;
  /** Why it has no features; those that were written mean nothing then. */
  readonly problem: RowProblem | UnreadRow | undefined;
  /** The remarks on its names. */
  readonly remarks: readonly RowRemark[];
}

/**
 * Makes what reads rows, and writes the features of each from an offset in `out` on.
 * @param writerOf what writes the cells of a column
 */
export function rowReader(
  { columns, widths, others }: {
    readonly columns: readonly PairedColumn[];
    readonly widths: readonly number[];
    readonly others: readonly string[];
  },
  writerOf: (column: PairedColumn) => CellWriter,
  hintFor?: NameHint,
): (row: unknown, out: Float32Array, offset: number) => EncodedRow {
  const check = rowCheckOf(columns.map(({ name }) => name), others, hintFor);
  const writers = columns.map((column) => writerOf(column));
  return (row, out, offset) => {
    const remarks = check(row);
    if ("fault" in remarks) {
      return { cells: [], odd: undefined, problem: remarks, remarks: remarks.remarks };
    }
    const cells = columns.map((column) => plainCell(cellOf(row as object, column.name), column));
    let odd: number[] | undefined;
    let at = offset;
    for (let c = 0; c < columns.length; c++) {
      const found = writers[c]!(cells[c]!, out, at);
      if (typeof found === "object") {
        const { name } = columns[c]!;
        const reason = faultReason(name, cellText(cells[c], columns[c]!), found);
        return { cells, odd, problem: { column: name, reason }, remarks };
      }
      if (found !== undefined) (odd ??= []).push(c);
      at += widths[c]!;
    }
    return { cells, odd, problem: undefined, remarks };
  };
}

function plainCell(cell: Cell, column: PairedColumn): CellText {
  const isPlain = column.kind === "number" && column.format === undefined;
  return isPlain && typeof cell === "number" && Number.isFinite(cell)
    ? cell + 0 // −0 has the text 0
    : cellText(cell, column);
}

/** Why a row could not be read, if that is its problem. */
export function faultOf(problem: RowProblem | undefined): UnreadRow | undefined {
  return problem !== undefined && "fault" in problem ? problem as UnreadRow : undefined;
}

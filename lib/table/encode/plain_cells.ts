/** What writes the features of cells: of numbers in plain decimal, of categories and of levels. @module */

import { MISSING, noNumber, tooFarFrom } from "../cells/cell_problems.ts";
import type { CellFault } from "../cells/cell_problems.ts";
import { isMissing, NONE, numberOf } from "../cells/cells.ts";
import type { CategoryColumn, LevelColumn, NumberColumn, TableColumn } from "../columns/columns.ts";

const { fround } = Math;

/** That no training row had a text, and that a text is not a date. */
export const [UNKNOWN, UNREAD] = [1, 2] as const;

/**
 * Writes the features of a cell: its text, or of plain numbers a finite number.
 * @param at where in `out` they begin
 * @returns why it has none, or what is odd about it; `undefined` of most
 */
export type CellWriter = (
  cell: string | number,
  out: Float32Array,
  at: number,
) => CellFault | typeof UNKNOWN | typeof UNREAD | undefined;

/** A column of categories or levels, whose spellings are pairs: an object literal has no key `__proto__`. */
export type PairedValues = Omit<CategoryColumn | LevelColumn, "spellings"> & {
  readonly spellings: readonly (readonly [text: string, value: string])[];
};

/** A column whose spellings, if it has some, are pairs. */
export type PairedColumn = Exclude<TableColumn, CategoryColumn | LevelColumn> | PairedValues;

/** The same column with pairs. */
export function pairedColumn(column: TableColumn): PairedColumn {
  return "values" in column
    ? { ...column, spellings: Object.entries(column.spellings ?? {}) }
    : column;
}

/** What writes the cells of a column of plain numbers, categories or levels. */
export function plainCellWriter(column: PairedColumn): CellWriter {
  return withoutMarks(
    column,
    column.kind === "number" ? numberWriter(column, numberOf) : valueWriter(column as PairedValues),
  );
}

/** What writes cells of which some texts are missing values. */
export function withoutMarks({ missingValues }: PairedColumn, write: CellWriter): CellWriter {
  if (missingValues === undefined) return write;
  const marks = new Set(missingValues);
  return (cell, out, at) => write(marks.has(String(cell).trim()) ? "" : cell, out, at);
}

/**
 * What writes the cells of a column of numbers: (x − mean) / deviation in float64, rounded once to float32.
 * @param read the number of a text; NaN if it is none
 */
export function numberWriter(
  { mean, deviation, gaps, indicator }: NumberColumn,
  read: (text: string) => number,
): CellWriter {
  return (cell, out, at) => {
    const value = typeof cell === "number" ? cell : read(cell);
    if (indicator) out[at + 1] = value === value ? 0 : 1;
    if (value === value) {
      const scaled = fround((value - mean) / deviation);
      if (scaled - scaled !== 0) return tooFarFrom(mean);
      out[at] = scaled;
      return undefined;
    }
    const text = cell as string;
    if (!isMissing(text)) return noNumber(text);
    if (gaps === "drop") return MISSING;
    out[at] = 0; // the mean
    return undefined;
  };
}

/** What writes the cells of a column of categories, 1 for that of a cell and 0 for the others; or the index of a level. */
export function valueWriter(
  { kind, values, spellings, gaps, ofGroup }: PairedValues,
): CellWriter {
  const indices = new Map(values.map((value, k) => [value, k]));
  for (const [text, value] of spellings) indices.set(text, indices.get(value)!);
  const width = kind === "level" ? 1 : values.length;
  const hasNone = indices.has(NONE);
  return (cell, out, at) => {
    const text = cell as string;
    const missing = isMissing(text, hasNone);
    if (missing && gaps === "drop") return MISSING;
    for (let k = 0; k < width; k++) out[at + k] = 0; // none of the values
    const index = indices.get(missing ? "" : text);
    if (index === undefined) return missing || ofGroup ? undefined : UNKNOWN;
    if (kind === "level") out[at] = index + 1;
    else out[at + index] = 1;
    return undefined;
  };
}

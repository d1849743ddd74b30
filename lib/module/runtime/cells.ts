/** What writes the features of a column's cells: as `RowEncoder` does, which is the specification of this. @module */

import { cellReason, missingReason, noNumber, tooFarFrom } from "../../table/cell_problems.ts";
import { isMissing, numberOf } from "../../table/cells.ts";
import type { NumberColumn } from "../../table/columns.ts";
import { type Cell, cellText } from "../../table/cell_text.ts";
import type { ModuleColumn } from "../model.ts";

const { fround } = Math;

/** That no training row had a text, and that a text is no date. */
export const [UNKNOWN, UNREAD] = [1, 2] as const;

/**
 * Writes the features of a cell.
 * @returns a text if it has none: the reason; otherwise a number if the cell needs a remark
 */
export type CellWriter = (
  cell: Cell,
  out: Float32Array,
  at: number,
) => string | typeof UNKNOWN | typeof UNREAD | undefined;

/** What writes the cells of a column of plain numbers or of categories. */
export function plainCellWriter(column: ModuleColumn): CellWriter {
  return column.kind === "number"
    ? numberWriter(column, numberOf)
    : categoryWriter(column as CategoryLike);
}

type CategoryLike = Extract<ModuleColumn, { readonly kind: "category" | "level" }>;

/**
 * What writes the cells of a column of numbers.
 * @param read the number of a text; NaN if it is none
 */
export function numberWriter(
  column: NumberColumn,
  read: (text: string) => number,
): CellWriter {
  const { name, mean, deviation, gaps, indicator, format } = column;
  return (cell, out, at) => {
    const isRead = typeof cell === "number" && format === undefined && cell - cell === 0;
    const value = isRead ? cell + 0 : read(cellText(cell, column));
    if (indicator) out[at + 1] = value === value ? 0 : 1;
    if (value === value) {
      const scaled = fround((value - mean) / deviation);
      if (scaled - scaled !== 0) {
        return cellReason(name, cellText(cell, column), tooFarFrom(mean));
      }
      out[at] = scaled;
      return undefined;
    }
    const text = cellText(cell, column);
    if (!isMissing(text)) return cellReason(name, text, noNumber(text).is);
    if (gaps === "drop") return missingReason(name);
    out[at] = 0; // the mean
    return undefined;
  };
}

/** What writes the cells of a column of categories, or of levels. */
export function categoryWriter(column: CategoryLike): CellWriter {
  const { name, values, spellings, gaps, kind } = column;
  const indices = new Map(values.map((value, k) => [value, k]));
  for (const [text, value] of spellings) indices.set(text, indices.get(value)!);
  const width = kind === "level" ? 1 : values.length;
  return (cell, out, at) => {
    const text = cellText(cell, column);
    const missing = isMissing(text);
    if (missing && gaps === "drop") return missingReason(name);
    for (let k = 0; k < width; k++) out[at + k] = 0; // none of the values
    const index = indices.get(missing ? "" : text);
    if (index === undefined) return missing ? undefined : UNKNOWN;
    if (kind === "level") out[at] = index + 1;
    else out[at + index] = 1;
    return undefined;
  };
}

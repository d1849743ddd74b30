/** What writes the features of dates, texts and numbers with a format. @module */

import { cellReason, missingReason, NO_DATE } from "../../table/cell_problems.ts";
import { isMissing, numberOf } from "../../table/cells.ts";
import type { DateColumn, WordsColumn } from "../../table/columns.ts";
import { cellText } from "../../table/cell_text.ts";
import { dateWriter } from "../../table/values/date_parts.ts";
import { plainNumber } from "../../table/values/number_format.ts";
import { wordsIn } from "../../table/values/words.ts";
import type { ModuleColumn } from "../model.ts";
import { type CellWriter, numberWriter, plainCellWriter, UNREAD } from "./cells.ts";

/** What writes the cells of any column. */
export function cellWriter(column: ModuleColumn): CellWriter {
  if (column.kind === "date") return dayWriter(column);
  if (column.kind === "words") return wordsWriter(column);
  if (column.kind !== "number" || column.format === undefined) return plainCellWriter(column);
  const { format } = column;
  return numberWriter(column, (text) => numberOf(plainNumber(text, format)));
}

function dayWriter(column: DateColumn): CellWriter {
  const { name, parts, gaps } = column;
  const write = dateWriter(column);
  return (cell, out, at) => {
    const text = cellText(cell, column);
    if (write(text, out, at)) return undefined;
    const missing = isMissing(text);
    if (gaps === "drop") return missing ? missingReason(name) : cellReason(name, text, NO_DATE);
    out.fill(0, at, at + parts.length); // the mean
    return missing ? undefined : UNREAD;
  };
}

function wordsWriter(column: WordsColumn): CellWriter {
  const { name, words, gaps } = column;
  return (cell, out, at) => {
    const text = cellText(cell, column);
    const missing = isMissing(text);
    if (missing && gaps === "drop") return missingReason(name);
    const found = missing ? new Set() : wordsIn(text);
    for (let k = 0; k < words.length; k++) out[at + k] = found.has(words[k]!) ? 1 : 0;
    return undefined;
  };
}

/** What writes the features of any cell: of dates, texts, and numbers with a format too. @module */

import { MISSING, NO_DATE } from "../cells/cell_problems.ts";
import { isMissing } from "../cells/cells.ts";
import type { DateColumn, WordsColumn } from "../columns/columns.ts";
import { dateWriter } from "../values/date_parts.ts";
import { formattedNumber } from "../values/number_format.ts";
import { wordsIn } from "../values/words.ts";
import {
  type CellWriter,
  numberWriter,
  type PairedColumn,
  type PairedValues,
  plainCellWriter,
  withoutMarks,
} from "./plain_cells.ts";
import { UNREAD } from "./plain_cells.ts";

/** @param decimalComma whether plain numbers have a comma before their decimals */
export function cellWriter(column: PairedColumn, decimalComma?: boolean): CellWriter {
  if (column.kind === "date") return withoutMarks(column, dayWriter(column));
  if (column.kind === "words") return withoutMarks(column, wordsWriter(column));
  if (column.kind !== "number") return plainCellWriter(column satisfies PairedValues);
  const read = (text: string) => formattedNumber(text, column.format, decimalComma);
  return withoutMarks(column, numberWriter(column, read));
}

function dayWriter(column: DateColumn): CellWriter {
  const write = dateWriter(column);
  return (cell, out, at) => {
    const text = cell as string;
    if (write(text, out, at)) return undefined;
    const missing = isMissing(text);
    if (column.gaps === "drop") return missing ? MISSING : NO_DATE;
    out.fill(0, at, at + column.parts.length); // the mean
    return missing ? undefined : UNREAD;
  };
}

function wordsWriter({ words, gaps }: WordsColumn): CellWriter {
  return (cell, out, at) => {
    const text = cell as string;
    const missing = isMissing(text);
    if (missing && gaps === "drop") return MISSING;
    const found = missing ? new Set() : wordsIn(text);
    for (let k = 0; k < words.length; k++) out[at + k] = found.has(words[k]!) ? 1 : 0;
    return undefined;
  };
}

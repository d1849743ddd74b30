/** Remarks on the cells of a row, and on the names of its columns. @module */

import { valueSuggestion } from "../../checks/meant.ts";
import { plain, quoted } from "../../checks/texts.ts";
import type { RowRemarks } from "../../measure/answer/answerer.ts";
import type { RowRemark } from "../../measure/answer/remarks.ts";
import { NOVEL_TEXT } from "../../measure/confidence.ts";
import type { NoveltyMeasure } from "../../measure/novelty_measure.ts";
import { cellText } from "../cells/cell_text.ts";
import { MAX_UNKNOWN } from "../cells/limits.ts";
import type { UnknownCategory } from "../encode/encode.ts";
import type { PairedColumn } from "../encode/plain_cells.ts";

/** That no training row had a text. */
export function unknownCategory(
  { column, value, suggestion }: Omit<UnknownCategory, "line">,
): RowRemark {
  const text = `${quoted(value)} in ${quoted(column)} is none of the categories that it learned ` +
    `from${suggestion}`;
  return { kind: "unknownCategory", column, text };
}

/** That a text is not a date. */
export function unreadDate(column: string, value: string): RowRemark {
  const text = `${quoted(value)} in ${quoted(column)} is not a date: it counts as a missing value`;
  return { kind: "unreadDate", column, text };
}

/** That a row lacks a column. */
export function missingColumn(name: string): RowRemark {
  const text = `${quoted(name)} is not in the row: it counts as a missing value`;
  return { kind: "missingColumn", column: name, text };
}

/** The remark that there is no such column. */
export function unknownColumn(name: string, suggestion: string): RowRemark {
  const text = `${quoted(name)} is none of the columns that it learned from${suggestion}`;
  return { kind: "unknownColumn", column: name, text };
}

/** Suggests what a text that no training row had may have meant, as the end of a sentence. */
export type Suggest = (column: PairedColumn, value: string) => string;

export const suggestionIn: Suggest = (column, value) =>
  "values" in column ? valueSuggestion(value, column.values) : "";

/** Makes the remarks on rows of a table. */
export function rowRemarks(
  { columns, widths }: {
    readonly columns: readonly PairedColumn[];
    readonly widths: readonly number[];
  },
  detector: Pick<NoveltyMeasure, "furthestFeature"> | undefined,
  suggest: Suggest = suggestionIn,
): RowRemarks {
  const columnOf = widths.flatMap((width, c) => new Array<number>(width).fill(c));
  return {
    novel(input, cells) {
      const c = columnOf[detector!.furthestFeature(input)]!;
      const { name } = columns[c]!;
      const shown = `${quoted(name)} (${plain(cellText(cells[c], columns[c]!))})`;
      return { kind: "novel", column: name, text: `${NOVEL_TEXT}, most by ${shown}` };
    },
    odd: (cells, odd) =>
      odd.map((c, k) => {
        const column = columns[c]!;
        const value = cellText(cells[c], column);
        if (!("values" in column)) return unreadDate(column.name, value);
        const suggestion = k < MAX_UNKNOWN ? suggest(column, value) : "";
        return unknownCategory({ column: column.name, value, suggestion });
      }),
  };
}

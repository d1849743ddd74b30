/** The data of a program as a table: rows, a stream of them, or the text of a CSV file. @module */

import { plain } from "../checks/texts.ts";
import { normalText } from "../table/cell_text.ts";
import { type CsvOptions, CsvText, findColumns } from "../table/csv/table.ts";
import type { TableSource } from "../table/source.ts";
import { RowColumns } from "./row_columns.ts";

/** The data of a program: the text of a CSV file, rows, or a stream of them. */
export type TableData = string | readonly object[] | AsyncIterable<object>;

/**
 * The table of the data: CSV text is read as the command line reads a file.
 * @throws {TypeError} if the data are something else, or an option is of CSV text and they are rows
 * @throws {RangeError} if there are no rows, or a cell of one has no text
 * @throws {SyntaxError} if the text is none of a CSV file
 */
export async function tableSource(
  data: TableData,
  { target, ...options }: CsvOptions & { readonly target: string | readonly string[] },
): Promise<TableSource & Pick<CsvText, "warnings">> {
  if (typeof data === "string") return await csvOf(data, options, [target].flat());
  const name = (["delimiter", "header"] as const).find((name) => options[name] !== undefined);
  if (name === undefined) return await RowColumns.from(data);
  throw new TypeError(`Cannot train on rows with the option "${name}": it is of CSV text`);
}

/** How much of a text is read at a time, in characters. */
const PIECE = 65_536;

async function csvOf(given: string, options: CsvOptions, known: string[]): Promise<CsvText> {
  const text = normalText(given.replace(/^\ufeff/, ""));
  if (text.includes("\0")) {
    throw new SyntaxError("Cannot read the CSV text: it has a character of zero");
  }
  if (!text.trim().includes("\n")) {
    throw new SyntaxError(
      "Cannot train on a text of one line: expected the text of a CSV file, names of columns and " +
        `rows, got ${JSON.stringify(plain(text))}`,
    );
  }
  const source = {
    name: "the CSV text",
    async *open(): AsyncGenerator<string, void, void> {
      for (let start = 0; start < text.length; start += PIECE) {
        yield text.slice(start, start + PIECE);
      }
    },
  };
  return new CsvText(source, await findColumns(source, options, known));
}

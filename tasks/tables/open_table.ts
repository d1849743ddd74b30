/** Opens a table, in one file or in several, whose format is known by its content. @module */

import { CsvFile } from "./csv/file.ts";
import type { CsvOptions } from "./csv/table.ts";
import { ascii, binaryFormatOf, type Format, typedFormatOf } from "./formats.ts";
import { fileBytes, utf8File } from "./file_bytes.ts";
import { filesOf } from "./paths.ts";
import { SeveralFiles } from "./several_files.ts";
import { FileVersion, type TableFile } from "./table_file.ts";
import { TypedFile } from "./typed_file.ts";
import type { TypedOptions } from "./typed_table.ts";

/** How files are read; what is left out is found from their content. A format ignores what is of another. */
export interface OpenTableOptions extends CsvOptions, TypedOptions {
  /** The encoding of a file of text where its bytes leave doubt. */
  readonly encoding?: string | undefined;
  /** Names of columns: a first line of a CSV file that has one of them is a header. */
  readonly known?: readonly string[];
}

/** SQLite, which only programs on disk read. */
const SQLITE: Format = {
  name: "SQLite",
  kind: "SQLite database",
  starts: [ascii("SQLite format 3\0")],
  open: async (file, options) => (await import("./sqlite.ts")).openSqlite(file, options),
};

/** Whether a file begins as a table of a binary format does; an NPZ file begins as a workbook does. */
export function isTypedTable(start: Uint8Array): boolean {
  return binaryFormatOf(start, [SQLITE]) !== undefined;
}

/**
 * Opens a table.
 * @param paths a file, or several files and patterns, which are one table
 * @throws {SyntaxError} if one is no table, or they have different columns; the message names the file
 * @throws {Error} if one is not there
 */
export async function openTable(
  paths: string | readonly string[],
  options: OpenTableOptions = {},
): Promise<TableFile> {
  const files: TableFile[] = [];
  for (const path of await filesOf([paths].flat())) files.push(await openFile(path, options));
  return files.length === 1 ? files[0]! : await SeveralFiles.of(files);
}

async function openFile(path: string, options: OpenTableOptions): Promise<TableFile> {
  const version = await FileVersion.of(path, "a file of a table");
  const bytes = await fileBytes(path);
  const { file, note } = isTypedTable(bytes.start)
    ? { file: bytes, note: undefined }
    : await utf8File(bytes, options.encoding);
  const format = typedFormatOf(file.start, [SQLITE]);
  const table = format === undefined
    ? await CsvFile.open(path, options, options.known, file.stream)
    : await TypedFile.open(file, format, options, version);
  if (note !== undefined) table.notes.push(`${note}; --encoding NAME reads it otherwise`);
  return table;
}

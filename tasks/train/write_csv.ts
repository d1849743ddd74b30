/** `train --write-csv FILE`: the table that a run learns from, as a CSV file. @module */

import { exists } from "@std/fs";
import type { Config } from "../../lib/config.ts";
import { dataKindOf, pathsOf, userDatasetOf } from "../../lib/config/user_data.ts";
import { UsageError } from "../cli/arguments.ts";
import { checkEnding, checkOut } from "../run/out_file.ts";
import { writeOutput } from "../system/files.ts";
import { csvTextOf } from "../data/tables/csv_text.ts";
import { openTable } from "../data/tables/open_table.ts";
import type { TableFile } from "../data/tables/table_file.ts";

/**
 * Checks the options before anything is read.
 * @throws {UsageError} if the data is not a table, or the file's name is that of another format
 */
export function checkCsvFile(path: string, dataset: Config["dataset"]): void {
  if (!dataKindOf(dataset).hasColumns) {
    throw new UsageError("Cannot use --write-csv without a table: expected --table FILE");
  }
  checkEnding(path, {
    endings: [".csv"],
    isOther: (ending) => ending !== "",
    instead: () => undefined,
  });
}

/**
 * Writes the table of a config as CSV, which trains to the same weights. A file that holds this table already stays as it is.
 * @returns what was done, as a sentence
 * @throws {Error} if another file is there
 */
export async function writeTableCsv(path: string, dataset: Config["dataset"]): Promise<string> {
  const { delimiter, header, encoding, sheet, query, target = [] } = userDatasetOf(dataset)!;
  const table = await openTable(pathsOf(dataset), {
    delimiter,
    header,
    encoding,
    sheet,
    query,
    known: [target].flat(),
  });
  await checkOut(path, {
    isOurs: (there) => holdsTable(there, table),
    otherwise: "it does not hold this table",
    instead: "--write-csv names another file",
    force: false,
  });
  if (await exists(path, { isFile: true })) return `${path} holds the table already`;
  await writeOutput(
    path,
    ReadableStream.from(csvTextOf(table)).pipeThrough(new TextEncoderStream()),
  );
  return `Wrote the table to ${path}`;
}

/** Whether a CSV file has the names and cells of a table. */
async function holdsTable(path: string, table: TableFile): Promise<boolean> {
  try {
    const other = await openTable(path, { header: true });
    for (const source of [other, table]) for await (const _ of source.open()) { /* hashed */ }
    return other.format === "CSV" && other.sha256 === table.sha256;
  } catch (error) {
    if (error instanceof SyntaxError) return false; // it is not a table
    throw error;
  }
}

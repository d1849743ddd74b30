/**
 * Dropped Parquet files, workbooks and JSON files. The page goes on with the CSV file that `train --write-csv` writes of
 * them, of which a run has the same hash. It is loaded when such a file is dropped. @module
 */

import { CellError } from "../../tasks/data/tables/cells.ts";
import { csvTextOf } from "../../tasks/data/tables/csv_text.ts";
import { typedFormatOf } from "../../tasks/data/tables/formats.ts";
import { type FileBytes, refused } from "../../tasks/data/tables/typed_table.ts";

/**
 * The table in a typed file as a CSV file.
 * @throws {SyntaxError} if it is damaged, or of a format that browsers do not read
 */
export async function asCsv(file: File): Promise<File> {
  const start = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const format = typedFormatOf(start);
  if (format === undefined) return file;
  try {
    const table = await format.open(bytesOf(file, start), {});
    const { columns, timed } = table;
    const parts: string[] = [];
    const open = async function* () {
      yield* table.rows(timed);
    };
    for await (const text of csvTextOf({ columns, open })) parts.push(text);
    return new File(parts, file.name);
  } catch (error) {
    if (error instanceof CellError) throw refused(file.name, error.message);
    if (error instanceof SyntaxError) throw error; // a reader's own sentence
    throw new SyntaxError(`Cannot read ${file.name}: it is damaged, or no ${format.kind}`, {
      cause: error,
    });
  }
}

/** A dropped file as the readers take one. */
function bytesOf(file: File, start: Uint8Array): FileBytes {
  const slice = async (from: number, to: number) =>
    new Uint8Array(await file.slice(from, to).arrayBuffer());
  return {
    name: file.name,
    start,
    size: file.size,
    slice,
    stream: () => Promise.resolve(file.stream()),
    whole: () => slice(0, file.size),
  };
}

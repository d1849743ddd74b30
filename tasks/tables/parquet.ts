/**
 * Parquet as a table, by the library hyparquet. One group of rows is in memory at a time.
 *
 * The library gets the columns without what they mean, except texts, and gives what is stored: integers stay exact, and so
 * do decimals and nanoseconds (Apache, "Parquet Logical Type Definitions"). @module
 */

import type { FileMetaData } from "npm:hyparquet@1.33.0";
import { parquetMetadataAsync, parquetRead } from "npm:hyparquet@1.33.0";
import { compressors } from "npm:hyparquet-compressors@1.1.2";
import type { TableRows } from "../../lib/table/mod.ts";
import { hasTime, instantText } from "./cells.ts";
import { columnsOf, type ParquetColumn, textOfBytes, withoutMeaning } from "./parquet_columns.ts";
import { checkPages } from "./parquet_pages.ts";
import {
  columnNames,
  type FileBytes,
  leftOutColumns,
  MAX_BYTES,
  MAX_CELLS,
  refused,
  ROWS_AT_A_TIME,
  type TypedTable,
} from "./typed_table.ts";

/** Opens a Parquet file. */
export async function openParquet(file: FileBytes): Promise<TypedTable> {
  const size = file.size ?? (await file.whole()).length;
  const buffer = {
    byteLength: size,
    slice: async (start: number, end = size) => {
      if (start < 0 || end > size || start > end) throw new RangeError("bytes beyond its end");
      return (await file.slice(start, end)).buffer;
    },
  };
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  const columns = columnsOf(metadata.schema);
  const read = columns.filter(({ leftOut }) => leftOut === undefined);
  const names = columnNames(file.name, read.map(({ name }) => name));
  checkGroups(file.name, metadata, read.length);
  const elements = new Map(metadata.schema.map((element) => [element.name, element]));
  const flat = new Map(read.map(({ name }) => [name, elements.get(name)!]));
  await checkPages(
    metadata,
    flat,
    async (start, end) => new Uint8Array(await buffer.slice(start, end)),
  );
  const bare = { ...metadata, schema: metadata.schema.map(withoutMeaning) };

  /** The values of some columns in the groups of rows, one after the other: [columns][rows]. */
  async function* groups(some: readonly ParquetColumn[]): AsyncGenerator<unknown[][], void, void> {
    let rowStart = 0;
    for (const { num_rows: count } of metadata.row_groups) {
      const rowEnd = rowStart + Number(count);
      let rows: unknown[][] = [];
      await parquetRead({
        ...{ file: buffer, metadata: bare, compressors, rowStart, rowEnd, utf8: false },
        columns: some.map(({ name }) => name),
        parsers: {
          timestampFromNanoseconds: (value) => value,
          stringFromBytes: (bytes: Uint8Array | undefined) => bytes && textOfBytes(bytes),
        },
        onComplete: (all) => rows = all,
      });
      if (rows.length !== Number(count)) throw new Error("a group of rows is not whole");
      yield rows;
      rowStart = rowEnd;
    }
  }

  const instants = read.filter(({ instant }) => instant !== undefined);
  const timed = new Set<string>();
  for await (const rows of instants.length === 0 ? [] : groups(instants)) {
    for (const [c, column] of instants.entries()) {
      const isTimed = ({ [c]: value }: unknown[]) =>
        !isEmpty(value) && hasTime(column.instant!(value));
      if (rows.some(isTimed)) timed.add(names[read.indexOf(column)]!);
    }
  }
  return {
    columns: names,
    warnings: leftOutColumns(columns),
    timed,
    async *rows(timed): AsyncGenerator<TableRows, void, void> {
      const texts = read.map(({ text, instant }, c) =>
        text ?? ((value: unknown) => instantText(instant!(value), timed.has(names[c]!)))
      );
      let line = 2;
      for await (const group of groups(read)) {
        for (let start = 0; start < group.length; start += ROWS_AT_A_TIME) {
          const rows = group.slice(start, start + ROWS_AT_A_TIME).map((values) =>
            texts.map((text, c) => isEmpty(values[c]) ? "" : text(values[c]))
          );
          yield { rows, lines: rows.map((_, r) => line + r) };
          line += rows.length;
        }
      }
    },
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Checks what the groups of rows will take, before memory is taken for them. */
function checkGroups(name: string, metadata: FileMetaData, columns: number): void {
  for (const { num_rows: count, total_byte_size: bytes } of metadata.row_groups) {
    const rows = Number(count);
    if (rows < 0 || rows * columns > MAX_CELLS || Number(bytes) > 4 * MAX_BYTES) {
      throw refused(
        name,
        `a group of rows may have ${MAX_CELLS} cells and 2 GiB at most; write it with smaller groups`,
      );
    }
  }
}

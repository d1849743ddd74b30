/**
 * Parquet as a table, by the library hyparquet. One page of each column is in memory at a time.
 *
 * The library gets the columns without what they mean, except texts, and gives what is stored: integers stay exact, and so
 * do decimals and nanoseconds (Apache, "Parquet Logical Type Definitions"). @module
 */

import type { FileMetaData } from "npm:hyparquet@1.33.0";
import { parquetMetadata } from "npm:hyparquet@1.33.0";
import type { TableRows } from "../../../lib/table/cells/source.ts";
import { hasTime, instantText } from "./cells.ts";
import { structLength } from "./parquet_checks.ts";
import { columnsOf, type ParquetColumn, withoutMeaning } from "./parquet_columns.ts";
import { ColumnPages, Room, RoomError, type Slice } from "./parquet_pages.ts";
import {
  columnNames,
  type FileBytes,
  leftOutColumns,
  refused,
  ROWS_AT_A_TIME,
  type TypedTable,
} from "./typed_table.ts";

/** What a file may take, whatever its size, and more for each of its bytes: a few bytes may stand for many values. */
const LIMITS = {
  /** Memory at the same time, in bytes. */
  memory: [134_217_728, 64],
  cells: [20_000_000, 64],
  characters: [268_435_456, 1024],
} as const;

/** The most characters of rows that are given at a time. */
const MAX_BATCH = 16_777_216;

export async function openParquet(file: FileBytes): Promise<TypedTable> {
  const size = file.size ?? (await file.whole()).length;
  const limit = (name: keyof typeof LIMITS) => LIMITS[name][0] + LIMITS[name][1] * size;
  const slice: Slice = async (start, end) => {
    if (start < 0 || end > size || start > end) throw new RangeError("bytes beyond its end");
    return await file.slice(start, end);
  };
  const metadata = await metadataOf(size, slice);
  const columns = columnsOf(metadata.schema);
  const read = columns.filter(({ leftOut }) => leftOut === undefined);
  const warnings = leftOutColumns(columns);
  const names = columnNames(file.name, read.map(({ name }) => name), warnings);
  checkCells(file.name, metadata, read.length, limit("cells"));

  /** The values of some columns, a few rows at a time: [columns][rows]. */
  async function* valuesOf(some: readonly ParquetColumn[]): AsyncGenerator<unknown[][]> {
    for (const { num_rows: rows, columns: chunks } of metadata.row_groups) {
      const room = new Room(limit("memory"));
      const pages = some.map(({ name, element }) => {
        const chunk = chunks.find((
          { meta_data: { path_in_schema: path } = { path_in_schema: [] } },
        ) => path.length === 1 && path[0] === name);
        return new ColumnPages(
          withoutMeaning(element),
          chunk!.meta_data!,
          Number(rows),
          slice,
          room,
        );
      });
      for (let left = Number(rows); left > 0; left -= ROWS_AT_A_TIME) {
        const values: unknown[][] = [];
        for (const column of pages) values.push(await column.take(Math.min(left, ROWS_AT_A_TIME)));
        yield values;
      }
    }
  }

  const instants = read.filter(({ instant }) => instant !== undefined);
  const timed = new Set<string>();
  try {
    for await (const values of instants.length === 0 ? [] : valuesOf(instants)) {
      for (const [c, column] of instants.entries()) {
        const isTimed = (value: unknown) => !isEmpty(value) && hasTime(column.instant!(value));
        if (values[c]!.some(isTimed)) timed.add(names[read.indexOf(column)]!);
      }
    }
  } catch (error) {
    throw sentenceOf(file.name, error);
  }
  return {
    columns: names,
    warnings,
    timed,
    async *rows(timed): AsyncGenerator<TableRows, void, void> {
      const texts = read.map(({ text, instant }, c) =>
        text ?? ((value: unknown) => instantText(instant!(value), timed.has(names[c]!)))
      );
      let line = 2;
      let characters = 0;
      try {
        for await (const values of valuesOf(read)) {
          let rows: string[][] = [];
          let batch = 0;
          const count = values[0]?.length ?? 0; // no column may be read
          for (let r = 0; r < count; r++) {
            const row = texts.map((text, c) => isEmpty(values[c]![r]) ? "" : text(values[c]![r]));
            rows.push(row);
            for (const { length } of row) batch += length;
            if (batch < MAX_BATCH && r < count - 1) continue;
            if ((characters += batch) > limit("characters")) throw new RoomError();
            yield { rows, lines: rows.map((_, r) => line + r) };
            line += rows.length;
            [rows, batch] = [[], 0];
          }
        }
      } catch (error) {
        throw sentenceOf(file.name, error);
      }
    },
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined;
}

/** The length of the end of a file, which has the length of its metadata before the four letters. */
const END_BYTES = 8;

/** The metadata, which the library reads without checks. */
async function metadataOf(size: number, slice: Slice): Promise<FileMetaData> {
  const end = await slice(size - END_BYTES, size);
  const start = size - END_BYTES - new DataView(end.buffer).getUint32(0, true);
  const bytes = await slice(start, size);
  if (structLength(bytes.subarray(0, -END_BYTES)) === undefined) {
    throw new Error("its metadata are cut off");
  }
  return parquetMetadata(bytes.buffer, { geoparquet: false });
}

/** Checks how many cells a file claims to have. */
function checkCells(name: string, metadata: FileMetaData, columns: number, most: number): void {
  let rows = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    if (count < 0) throw new Error("a group has a negative number of rows");
    rows += Number(count);
  }
  if (rows * columns <= most) return;
  throw refused(
    name,
    `it has ${rows} rows of ${columns} columns, and a file of its size may have ${most} cells`,
  );
}

/** A sentence for a file that would take too much. */
function sentenceOf(name: string, error: unknown): unknown {
  if (!(error instanceof RoomError)) return error;
  return refused(
    name,
    "its values take more memory than a file of its size may; write it with smaller pages and groups of rows",
  );
}

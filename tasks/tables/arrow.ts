/**
 * Arrow's files and streams as tables, by the library flechette; Feather's second version is such a file. The file is held in
 * memory (Apache, "Arrow Columnar Format", Serialization and IPC). @module
 */

import { decompress } from "npm:fzstd@0.1.1";
import type { Column, DataType, ExtractionOptions } from "npm:@uwdata/flechette@2.6.0";
import { CompressionType, setCompressionCodec, tableFromIPC } from "npm:@uwdata/flechette@2.6.0";
import type { TableRows } from "../../lib/table/mod.ts";
import { type ArrowColumn, arrowColumn } from "./arrow_columns.ts";
import { hasTime, instantText } from "./cells.ts";
import { guardedBytes } from "./guarded_bytes.ts";
import { unpackLz4Frame } from "./lz4_frame.ts";
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

/** Exact values: whole numbers and times as bigints, decimals as units of their last digit. */
const EXACT: ExtractionOptions = {
  ...{ useDate: false, useDecimalInt: true, useBigInt: true, useBigIntTimestamp: true },
};

/** The most bytes of the buffers of a file, unpacked. */
const MAX_UNPACKED = 4 * MAX_BYTES;

/** How many bytes the file that is read may still be unpacked to. */
let left = 0;

/** Registers what unpacks the buffers of a file; the library has no codecs of its own. */
function registerCodecs(): void {
  left = MAX_UNPACKED;
  const register = (type: 0 | 1, unpack: (bytes: Uint8Array, size: number) => Uint8Array) =>
    setCompressionCodec(type, {
      decode(bytes, size) {
        left -= size;
        if (!(size >= 0 && left >= 0)) throw new Error("its buffers are over 2 GiB, unpacked");
        return unpack(bytes, size);
      },
      encode: (bytes) => bytes,
    });
  register(CompressionType.LZ4_FRAME, unpackLz4Frame);
  register(CompressionType.ZSTD, (bytes, size) => decompress(bytes, new Uint8Array(size)));
}

/** How a file begins and ends; a stream does not. */
const MAGIC = new TextEncoder().encode("ARROW1");

/** A stream, or the one that is in a file, between its start and its footer. */
function streamIn(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const isMagic = (at: number) => MAGIC.every((byte, k) => bytes[at + k] === byte);
  if (!isMagic(0)) return bytes;
  const end = bytes.length - MAGIC.length;
  if (end < 12 || !isMagic(end)) throw new Error("it ends too soon");
  const footer = new DataView(bytes.buffer).getInt32(end - 4, true);
  if (footer < 0 || footer > end - 12) throw new Error("its footer is longer than the file");
  return bytes.subarray(8, end - 4 - footer);
}

/** Opens a file or a stream of Arrow. */
export async function openArrow(file: FileBytes): Promise<TypedTable> {
  registerCodecs();
  const bytes = await file.whole();
  const table = tableFromIPC(guardedBytes(streamIn(bytes)), EXACT);
  // Even a column without values has a bit for each row.
  if (table.numRows > 8 * Math.max(bytes.length, MAX_UNPACKED - left)) {
    throw new Error(`${table.numRows} rows`);
  }
  const columns = table.schema.fields.map(({ name, type }) => ({
    name,
    ...arrowColumn(type as DataType),
  }));
  const read = columns.flatMap((column, c) =>
    column.leftOut === undefined
      ? [{ ...column, values: table.getChildAt(c) as Column<unknown> }]
      : []
  );
  const names = columnNames(file.name, read.map(({ name }) => name));
  if (table.numRows * names.length > MAX_CELLS) {
    throw refused(file.name, `it has over ${MAX_CELLS} cells, the most of an Arrow file`);
  }
  const short = read.find(({ values }) => values.length !== table.numRows);
  if (short !== undefined) throw new Error(`the column ${short.name} has not all rows`);
  const timed = names.filter((_, c) => {
    const { instant, values } = read[c]!;
    return instant !== undefined && some(values, (value) => hasTime(instant(value)));
  });
  return {
    columns: names,
    warnings: leftOutColumns(columns),
    timed: new Set(timed),
    *rows(timed): Generator<TableRows, void, void> {
      const texts = read.map((column, c) => textsOf(column, timed.has(names[c]!)));
      for (let start = 0; start < table.numRows; start += ROWS_AT_A_TIME) {
        const count = Math.min(ROWS_AT_A_TIME, table.numRows - start);
        yield {
          rows: Array.from({ length: count }, () => texts.map((next) => next())),
          lines: Array.from({ length: count }, (_, r) => start + r + 2),
        };
      }
    },
  };
}

function some(values: Iterable<unknown>, test: (value: unknown) => boolean): boolean {
  for (const value of values) if (value !== null && value !== undefined && test(value)) return true;
  return false;
}

/** The texts of a column, one after the other. */
function textsOf(
  { values, text, instant }: ArrowColumn & { readonly values: Iterable<unknown> },
  timed: boolean,
): () => string {
  const iterator = values[Symbol.iterator]();
  return () => {
    const { value } = iterator.next();
    if (value === undefined) throw new Error("a column is shorter than the table");
    if (value === null) return "";
    return text === undefined ? instantText(instant!(value), timed) : text(value);
  };
}

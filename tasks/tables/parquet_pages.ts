/**
 * Checks the pages of a Parquet file before the library decodes them: it fills lists with as many values as a page gives it,
 * so that one damaged number would take minutes (Apache, "Parquet Encodings", RLE). @module
 */

import type { ColumnChunk, FileMetaData, SchemaElement } from "npm:hyparquet@1.33.0";
import { parquetHeader } from "npm:hyparquet@1.33.0/src/column.js";
import { decompressPage } from "npm:hyparquet@1.33.0/src/datapage.js";
import { compressors } from "npm:hyparquet-compressors@1.1.2";

/** The bytes from `start` up to `end`. */
type Slice = (start: number, end: number) => Promise<Uint8Array>;

/**
 * Checks the pages of columns that hold no lists.
 * @param elements the schema of each column, by its name
 * @throws {Error} if a page has more values than its group has rows, or repeats one more often
 */
export async function checkPages(
  { row_groups: groups }: FileMetaData,
  elements: ReadonlyMap<string, SchemaElement>,
  slice: Slice,
): Promise<void> {
  for (const { columns, num_rows: rows } of groups) {
    for (const chunk of columns) {
      const element = elements.get(chunk.meta_data?.path_in_schema[0] ?? "");
      if (element !== undefined) await checkChunk(chunk, element, Number(rows), slice);
    }
  }
}

async function checkChunk(
  { meta_data: metadata }: ColumnChunk,
  { repetition_type: repetition }: SchemaElement,
  rows: number,
  slice: Slice,
): Promise<void> {
  const { codec, dictionary_page_offset: dictionary, data_page_offset: data } = metadata!;
  const start = Number(dictionary ?? 0) || Number(data);
  const bytes = await slice(start, start + Number(metadata!.total_compressed_size));
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  for (let values = 0; values < rows && reader.offset < bytes.length - 1;) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    const end = reader.offset + packed;
    if (packed < 0 || size < 0 || end > bytes.length) throw new Error("a page is cut off");
    const page = bytes.subarray(reader.offset, end);
    reader.offset = end;
    const { data_page_header: first, data_page_header_v2: second } = header;
    const count = Number((header.dictionary_page_header ?? first ?? second)?.num_values ?? 0);
    const most = header.dictionary_page_header === undefined ? rows - values : 8 * size;
    if (count < 0 || count > most) throw new Error("a page has more values than its group");
    if (first !== undefined) {
      const whole = decompressPage(page, size, codec, compressors);
      const levels = repetition === "REQUIRED" ? 0 : checkFramed(whole, 0, count);
      checkValues(whole.subarray(levels), first.encoding, count);
    } else if (second !== undefined) {
      const levels = Number(second.definition_levels_byte_length);
      const lists = Number(second.repetition_levels_byte_length);
      checkRuns(page.subarray(lists, lists + levels), 1, count);
      const rest = page.subarray(lists + levels);
      const isPacked = second.is_compressed !== false && rest.length > 0;
      const unpacked = isPacked
        ? decompressPage(rest, size - levels - lists, codec, compressors)
        : rest;
      checkValues(unpacked, second.encoding, count);
    }
    if (header.dictionary_page_header === undefined) values += count;
  }
}

/** Checks values that are runs: indices of a dictionary after the width of each, or the bits of flags. */
function checkValues(bytes: Uint8Array, encoding: string, count: number): void {
  if (encoding === "RLE_DICTIONARY" || encoding === "PLAIN_DICTIONARY") {
    checkRuns(bytes.subarray(1), bytes[0] ?? 0, count);
  } else if (encoding === "RLE") checkFramed(bytes, 0, count);
}

/** Checks runs after their length of 4 bytes; returns where they end. */
function checkFramed(bytes: Uint8Array, start: number, count: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = start + 4 + view.getUint32(start, true);
  if (end > bytes.length) throw new Error("a list of runs is cut off");
  checkRuns(bytes.subarray(start + 4, end), 1, count);
  return end;
}

/**
 * Checks runs up to the one that has the last value.
 * @param width of a value, in bits
 */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  let at = 0;
  for (let seen = 0; seen < count;) {
    let header = 0;
    let byte = 128;
    for (let factor = 1; byte >= 128; factor *= 128) {
      if (at >= bytes.length) return; // the library has an error of its own for this
      byte = bytes[at++]!;
      header += (byte % 128) * factor;
    }
    const length = Math.floor(header / 2);
    const isPacked = header % 2 === 1; // groups of 8 values, each of `width` bits
    if (length === 0) return; // nothing but zeros may follow the last value
    // Packed values may be padded beyond the last one, as DuckDB's are: their bytes are the limit.
    const isTooLong = isPacked ? width === 0 && 8 * length > count + 7 : length > count - seen;
    if (isTooLong) throw new Error("a page repeats a value more often than it has values");
    seen += isPacked ? 8 * length : length;
    at += isPacked ? length * width : Math.ceil(width / 8);
  }
}

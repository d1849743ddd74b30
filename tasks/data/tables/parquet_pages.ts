/**
 * The values of a Parquet column, a page after the other: one page of each column is in memory at a time. The library decodes
 * what was checked before. @module
 */

import type { ColumnMetaData, DecodedArray, PageHeader, SchemaElement } from "npm:hyparquet@1.33.0";
import { parquetHeader, readPage } from "npm:hyparquet@1.33.0/src/column.js";
import { convert, DEFAULT_PARSERS } from "npm:hyparquet@1.33.0/src/convert.js";
import { concatenated } from "../../system/streams.ts";
import { unpackPage } from "./parquet_codecs.ts";
import { textOfBytes } from "./parquet_columns.ts";
import { checkFramed, checkRuns, checkValues, structLength } from "./parquet_checks.ts";

/** The bytes from `start` up to `end`. */
export type Slice = (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>;

/** How much memory may be taken at the same time, in bytes. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** @throws {RoomError} if there is no room for more */
  take(bytes: number): void {
    if (bytes > this.#left) throw new RoomError();
    this.#left -= bytes;
  }
}

/** Pages need more memory than a file of its size may take. */
export class RoomError extends Error {}

/** The bytes that the library takes for a value while it decodes it, and that it keeps: numbers and shared texts, or others. */
const [DECODED, DECODED_BYTES, KEPT] = [48, 160, 16];

/** How many bytes are read at once at least, and the most of a page's header. */
const [READ_AHEAD, MAX_HEADER] = [65_536, 16_777_216];

const PARSERS = {
  ...DEFAULT_PARSERS,
  timestampFromNanoseconds: (value: bigint) => value,
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && textOfBytes(bytes),
} as unknown as typeof DEFAULT_PARSERS;

const WIDTHS: { readonly [type: string]: number } = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8 };

/** The bytes of a file, read some at a time. */
class Window {
  readonly #slice: Slice;
  readonly #end: number;
  #start = 0;
  #bytes = new Uint8Array();

  constructor(slice: Slice, end: number) {
    this.#slice = slice;
    this.#end = end;
  }

  /** @throws {Error} if they go beyond the end */
  async bytes(start: number, end: number): Promise<Uint8Array> {
    if (end > this.#end) throw new Error("a page is cut off");
    if (start < this.#start || end > this.#start + this.#bytes.length) {
      this.#start = start;
      this.#bytes = await this.#slice(
        start,
        Math.min(this.#end, Math.max(end, start + READ_AHEAD)),
      );
    }
    return this.#bytes.subarray(start - this.#start, end - this.#start);
  }
}

/** Values, missing ones as `undefined` or `null`, and the bytes of the room that they take. */
interface Decoded {
  readonly values: ArrayLike<unknown>;
  readonly kept: number;
}

/** The values of a column in a group of rows. */
export class ColumnPages {
  readonly #element: SchemaElement;
  readonly #metadata: ColumnMetaData;
  readonly #window: Window;
  readonly #room: Room;
  readonly #end: number;
  #at: number;
  /** How many rows are in pages that are not read yet. */
  #left: number;
  #dictionary: DecodedArray | undefined;
  #page: ArrayLike<unknown> = [];
  #next = 0;
  /** How many bytes of the room the values of the page take. */
  #kept = 0;

  constructor(
    element: SchemaElement,
    metadata: ColumnMetaData,
    rows: number,
    slice: Slice,
    room: Room,
  ) {
    this.#element = element;
    this.#metadata = metadata;
    this.#left = rows;
    this.#room = room;
    const { dictionary_page_offset: dictionary, data_page_offset: data } = metadata;
    this.#at = Math.min(...[dictionary || data, data].map(Number));
    this.#end = this.#at + Number(metadata.total_compressed_size);
    this.#window = new Window(slice, this.#end);
  }

  /** The next values. */
  async take(count: number): Promise<unknown[]> {
    const values: unknown[] = [];
    while (values.length < count) {
      if (this.#next === this.#page.length) await this.#load();
      else values.push(this.#page[this.#next++]);
    }
    return values;
  }

  async #load(): Promise<void> {
    const header = await this.#header();
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    if (!(packed >= 0 && size >= 0)) throw new Error("a page has no size");
    const page = await this.#window.bytes(this.#at, this.#at + packed);
    this.#at += packed;
    if (header.type === "DICTIONARY_PAGE") {
      const count = Number(header.dictionary_page_header?.num_values ?? 0);
      if (!(count >= 0 && count <= 8 * size)) {
        throw new Error("a dictionary has more values than bits");
      }
      this.#dictionary = this.#decoded(header, this.#unpacked(page, size), count, 0)
        .values as DecodedArray;
      return;
    }
    const count = Number(dataHeaderOf(header)?.num_values ?? 0); // none in an index
    if (!(count >= 0 && count <= this.#left)) {
      throw new Error("a page has more values than its group");
    }
    this.#room.take(-this.#kept);
    [this.#page, this.#next, this.#kept] = [[], 0, 0];
    if (count === 0) return;
    const { values, kept } = this.#data(header, page, count);
    [this.#page, this.#kept] = [values, kept];
    this.#left -= count;
  }

  /** The header of the next page. */
  async #header(): Promise<PageHeader> {
    for (let size = 1024;; size *= 8) {
      const end = Math.min(this.#end, this.#at + size);
      const bytes = await this.#window.bytes(this.#at, end);
      const length = structLength(bytes);
      if (length !== undefined) {
        this.#at += length;
        return parquetHeader({ view: viewOf(bytes.subarray(0, length)), offset: 0 });
      }
      if (end === this.#end || size > MAX_HEADER) throw new Error("a page is cut off");
    }
  }

  /** The values of a page of data, whose levels are checked first. */
  #data(header: PageHeader, page: Uint8Array, count: number): Decoded {
    const { data_page_header_v2: second, uncompressed_page_size: size } = header;
    let [levels, present] = [0, count];
    if (header.type === "DATA_PAGE_V2") {
      const lists = Number(second!.repetition_levels_byte_length);
      levels = lists + Number(second!.definition_levels_byte_length);
      present = count - Number(second!.num_nulls);
      if (!(lists >= 0 && levels >= lists && levels <= page.length && present <= count)) {
        throw new Error("a page has levels without a length");
      }
      checkRuns(page.subarray(lists, levels), 1, count);
      if (second!.is_compressed !== false && size > levels) {
        const rest = this.#unpacked(page.subarray(levels), size - levels);
        page = concatenated([page.subarray(0, levels), rest]);
      }
    } else {
      page = this.#unpacked(page, size);
      if (this.#element.repetition_type !== "REQUIRED") {
        ({ end: levels, set: present } = checkFramed(page, count));
      }
    }
    if (present === 0) return { values: { length: count }, kept: 0 }; // all are missing
    const { encoding } = dataHeaderOf(header)!;
    const width = this.#element.type_length ?? WIDTHS[this.#element.type!] ?? 1;
    const made = checkValues(page.subarray(levels), encoding, present, width);
    return this.#decoded(header, page, count, made);
  }

  /** Unpacks a page, if there is room for it. */
  #unpacked(page: Uint8Array, size: number): Uint8Array {
    this.#room.take(size);
    this.#room.take(-size);
    return unpackPage(this.#metadata.codec, page, size);
  }

  /**
   * What the library makes of a page that is not packed any more.
   * @param made how many bytes it makes of the values beyond those of the page
   */
  #decoded(header: PageHeader, page: Uint8Array, count: number, made: number): Decoded {
    const isBytes = this.#element.type?.endsWith("BYTE_ARRAY") === true &&
      !dataHeaderOf(header)?.encoding.endsWith("_DICTIONARY");
    const taken = made + page.length + count * (isBytes ? DECODED_BYTES : DECODED);
    const kept = count * KEPT + (isBytes ? made + page.length : 0);
    this.#room.take(taken);
    const second = header.data_page_header_v2;
    const plain = {
      ...header,
      "compressed_page_size": page.length,
      "uncompressed_page_size": page.length,
      ...second !== undefined && { data_page_header_v2: { ...second, is_compressed: false } },
    };
    const decoder = decoderOf(this.#element);
    const reader = { view: viewOf(page), offset: 0 };
    const { data } = readPage(reader, plain, decoder, this.#dictionary, undefined, 0);
    if (data?.length !== count) throw new Error("a page lacks some of its values");
    this.#room.take(kept - taken);
    return { values: header.type === "DICTIONARY_PAGE" ? convert(data, decoder) : data, kept };
  }
}

/** The header of a page of data. */
function dataHeaderOf(
  header: PageHeader,
): PageHeader["data_page_header"] | PageHeader["data_page_header_v2"] {
  if (header.type === "DATA_PAGE") return header.data_page_header;
  return header.type === "DATA_PAGE_V2" ? header.data_page_header_v2 : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** How the library decodes a column of the first level that is not a list. */
function decoderOf(element: SchemaElement): Parameters<typeof readPage>[2] {
  const tree = (element: SchemaElement) => ({ element, children: [], count: 1, path: [] });
  const root: SchemaElement = { name: "", "repetition_type": "REQUIRED" };
  return {
    element,
    type: element.type!,
    pathInSchema: [element.name],
    parsers: PARSERS,
    utf8: false,
    codec: "UNCOMPRESSED",
    schemaPath: [tree(root), tree(element)],
  };
}

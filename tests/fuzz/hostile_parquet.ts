/** Parquet files that ask for much: a column of one page, whose header, runs or codec claim what is not there. */

import { gzipSync } from "node:zlib";
import { concat, utf8 } from "../helpers/bytes.ts";
import {
  chunkOf,
  CONVERTED,
  parquetOf,
  type Thrift,
  thrift,
  varint,
} from "../helpers/write_parquet.ts";

const bytesOf = (...numbers: readonly number[]) => Uint8Array.from(numbers);
const uint32 = (value: number) => new Uint8Array(new Uint32Array([value]).buffer);

const TYPES = { BOOLEAN: 0, INT32: 1, INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6, FIXED: 7 } as const;
const ENCODINGS = {
  PLAIN: 0,
  RLE: 3,
  DELTA_BINARY_PACKED: 5,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  DELTA_BYTE_ARRAY: 7,
  RLE_DICTIONARY: 8,
  BYTE_STREAM_SPLIT: 9,
} as const;
const CODECS = { UNCOMPRESSED: 0, SNAPPY: 1, GZIP: 2, BROTLI: 4, ZSTD: 6, LZ4_RAW: 7 } as const;

interface Page {
  /** How many values its header claims. */
  readonly count: number;
  readonly body: Uint8Array;
  readonly encoding?: keyof typeof ENCODINGS;
  /** How many bytes it claims to be, unpacked. */
  readonly size?: number;
}

interface Column {
  readonly type?: keyof typeof TYPES;
  readonly codec?: keyof typeof CODECS;
  /** Whether it may lack values, and so has levels. */
  readonly optional?: boolean;
  readonly length?: number;
  readonly dictionary?: Page;
  /** How many columns have these pages. */
  readonly columns?: number;
  /** How many groups of rows do. */
  readonly groups?: number;
  readonly text?: boolean;
  readonly decimal?: boolean;
  /** Put after the metadata's fields. */
  readonly more?: readonly number[];
}

function pageOf(
  { count, body, encoding = "PLAIN", size = body.length }: Page,
  isFirst: boolean,
): Uint8Array {
  const values = { 1: { i32: count }, 2: { i32: ENCODINGS[encoding] } };
  const header: Thrift = {
    struct: {
      1: { i32: isFirst ? 2 : 0 },
      2: { i32: size },
      3: { i32: body.length },
      [isFirst ? 7 : 5]: { struct: { ...values, ...!isFirst && { 3: { i32: 3 }, 4: { i32: 3 } } } },
    },
  };
  return concat(Uint8Array.from(thrift(header)), body);
}

/** A file of a column with some pages, and what it claims about them. */
function file(pages: readonly Page[], column: Column = {}): Uint8Array<ArrayBuffer> {
  const { type = "INT64", codec = "UNCOMPRESSED", dictionary, columns = 1, groups = 1 } = column;
  const parts = [
    ...dictionary === undefined ? [] : [pageOf(dictionary, true)],
    ...pages.map((page) => pageOf(page, false)),
  ];
  const body = concat(...parts);
  const rows = pages.reduce((sum, { count }) => sum + count, 0);
  const names = Array.from({ length: columns }, (_, c) => `c${c}`);
  const elements = names.map((name): Thrift => ({
    struct: {
      1: { i32: TYPES[type] },
      ...column.length !== undefined && { 2: { i32: column.length } },
      3: { i32: column.optional ? 1 : 0 },
      4: { text: name },
      ...column.text && { 6: { i32: CONVERTED.UTF8 } },
      ...column.decimal && { 6: { i32: CONVERTED.DECIMAL } },
    },
  }));
  const sizes = { rows, size: body.length, packed: body.length, start: 4 };
  const chunk = (name: string) =>
    chunkOf({ type: TYPES[type], name, codec: CODECS[codec], ...sizes });
  const group: Thrift = {
    struct: { 1: { list: names.map(chunk) }, 2: { i64: body.length }, 3: { i64: rows } },
  };
  return parquetOf([utf8("PAR1"), body], {
    elements,
    groups: Array.from({ length: groups }, () => group),
    rows: rows * groups,
    more: column.more ?? [],
  });
}

/** A run of one value, `count` times. */
const run = (count: number, ...value: readonly number[]) => bytesOf(...varint(2 * count), ...value);
/** Indices of a dictionary that are all zero, in one bit. */
const zeros = (count: number) => concat(bytesOf(1), run(count, 0));

/** Zstandard: a frame of zeros, in blocks of 4 bytes. */
function zstdZeros(size: number, window = 0x38): Uint8Array {
  const block = 131_072;
  const count = size / block;
  const blocks = Array.from({ length: count }, (_, k) => {
    const head = block * 8 + 2 + Number(k === count - 1);
    return bytesOf(head & 255, head >> 8 & 255, head >> 16, 0);
  });
  return concat(bytesOf(0x28, 0xb5, 0x2f, 0xfd, 0, window), ...blocks);
}

/** Zstandard: blocks whose sequences are as many and as long as they can be, for 12 bytes each. */
function zstdSequences(count: number): Uint8Array {
  const blocks = Array.from({ length: count }, (_, k) => {
    const body = [0, 255, 255, 255, 0x54, 0, 0, 52, 1];
    const head = body.length * 8 + 4 + Number(k === count - 1);
    return bytesOf(head & 255, head >> 8, 0, ...body);
  });
  return concat(bytesOf(0x28, 0xb5, 0x2f, 0xfd, 0, 0x38), ...blocks);
}

/** Numbers that grow by one step: blocks of 128 values in 4 parts without bits. */
const steps = (first: number, step: number, count: number) =>
  bytesOf(
    ...varint(128),
    4,
    ...varint(count),
    ...varint(2 * first),
    ...Array.from({ length: Math.ceil((count - 1) / 128) }, () => [...varint(2 * step), 0, 0, 0, 0])
      .flat(),
  );

const MILLIONS = 100_000_000;
const level = (count: number) => concat(uint32(run(count, 1).length), run(count, 1));
const long = (length: number) => [...Array<number>(length).fill(0xff), 0];
const text = (length: number) => concat(uint32(length), new Uint8Array(length).fill(120));

const EIGHT = { count: 1, body: new Uint8Array(8) };
const THREE = { count: 3, body: new Uint8Array(9), size: 2 ** 31 - 1 };
/** A column of one value by its index, claimed so many times. */
const indexed = (count: number, column: Column = {}, body = zeros(count)) =>
  file([{ count, encoding: "RLE_DICTIONARY", body }], { dictionary: EIGHT, ...column });

/** By what they ask for. */
export const PARQUET: { readonly [name: string]: () => Uint8Array<ArrayBuffer> } = {
  "a level 2³⁰ times": () =>
    file([{ count: 3, body: concat(level(2 ** 30), new Uint8Array(24)) }], { optional: true }),
  "an index 2³⁰ times": () => indexed(3, {}, zeros(2 ** 30)),
  "packed indices without bits": () => indexed(3, {}, bytesOf(0, ...varint(2 ** 31 - 1))),
  "a page of 2 GiB": () => file([THREE], { codec: "GZIP" }),
  "a page of 2 GiB, by Snappy": () => file([THREE], { codec: "SNAPPY" }),
  "a page of 2 GiB, by LZ4": () => file([THREE], { codec: "LZ4_RAW" }),
  "gzip that unfolds": () =>
    file([{ count: 3, body: gzipSync(new Uint8Array(200_000_000)), size: 24 }], { codec: "GZIP" }),
  "Zstandard that unfolds": () =>
    file([{ count: 3, body: zstdZeros(2 ** 31), size: 24 }], { codec: "ZSTD" }),
  "Zstandard with a window of 1 GiB": () =>
    file([{ count: 2 ** 17, body: zstdZeros(2 ** 20, 0xa0), size: 2 ** 20 }], { codec: "ZSTD" }),
  "Zstandard of long sequences": () =>
    file([{ count: 3, body: zstdSequences(100), size: 24 }], { codec: "ZSTD" }),
  "100 million rows of one value": () => indexed(MILLIONS),
  "100 million rows, none with a value": () =>
    file([{ count: MILLIONS, body: concat(uint32(5), run(MILLIONS, 0)) }], { optional: true }),
  "1000 groups of a million rows": () => indexed(1_000_000, { groups: 1000 }),
  "many rows of one value, in three columns": () => indexed(2_000_000, { columns: 3 }),
  "many rows without a value, in three columns": () =>
    file([{ count: 2_000_000, body: concat(uint32(5), run(2_000_000, 0)) }], {
      optional: true,
      columns: 3,
    }),
  "1000 columns of one page": () => indexed(65_536, { columns: 1000 }),
  "millions of empty texts": () =>
    file([{ count: 10_000_000, body: gzipSync(new Uint8Array(40_000_000)), size: 40_000_000 }], {
      type: "BYTE_ARRAY",
      codec: "GZIP",
      text: true,
    }),
  "a long text, many times": () =>
    indexed(1_000_000, {
      type: "BYTE_ARRAY",
      text: true,
      dictionary: { count: 1, body: text(200_000) },
    }),
  "a dictionary of 2³¹ values": () => indexed(3, { dictionary: { ...EIGHT, count: 2 ** 31 - 1 } }),
  "a dictionary of 30 million values": () => {
    const [count, size] = [30_000_000, 120_000_000];
    const dictionary = { count, body: gzipSync(new Uint8Array(size)), size };
    return indexed(3, { type: "BYTE_ARRAY", codec: "GZIP", text: true, dictionary });
  },
  "texts that repeat the one before": () => {
    const [count, step] = [5000, 1000];
    const lengths = [steps(0, step, count), steps(step, 0, count)];
    const body = concat(...lengths, new Uint8Array(count * step).fill(120));
    return file([{
      count,
      encoding: "DELTA_BYTE_ARRAY",
      body: gzipSync(body),
      size: body.length,
    }], { type: "BYTE_ARRAY", codec: "GZIP", text: true });
  },
  "split values of a megabyte each": () =>
    file([{ count: 1000, encoding: "BYTE_STREAM_SPLIT", body: new Uint8Array(100_000) }], {
      type: "FIXED",
      length: 1_000_000,
      decimal: true,
    }),
  "a delta of 100,000 bytes, many times": () => {
    const count = 1_000_000;
    const body = bytesOf(...varint(2 ** 20), 1, ...varint(count), 0, ...long(100_000), 0);
    return file([{ count, encoding: "DELTA_BINARY_PACKED", body }]);
  },
  "numbers of a megabyte in a header": () =>
    file([EIGHT], { more: [0x06, 40, ...long(1_000_000)] }),
  "a list of 2³⁰ items in a header": () =>
    file([EIGHT], { more: [0x09, 40, 0xf5, ...varint(2 ** 30)] }),
  "lists in lists in a header": () =>
    file([EIGHT], { more: [0x09, 40, ...Array<number>(500_000).fill(0x19)] }),
};

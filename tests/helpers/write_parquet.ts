/** Writes small Parquet files: a page for each column of each group of rows, with the encoding PLAIN. */

import { concat, utf8 } from "./bytes.ts";

/** A value of Thrift's compact protocol. */
export type Thrift =
  | { readonly bool: boolean }
  | { readonly i8: number }
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly struct: { readonly [id: number]: Thrift } };

const TYPES = { i8: 3, i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

const typeOf = (value: Thrift): number =>
  "bool" in value ? value.bool ? 1 : 2 : TYPES[Object.keys(value)[0] as keyof typeof TYPES];

/** A whole number of any length, 7 bits a byte. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
  return [...bytes, value];
}

const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);

/** The bytes of a value. */
export function thrift(value: Thrift): number[] {
  if ("bool" in value) return [];
  if ("i8" in value) return [value.i8];
  if ("i32" in value) return zigzag(value.i32);
  if ("i64" in value) return zigzag(value.i64);
  if ("text" in value) return [...varint(utf8(value.text).length), ...utf8(value.text)];
  if ("list" in value) {
    const { list } = value;
    const type = list.length === 0 ? 12 : typeOf(list[0]!);
    const head = list.length < 15
      ? [list.length * 16 + type]
      : [0xf0 + type, ...varint(list.length)];
    return [...head, ...list.flatMap(thrift)];
  }
  let last = 0;
  const fields = Object.entries(value.struct).flatMap(([id, field]) => {
    const head = (Number(id) - last) * 16 + typeOf(field);
    last = Number(id);
    return [head, ...thrift(field)];
  });
  return [...fields, 0];
}

const PHYSICAL = [
  "BOOLEAN",
  "INT32",
  "INT64",
  "INT96",
  "FLOAT",
  "DOUBLE",
  "BYTE_ARRAY",
  "FIXED_LEN_BYTE_ARRAY",
] as const;

/** A column: how its values are stored, what they mean, and the values of each group of rows. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: typeof PHYSICAL[number];
  /** Stored values; null for a missing one, in a column that may lack some. */
  readonly values: readonly (readonly (number | bigint | boolean | string | Uint8Array | null)[])[];
  readonly length?: number;
  readonly converted?: number;
  readonly scale?: number;
  /** The union of the logical type: its field, and what that holds. */
  readonly logical?: readonly [id: number, struct: { readonly [id: number]: Thrift }];
  /** Whether it is a list, of which each value is an item. */
  readonly repeated?: true;
}

/** How pages are packed: the number of the codec, and what packs. */
export interface ParquetCodec {
  readonly codec: number;
  readonly pack: (bytes: Uint8Array) => Uint8Array;
}

const PLAIN: ParquetCodec = { codec: 0, pack: (bytes) => bytes };

/** The converted types of the format that tests use. */
export const CONVERTED = {
  UTF8: 0,
  DECIMAL: 5,
  DATE: 6,
  TIME_MILLIS: 7,
  TIMESTAMP_MILLIS: 9,
  TIMESTAMP_MICROS: 10,
  UINT_32: 13,
  UINT_64: 14,
  JSON: 19,
} as const;

/** Writes a file. */
export function writeParquet(
  columns: readonly ParquetColumn[],
  { codec, pack }: ParquetCodec = PLAIN,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [utf8("PAR1")];
  let offset = 4;
  const groups = columns[0]!.values.map((_, g): Thrift => {
    const chunks = columns.map((column): Thrift => {
      const values = column.values[g]!;
      const page = pageOf(column, values);
      const packed = pack(page);
      const header = Uint8Array.from(thrift({
        struct: {
          1: { i32: 0 },
          2: { i32: page.length },
          3: { i32: packed.length },
          5: {
            struct: { 1: { i32: values.length }, 2: { i32: 0 }, 3: { i32: 3 }, 4: { i32: 3 } },
          },
        },
      }));
      parts.push(header, packed);
      const start = offset;
      offset += header.length + packed.length;
      return chunkOf({
        type: PHYSICAL.indexOf(column.type),
        name: column.name,
        codec,
        start,
        rows: values.length,
        size: header.length + page.length,
        packed: offset - start,
      });
    });
    const rows = columns[0]!.values[g]!.length;
    return { struct: { 1: { list: chunks }, 2: { i64: 1000 }, 3: { i64: rows } } };
  });
  const rows = columns[0]!.values.reduce((sum, { length }) => sum + length, 0);
  return parquetOf(parts, { elements: columns.map(elementOf), groups, rows });
}

/** Where a column of a group of rows is, in bytes, and how it is packed. */
export function chunkOf(
  { type, name, codec, rows, size, packed, start }:
    & {
      readonly [key in "type" | "codec" | "rows" | "size" | "packed" | "start"]: number;
    }
    & { readonly name: string },
): Thrift {
  const path = { 2: { list: [{ i32: 0 }] }, 3: { list: [{ text: name }] } };
  const sizes = { 5: { i64: rows }, 6: { i64: size }, 7: { i64: packed }, 9: { i64: start } };
  const struct = { 1: { i32: type }, ...path, 4: { i32: codec }, ...sizes };
  return { struct: { 2: { i64: start }, 3: { struct } } };
}

/**
 * A file of pages and their metadata.
 * @param parts what stands before the metadata, the magic word first
 * @param more bytes after the metadata's fields
 */
export function parquetOf(
  parts: readonly Uint8Array[],
  { elements, groups, rows, more = [] }: {
    readonly elements: readonly Thrift[];
    readonly groups: readonly Thrift[];
    readonly rows: number;
    readonly more?: readonly number[];
  },
): Uint8Array<ArrayBuffer> {
  const root: Thrift = { struct: { 4: { text: "root" }, 5: { i32: elements.length } } };
  const list = [root, ...elements];
  const fields = { 1: { i32: 1 }, 2: { list }, 3: { i64: rows }, 4: { list: groups } };
  const metadata = Uint8Array.from([...thrift({ struct: fields }).slice(0, -1), ...more, 0]);
  const length = new Uint8Array(new Uint32Array([metadata.length]).buffer);
  return concat(...parts, metadata, length, utf8("PAR1"));
}

function elementOf(column: ParquetColumn): Thrift {
  const { name, type, length, converted, scale, logical, repeated } = column;
  return {
    struct: {
      1: { i32: PHYSICAL.indexOf(type) },
      ...length !== undefined && { 2: { i32: length } },
      3: { i32: repeated ? 2 : 1 },
      4: { text: name },
      ...converted !== undefined && { 6: { i32: converted } },
      ...scale !== undefined && { 7: { i32: scale }, 8: { i32: 9 } },
      ...logical !== undefined && { 10: { struct: { [logical[0]]: { struct: logical[1] } } } },
    },
  };
}

function pageOf(column: ParquetColumn, values: ParquetColumn["values"][number]): Uint8Array {
  const full = values.filter((value) => value !== null);
  const levels = Uint8Array.from(values.flatMap((value) => [2, value === null ? 0 : 1]));
  const framed = [new Uint8Array(new Uint32Array([levels.length]).buffer), levels];
  // A list has levels of repetition before those of definition.
  const starts = Uint8Array.from(values.flatMap(() => [2, 0]));
  const lists = column.repeated ? [framed[0]!, starts] : [];
  return concat(...lists, ...framed, ...storedOf(column, full));
}

function storedOf({ type }: ParquetColumn, values: readonly unknown[]): Uint8Array[] {
  if (type === "BOOLEAN") {
    const bits = new Uint8Array(Math.ceil(values.length / 8));
    values.forEach((value, k) => bits[k >> 3]! |= Number(value) << (k & 7));
    return [bits];
  }
  return values.map((value) => {
    if (value instanceof Uint8Array || typeof value === "string") {
      const bytes = typeof value === "string" ? utf8(value) : value;
      return type === "BYTE_ARRAY"
        ? concat(new Uint8Array(new Uint32Array([bytes.length]).buffer), bytes)
        : bytes;
    }
    const view = new DataView(new ArrayBuffer(8));
    if (type === "INT32") view.setInt32(0, Number(value), true);
    else if (type === "FLOAT") view.setFloat32(0, Number(value), true);
    else if (type === "DOUBLE") view.setFloat64(0, Number(value), true);
    else view.setBigInt64(0, BigInt(value as bigint), true);
    return new Uint8Array(view.buffer, 0, type === "INT32" || type === "FLOAT" ? 4 : 8);
  });
}

/**
 * Checks parts of a Parquet file before the library decodes them: it believes lengths and counts, so that one number could
 * take minutes or gigabytes (Apache, "Parquet Encodings"; "Thrift compact protocol"). @module
 */

import { deltaBinaryUnpack } from "npm:hyparquet@1.33.0/src/delta.js";

/** The most bytes of a number of 64 bits, 7 bits a byte. */
const MAX_VARINT = 10;

/** How deep structs may be in others. */
const MAX_DEPTH = 32;

/** Reads bytes one after the other. */
class Cursor {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** How many bytes are left; below zero beyond the end. */
  get left(): number {
    return this.#bytes.length - this.at;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  varint(): number {
    let value = 0;
    for (let k = 0; k < MAX_VARINT; k++) {
      const byte = this.byte();
      value += (byte % 128) * 128 ** k;
      if (byte < 128) return value;
    }
    throw new Error("a number has too many bytes");
  }
}

/**
 * The length of a struct in Thrift's compact protocol; `undefined` if it is longer than the bytes.
 * @throws {Error} if it is deep, or has what Parquet has not
 */
export function structLength(bytes: Uint8Array): number | undefined {
  const cursor = new Cursor(bytes);
  skipStruct(cursor, 0);
  return cursor.left < 0 ? undefined : cursor.at;
}

function skipStruct(cursor: Cursor, depth: number): void {
  if (depth > MAX_DEPTH) throw new Error("its parts are nested too deeply");
  while (cursor.left > 0) {
    const head = cursor.byte();
    if (head % 16 === 0) return;
    if (head < 16) cursor.varint(); // the number of the field
    if (head % 16 > 2) skip(cursor, head % 16, depth); // true and false have no bytes
  }
  cursor.at++; // cut off
}

function skip(cursor: Cursor, type: number, depth: number): void {
  if (type <= 3) cursor.at++;
  else if (type <= 6) cursor.varint();
  else if (type === 7) cursor.at += 8;
  else if (type === 8) {
    const length = cursor.varint(); // it moves the cursor
    cursor.at += length;
  } else if (type === 12) skipStruct(cursor, depth + 1);
  else if (type !== 9 || depth > MAX_DEPTH) throw new Error("its parts have an unknown type");
  else {
    const head = cursor.byte();
    const count = head < 240 ? head >> 4 : cursor.varint();
    if (count > cursor.left) cursor.at += count; // each item has a byte
    for (let k = 0; k < count && cursor.left > 0; k++) skip(cursor, head % 16, depth + 1);
  }
}

/**
 * Checks the values of a page.
 * @param width the bytes of each value, where all have as many
 * @returns how many bytes are made of them beyond those of the page
 * @throws {Error} if the library would read or make far more than there is
 */
export function checkValues(
  bytes: Uint8Array,
  encoding: string,
  count: number,
  width: number,
): number {
  if (encoding.endsWith("_DICTIONARY")) checkRuns(bytes.subarray(1), bytes[0] ?? 0, count);
  else if (encoding === "RLE") checkFramed(bytes, count);
  else if (encoding === "BYTE_STREAM_SPLIT") {
    if (count * width > bytes.length) throw new Error("a value is cut off");
  } else if (encoding === "DELTA_BYTE_ARRAY") return repeatedBytes(bytes, count);
  else if (encoding.startsWith("DELTA_")) checkDeltas(bytes, 0, count);
  else if (encoding === "ALP") checkExceptions(bytes, count);
  return 0;
}

/** Checks runs of bits after their length of 4 bytes; returns where they end, and how many bits are set. */
export function checkFramed(bytes: Uint8Array, count: number): { end: number; set: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = 4 + view.getUint32(0, true);
  if (end > bytes.length) throw new Error("a list of runs is cut off");
  return { end, set: checkRuns(bytes.subarray(4, end), 1, count) };
}

/**
 * Checks runs up to the one that has the last value.
 * @param width of a value, in bits
 * @returns how many bits are set, of values of one bit
 */
export function checkRuns(bytes: Uint8Array, width: number, count: number): number {
  const cursor = new Cursor(bytes);
  let set = 0;
  for (let seen = 0; seen < count && cursor.left > 0;) {
    const header = cursor.varint();
    const length = Math.floor(header / 2);
    const isPacked = header % 2 === 1; // groups of 8 values, each of `width` bits
    if (length === 0) break; // nothing but zeros may follow the last value
    // Packed values may be padded beyond the last one, as DuckDB's are: their bytes are the limit.
    const isTooLong = isPacked ? width === 0 && 8 * length > count + 7 : length > count - seen;
    if (isTooLong) throw new Error("a page repeats a value more often than it has values");
    const { at } = cursor;
    if (!isPacked) set += length * (bytes[at]! & 1);
    else if (width === 1) {
      for (let k = 0; k < Math.min(8 * length, count - seen); k++) {
        set += bytes[at + (k >> 3)]! >> (k & 7) & 1;
      }
    }
    seen += isPacked ? 8 * length : length;
    cursor.at += isPacked ? length * width : Math.ceil(width / 8);
  }
  return set;
}

/** Checks numbers as blocks of differences. */
function checkDeltas(bytes: Uint8Array, start: number, count: number): void {
  const cursor = new Cursor(bytes, start);
  const [block, parts] = [cursor.varint(), cursor.varint()];
  cursor.varint(); // how many
  cursor.varint(); // the first
  if (parts > block || block % parts !== 0) throw new Error("a block has no whole parts");
  for (let seen = 1; seen < count && cursor.left > 0; seen += block) {
    cursor.varint(); // the least difference
    const widths = Array.from({ length: Math.min(parts, cursor.left) }, () => cursor.byte());
    const used = widths.slice(0, Math.ceil((count - seen) / (block / parts)));
    for (const width of used) cursor.at += width * block / parts / 8;
  }
}

/** The bytes of texts that repeat the beginning of the one before. */
function repeatedBytes(bytes: Uint8Array, count: number): number {
  const reader = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    offset: 0,
  };
  const lengths = new Int32Array(count);
  let sum = 0;
  for (let part = 0; part < 2; part++) { // of what is repeated, and of what is new
    checkDeltas(bytes, reader.offset, count);
    deltaBinaryUnpack(reader, count, lengths);
    for (const length of lengths) {
      if (length < 0) throw new Error("a text has a negative length");
      sum += length;
    }
  }
  return sum;
}

/** Checks the numbers that are stored as they are, of those that are stored as whole numbers. */
function checkExceptions(bytes: Uint8Array, count: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [start, size] = [7, 2 ** view.getUint8(2)];
  let exceptions = 0;
  for (let k = 0; k * size < count; k++) {
    exceptions += view.getUint16(start + view.getUint32(start + 4 * k, true) + 2, true);
  }
  if (exceptions > count) throw new Error("a page has more exceptions than values");
}

/**
 * The IDX format, in which MNIST is published: arrays of any rank, big-endian.
 *
 * A file is two zero bytes, a byte for the type, a byte for the rank, the lengths of the dimensions as 32-bit integers,
 * and the items in row-major order (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "The
 * IDX file format"; a copy: https://web.archive.org/web/2024/http://yann.lecun.com/exdb/mnist/). @module
 */

import { withDefaults } from "../checks/options.ts";
import { LITTLE_ENDIAN, reverseItems, toHex } from "./bytes.ts";

/** The types of items that an IDX file can hold. */
export type IdxType = "uint8" | "int8" | "int16" | "int32" | "float32" | "float64";

/** The items of an IDX array. */
export type IdxData =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An array as an IDX file holds it. */
export interface IdxArray {
  /** The type of the items. */
  readonly type: IdxType;
  /** The lengths of the dimensions, outermost first: [60000, 28, 28] for MNIST's training images. */
  readonly shape: readonly number[];
  /** The items, row-major. */
  readonly data: IdxData;
}

/** How {@linkcode readIdx} reads. */
export interface ReadIdxOptions {
  /** The largest file that is read, in bytes; 1 GiB by default. */
  readonly maxBytes?: number;
}

const TYPES = {
  uint8: { code: 0x08, Data: Uint8Array },
  int8: { code: 0x09, Data: Int8Array },
  int16: { code: 0x0b, Data: Int16Array },
  int32: { code: 0x0c, Data: Int32Array },
  float32: { code: 0x0d, Data: Float32Array },
  float64: { code: 0x0e, Data: Float64Array },
} as const;

const GIBIBYTE = 1_073_741_824;

/**
 * Reads an IDX file that is in memory.
 * @param bytes the whole file, decompressed
 * @returns the array; 8-bit items are a view of `bytes`, wider ones a copy in the machine's byte order
 * @throws {SyntaxError} if the bytes are not one whole IDX file
 */
export function parseIdx(bytes: Uint8Array): IdxArray {
  const { type, shape, start, dataBytes } = parseIdxHeader(bytes);
  if (bytes.length !== start + dataBytes) {
    throw bytes.length < start + dataBytes
      ? tooShort(bytes.length, start + dataBytes)
      : tooLong(start + dataBytes);
  }
  const items = bytes.subarray(start);
  return {
    type,
    shape,
    data: decode(type, TYPES[type].Data.BYTES_PER_ELEMENT > 1 ? items.slice() : items),
  };
}

/** The header of an IDX file. */
export interface IdxHeader extends Pick<IdxArray, "type" | "shape"> {
  /** Where the items start, in bytes. */
  readonly start: number;
  /** How many bytes they take. */
  readonly dataBytes: number;
}

/**
 * Reads the header of an IDX file.
 * @param bytes the file, or its beginning: at most {@linkcode MAX_IDX_HEADER} bytes are read
 * @throws {SyntaxError} if they are not the header of an IDX file
 */
export function parseIdxHeader(bytes: Uint8Array): IdxHeader {
  const { type, rank } = parseMagic(need(bytes, 0, 4));
  const start = 4 + 4 * rank;
  return { type, start, ...parseShape(need(bytes, 4, start), type) };
}

/** The longest header, in bytes: a header with 255 dimensions. */
export const MAX_IDX_HEADER = 1024;

/**
 * Reads an IDX file from a stream, and takes memory for it only once its header has shown a size within bounds.
 * @param stream the file, decompressed, in chunks of any length; cancelled if it is not read to its end
 * @throws {SyntaxError} if the stream is not one whole IDX file
 * @throws {RangeError} if the header announces more than `maxBytes`
 *
 * @example
 * ```ts
 * import { formatIdx, readIdx } from "@inkling/inkling/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const array = { type: "int16", shape: [2, 1], data: new Int16Array([-1, 300]) } as const;
 * const stream = new Blob([formatIdx(array)]).stream();
 * assertEquals(await readIdx(stream, { maxBytes: 1000 }), array);
 * ```
 */
export async function readIdx(
  stream: ReadableStream<Uint8Array>,
  options: ReadIdxOptions = {},
): Promise<IdxArray> {
  const { maxBytes } = withDefaults("read an IDX file", options, { maxBytes: GIBIBYTE });
  const reader = stream.getReader();
  let chunk: Uint8Array = new Uint8Array();
  let seen = 0;

  /** The next chunk, which may be empty; undefined at the end. */
  async function read(): Promise<Uint8Array | undefined> {
    const { done, value } = await reader.read();
    if (done || value instanceof Uint8Array) return value;
    throw new TypeError(`Cannot read the IDX file: a chunk of the stream is a ${typeof value}`);
  }

  async function fill(target: Uint8Array, expected?: number): Promise<Uint8Array> {
    for (let filled = 0; filled < target.length;) {
      if (chunk.length === 0) {
        const next = await read();
        if (next === undefined) throw tooShort(seen, expected);
        chunk = next;
        continue;
      }
      const part = chunk.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      seen += part.length;
      chunk = chunk.subarray(part.length);
    }
    return target;
  }

  try {
    const { type, rank } = parseMagic(await fill(new Uint8Array(4)));
    const { shape, dataBytes } = parseShape(await fill(new Uint8Array(4 * rank)), type);
    const size = seen + dataBytes;
    if (!(size <= maxBytes)) {
      throw new RangeError(
        `Cannot read the IDX file: it announces ${size} bytes and at most ${maxBytes} are allowed`,
      );
    }
    const items = await fill(new Uint8Array(dataBytes), size);
    for (let rest: Uint8Array | undefined = chunk; rest !== undefined; rest = await read()) {
      if (rest.length > 0) throw tooLong(size);
    }
    return { type, shape, data: decode(type, items) };
  } catch (error) {
    // If the stream itself has failed, cancelling it fails too; the first error is the one to throw.
    await reader.cancel(error).catch(() => {});
    throw error;
  } finally {
    reader.releaseLock();
  }
}

/**
 * Writes an array as an IDX file, the inverse of {@linkcode parseIdx}.
 * @throws {TypeError} if the items are of another type than `type` or do not fill the shape
 * @throws {RangeError} if the rank is not 1 to 255, or a length is not a 32-bit integer
 */
export function formatIdx(array: IdxArray): Uint8Array<ArrayBuffer> {
  const { type, shape, data } = array;
  if (!Object.hasOwn(TYPES, type) || !(data instanceof TYPES[type].Data)) {
    throw new TypeError(
      `Cannot write the IDX file: the type is ${type} and the items are a ${data.constructor.name}`,
    );
  }
  if (shape.length < 1 || shape.length > 255) {
    throw new RangeError(`Cannot write the IDX file: the rank is ${shape.length}, not 1 to 255`);
  }
  for (const length of shape) {
    if (length !== length >>> 0) {
      throw new RangeError(
        `Cannot write the IDX file: the length ${length} is not a 32-bit integer`,
      );
    }
  }
  if (product(shape) !== data.length) {
    throw new TypeError(
      `Cannot write the IDX file: ${data.length} items do not fill the shape [${shape}]`,
    );
  }
  const start = 4 + 4 * shape.length;
  const file = new Uint8Array(start + data.byteLength);
  file.set([0, 0, TYPES[type].code, shape.length]);
  const header = new DataView(file.buffer);
  for (const [d, length] of shape.entries()) header.setUint32(4 + 4 * d, length);
  const items = file.subarray(start);
  items.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (LITTLE_ENDIAN) reverseItems(items, data.BYTES_PER_ELEMENT);
  return file;
}

function parseMagic(magic: Uint8Array): { type: IdxType; rank: number } {
  const [zero, alsoZero, code = 0, rank = 0] = magic;
  if (zero !== 0 || alsoZero !== 0) {
    throw new SyntaxError(
      `Cannot read the IDX file: it starts with the bytes ${toHex(magic)} instead of two zeros`,
    );
  }
  const type = (Object.keys(TYPES) as IdxType[]).find((type) => TYPES[type].code === code);
  if (type === undefined) {
    throw new SyntaxError(
      `Cannot read the IDX file: its type code 0x${toHex(Uint8Array.of(code))} is unknown`,
    );
  }
  if (rank === 0) throw new SyntaxError("Cannot read the IDX file: its rank is 0");
  return { type, rank };
}

function parseShape(lengths: Uint8Array, type: IdxType): { shape: number[]; dataBytes: number } {
  const view = new DataView(lengths.buffer, lengths.byteOffset, lengths.byteLength);
  const shape = Array.from({ length: lengths.length / 4 }, (_, d) => view.getUint32(4 * d));
  const dataBytes = product(shape) * TYPES[type].Data.BYTES_PER_ELEMENT;
  if (!Number.isSafeInteger(dataBytes)) {
    throw new SyntaxError(`Cannot read the IDX file: its shape [${shape}] is too large`);
  }
  return { shape, dataBytes };
}

/** The items of a file; wide ones are turned to the machine's byte order in place. */
function decode(type: IdxType, items: Uint8Array): IdxData {
  const { Data } = TYPES[type];
  if (LITTLE_ENDIAN) reverseItems(items, Data.BYTES_PER_ELEMENT);
  const length = items.length / Data.BYTES_PER_ELEMENT;
  return new Data(items.buffer as ArrayBuffer, items.byteOffset, length);
}

function product(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function need(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (bytes.length < end) throw tooShort(bytes.length);
  return bytes.subarray(start, end);
}

function tooShort(length: number, expected?: number): SyntaxError {
  const where = expected === undefined ? "within its header" : `of ${expected}`;
  return new SyntaxError(`Cannot read the IDX file: it ends after ${length} bytes ${where}`);
}

function tooLong(expected: number): SyntaxError {
  return new SyntaxError(
    `Cannot read the IDX file: it continues after the ${expected} bytes that its header announces`,
  );
}

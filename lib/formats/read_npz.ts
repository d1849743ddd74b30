/**
 * NPY and NPZ read, NumPy's files of one array and of named ones: a magic number, a header that is a Python dictionary, and the items
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1.0 to 3.0); a ZIP archive of such files. Of
 * the header only the three entries that NumPy writes are understood; objects, which only code could bring to life, are refused.
 * An array of an archive is unpacked when it is asked for. @module
 */

import { LITTLE_ENDIAN, reverseItems } from "./bytes.ts";
import { floatOfHalf } from "./float16.ts";
import { type NdArrayData, type NdArrayType, NUMPY_ARRAYS, NUMPY_CODES } from "./numpy_types.ts";
import { readZip, type ReadZipOptions } from "./read_zip.ts";

export type { NdArrayData, NdArrayType };

/** An array as an NPY file holds it. */
export interface NpyArray {
  /** The type of the items in the file, in NumPy's name. */
  readonly dtype: NdArrayType | "bool" | "float16" | "str";
  /** The lengths of the dimensions, outermost first; empty for a single number. */
  readonly shape: readonly number[];
  /** The items, row-major: `bool` as bytes 0 and 1, `float16` as 32 bits, `str` as strings. */
  readonly data: NdArrayData | readonly string[];
}

/** `\x93NUMPY`. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The longest header that is read, in bytes; NumPy's own limit is 10,000 characters. */
const MAX_HEADER_BYTES = 65_536;

/** NumPy's limit. */
const MAX_RANK = 64;

/** The types that pickles do not have, by their short names. */
const OTHER_CODES: ReadonlyMap<string, "bool" | "float16"> = new Map([
  ["b1", "bool"],
  ["f2", "float16"],
]);

/** What holds the items as they are in the file. */
const ARRAYS = /* @__PURE__ */ Object.assign(
  { bool: Uint8Array, float16: Uint16Array, str: Uint32Array },
  NUMPY_ARRAYS,
);

/**
 * Reads an NPY file. Big-endian items are put in the machine's order and those in Fortran's order in rows.
 * @param bytes the whole file
 * @returns the array; its items are a view of `bytes` where that is possible
 * @throws {SyntaxError} if it is not one whole NPY file, or of a type that is not read
 */
export function parseNpy(bytes: Uint8Array): NpyArray {
  const { header, start } = split(bytes);
  const { descr, fortran, shape } = parseHeader(header);
  const { dtype, itemBytes, bigEndian } = parseType(descr);
  const items = shape.reduce((product, length) => product * length, 1);
  if (items * itemBytes !== bytes.length - start) {
    throw bad(
      `it is ${dtype} [${shape}], which takes ${items * itemBytes} bytes, and has ` +
        `${bytes.length - start}`,
    );
  }
  const Data = ARRAYS[dtype];
  const size = Data.BYTES_PER_ELEMENT;
  const swapped = bigEndian === LITTLE_ENDIAN;
  const aligned = (bytes.byteOffset + start) % size === 0 && !swapped;
  const raw = aligned ? bytes.subarray(start) : bytes.slice(start);
  if (swapped) reverseItems(raw, size);
  const data = new Data(raw.buffer as ArrayBuffer, raw.byteOffset, raw.length / size);
  if (dtype === "str") {
    const texts = stringsOf(data as Uint32Array, items, itemBytes / size);
    return { dtype, shape, data: fortran ? inRows(texts, shape) : texts };
  }
  const numbers = dtype === "float16"
    ? Float32Array.from(data as Uint16Array, floatOfHalf)
    : data as NdArrayData;
  if (dtype === "bool" && numbers.some((value) => value > 1)) {
    throw bad("an item is neither true nor false");
  }
  return { dtype, shape, data: fortran ? inRows(numbers, shape) : numbers };
}

/** The header's text, and where the items start. */
function split(bytes: Uint8Array): { header: string; start: number } {
  if (!MAGIC.every((byte, k) => bytes[k] === byte)) throw bad("it is not an NPY file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  const before = version === 1 ? 10 : 12;
  if (bytes.length < before) throw bad(`it ends after ${bytes.length} bytes, within its header`);
  if (version < 1 || version > 3 || bytes[7] !== 0) {
    throw bad(`expected version 1.0 to 3.0, got ${version}.${bytes[7]}`);
  }
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER_BYTES) {
    throw bad(`its header takes ${length} bytes, more than ${MAX_HEADER_BYTES}`);
  }
  if (before + length > bytes.length) {
    throw bad(`it ends after ${bytes.length} bytes, within its header`);
  }
  const text = bytes.subarray(before, before + length);
  return { header: new TextDecoder().decode(text), start: before + length };
}

/** The entries of the dictionary. */
interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** An entry of the dictionary with what ends it. */
const ENTRY =
  /\s*'(descr|fortran_order|shape)'\s*:\s*(?:'([^'\\]*)'|(True|False)|\(([\d\sL,]*)\))\s*(,|(?=\}))/y;

function parseHeader(text: string): Header {
  const entries = new Map<string, string | boolean | readonly number[]>();
  let position = text.startsWith("{") ? 1 : text.length;
  ENTRY.lastIndex = position;
  for (let match = ENTRY.exec(text); match !== null; match = ENTRY.exec(text)) {
    const [, key, word, truth, tuple] = match;
    if (entries.has(key!)) throw bad(`its header has ${key} twice`);
    entries.set(key!, word ?? (truth === undefined ? numbersOf(tuple!) : truth === "True"));
    position = ENTRY.lastIndex;
  }
  const [descr, fortran, shape] = ["descr", "fortran_order", "shape"].map((key) =>
    entries.get(key)
  );
  // A list instead of a type: one of named fields.
  if (/'descr'\s*:\s*\[/.test(text)) throw bad("its items are records of named fields");
  if (
    !/^\s*\}\s*$/.test(text.slice(position)) || typeof descr !== "string" ||
    typeof fortran !== "boolean" || !Array.isArray(shape)
  ) throw bad(`its header is ${JSON.stringify(text.trim().slice(0, 120))}`);
  return { descr, fortran, shape };
}

/** The numbers of a tuple; Python 2 ends them with L. */
function numbersOf(tuple: string): readonly number[] {
  const words = tuple.split(",").map((word) => word.trim());
  if (words.at(-1) === "") words.pop();
  const numbers = words.map((word) => /^\d{1,16}L?$/.test(word) ? parseInt(word, 10) : NaN);
  if (numbers.length > MAX_RANK || !numbers.every(Number.isSafeInteger)) {
    throw bad(`its shape is (${tuple.slice(0, 80)})`);
  }
  return numbers;
}

function parseType(
  descr: string,
): { dtype: NpyArray["dtype"]; itemBytes: number; bigEndian: boolean } {
  const code = descr.replace(/^[<>|=]/, "");
  if (code.startsWith("O")) {
    throw bad(
      "its items are Python objects, which only Python can bring to life; " +
        "save an array of numbers: array.astype('float32')",
    );
  }
  const bigEndian = descr.startsWith(">");
  if (/^U[1-9]\d{0,5}$/.test(code)) { // texts of no letters would take no bytes in a file, and much memory
    return { dtype: "str", itemBytes: 4 * Number(code.slice(1)), bigEndian };
  }
  const dtype = NUMPY_CODES.get(code) ?? OTHER_CODES.get(code);
  if (dtype === undefined) {
    throw bad(`its items are ${JSON.stringify(descr)}: expected numbers of 8 to 64 bits or text`);
  }
  return { dtype, itemBytes: ARRAYS[dtype].BYTES_PER_ELEMENT, bigEndian };
}

/** Strings of equal length, a code point in 32 bits each; zeros fill them up. */
function stringsOf(codes: Uint32Array, items: number, length: number): string[] {
  return Array.from({ length: items }, (_, k) => {
    const own = codes.subarray(k * length, (k + 1) * length);
    const used = own.subarray(0, own.findLastIndex((code) => code !== 0) + 1);
    if (used.some((code) => code > 0x10ffff)) throw bad("a text is not Unicode");
    return Array.from(used, (code) => String.fromCodePoint(code)).join("");
  });
}

/** Items whose first index runs fastest, put in order with the last one fastest. */
function inRows<T extends NdArrayData | string[]>(items: T, shape: readonly number[]): T {
  const steps = shape.map((_, d) => shape.slice(d + 1).reduce((product, n) => product * n, 1));
  const rows = items.slice() as T;
  for (let k = 0; k < items.length; k++) {
    let target = 0;
    let rest = k;
    for (let d = 0; d < shape.length; d++) {
      const index = rest % shape[d]!;
      target += index * steps[d]!;
      rest = (rest - index) / shape[d]!;
    }
    rows[target] = items[k]!;
  }
  return rows;
}

function bad(what: string): SyntaxError {
  return new SyntaxError(`Cannot read the NPY file: ${what}`);
}

/** An array in an NPZ file. */
export interface NpzEntry {
  /** How many bytes its NPY file is. */
  readonly size: number;
  /**
   * Reads it.
   * @throws {SyntaxError} if it is damaged, or of a type that is not read; the message names it
   */
  read(): Promise<NpyArray>;
}

/**
 * The arrays of an NPZ file by name, as `numpy.savez` and `numpy.savez_compressed` write them.
 * @param bytes the whole file
 * @throws {SyntaxError} if it is not one whole archive, or holds something else than NPY files
 * @throws {RangeError} if the arrays are more than `maxBytes` together, unpacked
 *
 * @example
 * ```ts
 * import { formatNpz, readNpz } from "@inkling/inkling/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = { dtype: "U8", shape: [3], bytes: new Uint8Array([2, 0, 1]) } as const;
 * const arrays = readNpz(formatNpz([["y_train", labels]]));
 * const { dtype, shape, data } = await arrays.get("y_train")!.read();
 * assertEquals([dtype, shape, data], ["uint8", [3], new Uint8Array([2, 0, 1])]);
 * ```
 */
export function readNpz(bytes: Uint8Array, options: ReadZipOptions = {}): Map<string, NpzEntry> {
  const arrays = new Map<string, NpzEntry>();
  for (const entry of readZip(bytes, options)) {
    if (!entry.name.endsWith(".npy")) {
      throw new SyntaxError(
        `Cannot read the NPZ file: it holds ${JSON.stringify(entry.name)}, which is not an array`,
      );
    }
    const name = entry.name.slice(0, -".npy".length);
    const read = async () => {
      const file = await entry.read();
      try {
        return parseNpy(file);
      } catch (error) {
        const what = (error as Error).message.replace(/.*?: /, "");
        throw new SyntaxError(`Cannot read the array ${JSON.stringify(name)}: ${what}`, {
          cause: error,
        });
      }
    };
    arrays.set(name, { size: entry.size, read });
  }
  return arrays;
}

/**
 * The safetensors format: named tensors, little-endian on every machine, that open in Python and Rust without running
 * any code.
 *
 * A file is the length of the header as a 64-bit integer, the header as JSON, and the tensors' bytes without space between them
 * (https://github.com/huggingface/safetensors#format). The reader is as strict as the Rust reference, and stricter in
 * two points where the format's text is: duplicate keys, which `JSON.parse` hides, and unknown keys are errors. @module
 */

import { describe, isObject } from "../checks/texts.ts";

/** The type of a tensor's items, in the names of the format; those narrower than a byte (F4, F6) are not supported. */
export type TensorType =
  | "BOOL"
  | "U8"
  | "I8"
  | "F8_E5M2"
  | "F8_E4M3"
  | "F8_E8M0"
  | "I16"
  | "U16"
  | "F16"
  | "BF16"
  | "I32"
  | "U32"
  | "F32"
  | "C64"
  | "F64"
  | "I64"
  | "U64";

/** A tensor as a safetensors file holds it. */
export interface Tensor {
  /** The type of the items. */
  readonly dtype: TensorType;
  /** The lengths of the dimensions, outermost first; empty for a scalar. */
  readonly shape: readonly number[];
  /** The items, row-major and little-endian. */
  readonly bytes: Uint8Array;
}

/** The content of a safetensors file. */
export interface Safetensors {
  /** The tensors by name, in the order of their bytes. */
  readonly tensors: Map<string, Tensor>;
  /** The file's metadata; an object without a prototype. */
  readonly metadata: Record<string, string>;
}

/** The bytes of an item of each type. */
const ITEM_BYTES: Readonly<Record<TensorType, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  C64: 8,
  F64: 8,
  I64: 8,
  U64: 8,
};

/** The longest header that the Rust reference reads, in bytes. */
const MAX_HEADER_BYTES = 100_000_000;

const METADATA = "__metadata__";

/**
 * Writes a safetensors file; the same tensors in the same order give the same bytes.
 * @param tensors the tensors by name; their bytes are written in the given order, from an offset divisible by 8
 * @param metadata text to keep beside them
 * @throws {TypeError} if a tensor's bytes do not fill its shape, or a name cannot be written or comes twice
 * @throws {RangeError} if the header takes over 100 MB, which no reader takes
 *
 * @example
 * ```ts
 * import { formatSafetensors, parseSafetensors } from "@inkling/inkling/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const bias = { dtype: "F32", shape: [2], bytes: new Uint8Array(8) } as const;
 * const file = formatSafetensors([["layers.0.bias", bias]], { epoch: "3" });
 * const { tensors, metadata } = parseSafetensors(file);
 * assertEquals(tensors.get("layers.0.bias"), bias);
 * assertEquals(metadata.epoch, "3");
 * ```
 */
export function formatSafetensors(
  tensors: Iterable<readonly [string, Tensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  // The JSON is put together by hand, since an object would move names such as "7" to the front.
  const entries: string[] = [];
  if (Object.keys(metadata).length > 0) {
    for (const [key, value] of Object.entries(metadata)) checkText(key, value);
    entries.push(`${JSON.stringify(METADATA)}:${JSON.stringify(metadata)}`);
  }
  const parts = new Map<string, Uint8Array>();
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    checkText(name);
    if (name === METADATA || parts.has(name)) {
      throw new TypeError(
        `Cannot write the safetensors file: the name ${JSON.stringify(name)} is taken`,
      );
    }
    if (!isSizes(shape) || byteLength(dtype, shape) !== bytes.length) {
      throw new TypeError(
        `Cannot write the safetensors file: ${bytes.length} bytes do not fill ` +
          `${JSON.stringify(name)}, ${dtype} [${shape}]`,
      );
    }
    parts.set(name, bytes);
    const entry = { dtype, shape, "data_offsets": [end, end + bytes.length] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    end += bytes.length;
  }
  const json = new TextEncoder().encode(`{${entries.join(",")}}`);
  const headerBytes = Math.ceil(json.length / 8) * 8;
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new RangeError(
      `Cannot write the safetensors file: its header takes ${headerBytes} bytes, at most ${MAX_HEADER_BYTES} are allowed`,
    );
  }
  const file = new Uint8Array(8 + headerBytes + end);
  new DataView(file.buffer).setUint32(0, headerBytes, true);
  file.set(json, 8);
  file.fill(0x20, 8 + json.length, 8 + headerBytes);
  let start = 8 + headerBytes;
  for (const bytes of parts.values()) {
    file.set(bytes, start);
    start += bytes.length;
  }
  return file;
}

/**
 * Reads a safetensors file.
 * @param bytes the whole file
 * @returns the tensors, each a view of `bytes`, which need not be aligned to its type
 * @throws {SyntaxError} if the bytes are not one whole safetensors file
 * @throws {TypeError} if they are no bytes
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  if (!ArrayBuffer.isView(bytes)) { // from JavaScript
    throw new TypeError(
      "Cannot read the safetensors file: it is not a Uint8Array; new Uint8Array(buffer) makes one",
    );
  }
  const { header, data } = split(bytes);
  const metadata: Record<string, string> = Object.create(null);
  const entries: (Entry & { name: string })[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) Object.assign(metadata, parseMetadata(value));
    else entries.push({ name, ...parseEntry(name, value) });
  }
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  const tensors = new Map<string, Tensor>();
  let covered = 0;
  for (const { name, dtype, shape, start, end } of entries) {
    if (start !== covered) {
      throw bad(`${JSON.stringify(name)} starts at byte ${start} of the data: expected ${covered}`);
    }
    if (end - start !== byteLength(dtype, shape)) {
      throw bad(
        `the bytes ${start} to ${end} do not fill ${JSON.stringify(name)}, ${dtype} [${shape}]`,
      );
    }
    tensors.set(name, { dtype, shape, bytes: data.subarray(start, end) });
    covered = end;
  }
  if (covered !== data.length) {
    throw bad(`its tensors take ${covered} bytes and ${data.length} follow the header`);
  }
  return { tensors, metadata };
}

/** The parsed header and the bytes after it. */
function split(bytes: Uint8Array): { header: object; data: Uint8Array } {
  if (bytes.length < 8) {
    throw bad(`it ends after ${bytes.length} bytes, within the header's length`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (view.getUint32(0, true) === 0x04034b50) { // "PK", 3, 4
    throw bad("it is a zip file, as torch.save writes; safetensors.torch.save_file writes these");
  }
  if (headerBytes > MAX_HEADER_BYTES) {
    if (bytes[8] !== 0x7b) throw bad("it has no header of safetensors");
    throw bad(`its header takes ${headerBytes} bytes, at most ${MAX_HEADER_BYTES} are allowed`);
  }
  if (headerBytes > bytes.length - 8) {
    throw bad(`it ends after ${bytes.length} bytes, within a header of ${headerBytes}`);
  }
  if (bytes[8] !== 0x7b) throw bad('its header does not start with "{"');
  const header = orBad(() => {
    const utf8 = bytes.subarray(8, 8 + headerBytes);
    return new TextDecoder("utf-8", { fatal: true }).decode(utf8);
  });
  checkKeys(header);
  return { header: orBad(() => JSON.parse(header)), data: bytes.subarray(8 + headerBytes) };
}

/** The result of the call; its error becomes one of this format. */
function orBad<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw bad("its header is not JSON in UTF-8", error);
  }
}

/** A tensor's shape is a list within an object within the header: 3. `JSON.parse` takes 50 times the memory of deep text. */
const MAX_DEPTH = 8;

/**
 * Refuses deep JSON, and a key that an object has twice, of which `JSON.parse` keeps the last.
 * @param json where it is valid, a string before a colon is a key and nothing else is
 */
function checkKeys(json: string): void {
  const objects: Set<string>[] = []; // a list has no keys
  let stringStart: number | undefined;
  // A pattern for whole strings would need a stack as long as they are.
  for (const { 0: token, 1: colon, index } of json.matchAll(/\\.|"(\s*:)?|[{}[\]]/g)) {
    if (token.startsWith('"')) {
      if (stringStart === undefined) {
        stringStart = index;
        continue;
      }
      const string = json.slice(stringStart, index + 1);
      stringStart = undefined;
      if (colon === undefined) continue;
      const key: string = orBad(() => JSON.parse(string));
      if (objects.at(-1)?.has(key)) throw bad(`its header has the key ${string} twice`);
      objects.at(-1)?.add(key);
    } else if (stringStart === undefined) {
      if (token === "}" || token === "]") objects.pop();
      else if (objects.push(new Set()) > MAX_DEPTH) {
        throw bad(`its header is more than ${MAX_DEPTH} levels deep`);
      }
    }
  }
}

function parseMetadata(value: unknown): object {
  if (!isObject(value)) throw bad(`${METADATA} is not an object`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") throw bad(`the metadata ${JSON.stringify(key)} is not a string`);
    if (!key.isWellFormed() || !text.isWellFormed()) {
      throw bad(`the metadata ${JSON.stringify(key)} is not Unicode`);
    }
  }
  return value;
}

/** A tensor in the header: its bytes from `start` to `end` of the data. */
interface Entry extends Pick<Tensor, "dtype" | "shape"> {
  readonly start: number;
  readonly end: number;
}

function parseEntry(name: string, value: unknown): Entry {
  const quoted = JSON.stringify(name);
  if (!name.isWellFormed()) throw bad(`the name ${quoted} is not Unicode`);
  if (!isObject(value)) throw bad(`${quoted} is not an object`);
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw bad(`${quoted} has the unknown key ${JSON.stringify(unknown)}`);
  if (typeof dtype !== "string" || !Object.hasOwn(ITEM_BYTES, dtype)) {
    throw bad(`the dtype of ${quoted} is ${describe(dtype)}`);
  }
  if (!isSizes(shape)) throw bad(`the shape of ${quoted} is not a list of sizes`);
  if (!isSizes(offsets) || offsets.length !== 2) throw bad(`${quoted} has no pair of data_offsets`);
  const [start = 0, end = 0] = offsets;
  return { dtype: dtype as TensorType, shape, start, end };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The bytes that a tensor takes; not a safe integer, and so no file's, if the shape overflows. */
function byteLength(dtype: TensorType, shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, ITEM_BYTES[dtype]);
}

/** Refuses text with half a surrogate pair, which UTF-8 cannot hold. */
function checkText(...texts: string[]): void {
  const wrong = texts.find((text) => !text.isWellFormed());
  if (wrong !== undefined) {
    throw new TypeError(
      `Cannot write the safetensors file: ${JSON.stringify(wrong)} is not Unicode`,
    );
  }
}

function bad(what: string, cause?: unknown): SyntaxError {
  return new SyntaxError(`Cannot read the safetensors file: ${what}`, { cause });
}

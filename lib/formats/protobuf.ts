/**
 * The writing half of Protocol Buffers' wire format, as much of it as ONNX and TensorBoard need: each function gives a field's bytes, and
 * a message is its fields one after the other (https://protobuf.dev/programming-guides/encoding). @module
 */

import { type ByteParts, join } from "./join.ts";

/** How a field's value is written, the lowest three bits of its tag. */
const WIRE = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;

const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * A field of a whole number (int32, int64 or an enum).
 * @param value 0 to 2⁵³ − 1
 * @throws {RangeError} if it is not such a number
 */
export function integer(field: number, value: number): Uint8Array {
  return join(tag(field, WIRE.varint), varint(value));
}

/** A field of a float32. */
export function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join(tag(field, WIRE.fixed32), bytes);
}

/** A field of a float64. */
export function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return join(tag(field, WIRE.fixed64), bytes);
}

export function bytes(field: number, value: Uint8Array): Uint8Array {
  return join(tag(field, WIRE.delimited), varint(value.length), value);
}

/**
 * A field of text.
 * @throws {TypeError} if it has half a surrogate pair, which UTF-8 cannot hold
 */
export function text(field: number, value: string): Uint8Array {
  if (!value.isWellFormed()) {
    throw new TypeError(`Cannot write ${JSON.stringify(value)}: it is not Unicode`);
  }
  return bytes(field, encoder.encode(value));
}

/** A field of a message within the message. */
export function message(field: number, ...fields: ByteParts): Uint8Array {
  return bytes(field, join(...fields));
}

function tag(field: number, wire: number): Uint8Array {
  return varint(8 * field + wire);
}

/** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`Cannot write ${value}: expected a whole number from 0 to 2⁵³ − 1`);
  }
  const groups: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) groups.push(value % 128 + 128);
  return new Uint8Array([...groups, value]);
}

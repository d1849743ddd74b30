/** Numbers in half the room: bfloat16, the upper half of a float32, of 8 bits of precision. @module */

/** Rounds to the nearest number of bfloat16, of two to the one whose last bit is 0. Not for NaN. */
export function roundToBfloat16(values: Float32Array): Float32Array {
  const bits = new Uint32Array(values.slice().buffer);
  for (let k = 0; k < bits.length; k++) {
    const upper = bits[k]! >>> 16;
    bits[k] = ((bits[k]! + 0x7fff + (upper & 1)) >>> 16) << 16;
  }
  return new Float32Array(bits.buffer);
}

/** The bytes of numbers, little-endian; what does not fit into bfloat16 is cut off. */
export function toBfloat16(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint32Array(values.slice().buffer);
  const bytes = new Uint8Array(2 * bits.length);
  for (let k = 0; k < bits.length; k++) {
    bytes[2 * k] = bits[k]! >>> 16;
    bytes[2 * k + 1] = bits[k]! >>> 24;
  }
  return bytes;
}

/**
 * The numbers of such bytes.
 * @throws {RangeError} if half a number is left over
 */
export function fromBfloat16(bytes: Uint8Array): Float32Array {
  if (bytes.length % 2 !== 0) throw new RangeError("Cannot read half a number of bfloat16");
  const bits = new Uint32Array(bytes.length / 2);
  for (let k = 0; k < bits.length; k++) bits[k] = bytes[2 * k]! << 16 | bytes[2 * k + 1]! << 24;
  return new Float32Array(bits.buffer);
}

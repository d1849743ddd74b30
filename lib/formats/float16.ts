/**
 * Numbers in half the room: float16, IEEE 754's binary16, of 11 bits of precision; and bfloat16, the upper half of a float32, of 8
 * bits. @module
 */

/** The largest number of float16; from 65,520 on a number would be rounded to infinity. */
export const MAX_FLOAT16 = 65504;

const float32 = /* @__PURE__ */ new Float32Array(1);
const word = /* @__PURE__ */ new Uint32Array(float32.buffer);

/** The bits of the float16 that is nearest to a float32; of two the one whose last bit is 0. Not for NaN. */
function halfOf(value: number): number {
  float32[0] = value;
  const bits = word[0]!;
  const sign = bits >>> 16 & 0x8000;
  const exponent = (bits >>> 23 & 0xff) - 112; // as float16 has it
  const fraction = bits & 0x7fffff;
  if (exponent > 30) return sign | 0x7c00;
  if (exponent < -10) return sign;
  // A subnormal number has its leading 1 in the fraction, and as many bits fewer.
  const [from, shift] = exponent > 0
    ? [exponent << 23 | fraction, 13]
    : [fraction | 0x800000, 14 - exponent];
  const half = from >>> shift;
  const rest = from - (half << shift);
  const middle = 1 << (shift - 1);
  return sign | half + (rest > middle || rest === middle && (half & 1) === 1 ? 1 : 0);
}

/** The bytes of numbers, little-endian, each rounded to the nearest float16. */
export function toFloat16(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * values.length);
  for (let k = 0; k < values.length; k++) {
    const half = halfOf(values[k]!);
    bytes[2 * k] = half;
    bytes[2 * k + 1] = half >>> 8;
  }
  return bytes;
}

/** 2⁻²⁴, of which float16's subnormal numbers are multiples. */
const STEP = 5.960464477539063e-8;

/** The number that the bits of a float16 stand for. */
export function floatOfHalf(half: number): number {
  const size = half & 0x7fff;
  const sign = half < 0x8000 ? 1 : -1;
  if (size < 0x400) return sign * size * STEP;
  word[0] = size >= 0x7c00 ? 0x7f800000 | (size & 0x3ff) << 13 : (size << 13) + 0x38000000;
  return sign * float32[0]!;
}

/** The numbers of such bytes. */
export function fromFloat16(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: bytes.length / 2 },
    (_, k) => floatOfHalf(bytes[2 * k]! | bytes[2 * k + 1]! << 8),
  );
}

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

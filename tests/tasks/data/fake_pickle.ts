/**
 * The fake data set as the tutorial's pickle, put together opcode by opcode as Python 2 wrote it: protocol 2, images as
 * float32 of k/256, labels as int64.
 *
 * @module
 */

import { COUNTS, fakePixels } from "./fake.ts";

/** The pickle, not compressed. */
export function fakePickle(): Uint8Array<ArrayBuffer> {
  const train = fakePixels(COUNTS.training + COUNTS.validation, 0);
  const split = COUNTS.training * 784;
  return concat([
    [0x80, 2],
    set(train.subarray(0, split), 0),
    set(train.subarray(split), COUNTS.training),
    set(fakePixels(COUNTS.test, 99), 0),
    text("\x87."), // TUPLE3 STOP
  ]);
}

/** A pair of images and labels; the labels count from `first`. */
function set(pixels: Uint8Array, first: number): Uint8Array<ArrayBuffer> {
  const count = pixels.length / 784;
  const images = Float32Array.from(pixels, (pixel) => pixel / 256);
  const labels = BigInt64Array.from({ length: count }, (_, i) => BigInt(first + i));
  return concat([array("f4", [count, 784], images), array("i8", [count], labels), [0x86]]); // TUPLE2
}

/** `numpy.core.multiarray._reconstruct(ndarray, (0,), "b")`, then its state: version, shape, dtype, order, bytes. */
function array(
  dtype: string,
  shape: number[],
  data: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  return concat([
    text("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R(K\x01("),
    ...shape.map((size) => [...text("J"), ...int32(size)]),
    text(`tcnumpy\ndtype\nU\x02${dtype}K\0K\x01\x87R(K\x03U\x01<NNNJ`),
    [...int32(-1), ...text("J"), ...int32(-1)],
    text("K\0tb\x89T"), // BUILD the dtype, NEWFALSE for C order, BINSTRING
    int32(data.byteLength),
    new Uint8Array(data.buffer),
    text("tb"),
  ]);
}

function int32(value: number): Uint8Array {
  return new Uint8Array(new Int32Array([value]).buffer);
}

function text(characters: string): Uint8Array {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

function concat(parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}

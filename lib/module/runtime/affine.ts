/** A layer of a network for one row: by WebAssembly, and by the plain loop where that is not allowed. @module */

import { AFFINE } from "./affine_wasm.ts";
import { bytesOf } from "./bytes.ts";

const { fround } = Math;

/** What a layer computes by: arrays of its {@linkcode Affine}'s. */
export interface LayerArrays {
  /** [inputs] */
  readonly x: Float32Array;
  /** [inputs, stride]: the columns of the outputs, and of zeros up to a multiple of four. */
  readonly w: Float32Array;
  /** [stride] */
  readonly b: Float32Array;
  /** [stride] z = b + x·W */
  readonly z: Float32Array;
}

/** The products of layers, and the memory that they take their arrays from. */
export interface Affine {
  /** New arrays of zeros. */
  floats(length: number): Float32Array;
  indices(length: number): Int32Array;
  /**
   * z = b + x·W. To the bias the products are added by increasing input.
   * @param used the inputs that take part, increasing, of which the first `count` count
   * @param isRelu whether z becomes max(0, z)
   */
  affine(layer: LayerArrays, used: Int32Array, count: number, isRelu: boolean): void;
}

/** The least multiple of four that is not below a length. */
export function strideOf(length: number): number {
  return (length + 3) & ~3;
}

/**
 * The fastest that runs here.
 * @param length how many numbers its arrays will have together, each array a multiple of four
 */
export function openAffine(length: number): Affine {
  try {
    return wasmAffine(length);
  } catch {
    return plainAffine; // a policy, the platform or a lack of memory is in the way
  }
}

/** Bytes of a page of memory. */
const PAGE_BYTES = 65_536;

/** No array begins at the address 0. */
const START = 16;

/** `affine.c`, which has the bits of {@linkcode plainAffine}. */
function wasmAffine(length: number): Affine {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((START + 4 * length) / PAGE_BYTES) });
  const module = new WebAssembly.Module(bytesOf(AFFINE));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const multiply = exports["affine"] as (...addressesAndSizes: number[]) => void;
  let end = START;
  const take = (length: number) => {
    const start = end;
    end += 4 * strideOf(length);
    return start;
  };
  return {
    floats: (length) => new Float32Array(memory.buffer, take(length), length),
    indices: (length) => new Int32Array(memory.buffer, take(length), length),
    affine({ x, w, b, z }, used, count, isRelu) {
      const [at, xs, ws, bs] = [z.byteOffset, x.byteOffset, w.byteOffset, b.byteOffset];
      multiply(at, xs, ws, bs, used.byteOffset, count, z.length, isRelu ? 1 : 0);
    },
  };
}

/** The reference engine's arithmetic, of four outputs at once. */
export const plainAffine: Affine = {
  floats: (length) => new Float32Array(length),
  indices: (length) => new Int32Array(length),
  affine({ x, w, b, z }, used, count, isRelu) {
    const stride = z.length;
    for (let j = 0; j < stride; j += 4) {
      let z0 = b[j]!;
      let z1 = b[j + 1]!;
      let z2 = b[j + 2]!;
      let z3 = b[j + 3]!;
      for (let k = 0; k < count; k++) {
        const i = used[k]!;
        const value = x[i]!;
        const at = i * stride + j;
        z0 = fround(z0 + fround(value * w[at]!));
        z1 = fround(z1 + fround(value * w[at + 1]!));
        z2 = fround(z2 + fround(value * w[at + 2]!));
        z3 = fround(z3 + fround(value * w[at + 3]!));
      }
      z[j] = z0;
      z[j + 1] = z1;
      z[j + 2] = z2;
      z[j + 3] = z3;
    }
    for (let j = 0; isRelu && j < stride; j++) if (z[j]! < 0) z[j] = 0;
  },
};

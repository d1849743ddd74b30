/**
 * What an engine's `deform` has to give, pixel by pixel: the contract's sums written once more, each on its own. An
 * engine conforms if it agrees bit for bit on every case.
 */

import { assertEquals } from "@std/assert";
import type { Deformation } from "../../lib/engine/engine.ts";
import { RandomStream, threefry } from "../../lib/numerics/random.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { assertSameBits, denseValues } from "./conformance.ts";

const { fround } = Math;

/** An image's size: gray, unless it has channels. */
type Size = readonly [width: number, height: number, channels?: number];

/** Ones, odd sizes, not square, around the lengths of vectors and tiles, MNIST's; then in color. */
export const IMAGES: readonly Size[] = [
  [1, 1],
  [1, 5],
  [5, 1],
  [3, 4],
  [8, 7],
  [9, 16],
  [13, 6],
  [28, 28],
  [33, 30],
  [1, 1, 3],
  [9, 6, 3],
  [13, 16, 2],
];

/** [reach of the taps, α], or none: within a pixel, shorter and longer than the images. */
const FIELDS = [undefined, [0, 2], [3, 5], [18, 37], [50, 20]] as const;

/** Maps that leave an image, move it, turn it, and throw it far away. */
const MAPS = [
  [1, 0, 0, 0, 1, 0],
  [1, 0, 1, 0, 1, -2],
  [0, 1, 0, -1, 0, 6],
  [0.9, 0.2, -1.3, -0.25, 1.1, 0.7],
  [1e30, 0, -1e30, 3e38, 3e38, 0],
  [NaN, 0, 0, 0, Infinity, 0],
];

const BATCH = 7;
const EXAMPLES = 9;

/** Deforms images of one size in every way, from bytes and float32, into rows of both forms. */
export function checkDeform(engine: Engine, [width, height, channels = 1]: Size): void {
  const pixels = width * height * channels;
  const random = new RandomStream(width * 1000 + height, "shuffle");
  const bytes = Uint8Array.from(
    { length: EXAMPLES * pixels },
    () => random.uniform() < 0.6 ? 0 : random.below(256),
  );
  const floats = Float32Array.from(bytes, (byte) => byte / 7 - 3 * Number(byte > 200));
  const order = Uint32Array.from({ length: BATCH + 2 }, () => random.below(EXAMPLES));
  for (const field of FIELDS) {
    const deformation: Deformation = {
      width,
      height,
      channels,
      maps: new Float32Array(
        Array.from({ length: BATCH }, (_, r) => MAPS[r % MAPS.length]!).flat(),
      ),
      elastic: field && {
        alpha: field[1],
        taps: Float32Array.from({ length: field[0] + 1 }, (_, d) => 1 / (field[0] + d + 1)),
        key: Uint32Array.of(random.uint32(), random.uint32()),
      },
    };
    for (const inputs of [bytes, floats]) {
      const title = `${engine.name}: deform ${width} × ${height} × ${channels}, ` +
        `${inputs === bytes ? "bytes" : "float32"}, field ${field}`;
      const expected = Array.from({ length: BATCH }, (_, r) => {
        const example = order[r + 2]!;
        const noise = field && noiseOf(deformation, example);
        return Array.from(
          { length: pixels },
          (_, k) => pixelOf(inputs, example, r, k, deformation, noise),
        );
      }).flat();
      const dense = engine.denseRows(BATCH, pixels);
      dense.values.fill(7); // whatever was there
      engine.deform(dense, inputs, order, 2, deformation);
      assertSameBits(dense.values, expected, title);
      // The same images in other rows; `examples` has the numbers that their random numbers depend on.
      const own = Array.from({ length: BATCH }, (_, r) => {
        const start = order[r + 2]! * pixels;
        return [...inputs.subarray(start, start + pixels)];
      }).flat();
      const moved = inputs === bytes ? Uint8Array.from(own) : Float32Array.from(own);
      const rows = Uint32Array.from({ length: BATCH }, (_, r) => r);
      dense.values.fill(7);
      engine.deform(dense, moved, rows, 0, { ...deformation, examples: order.subarray(2) });
      assertSameBits(dense.values, expected, `${title}, in other rows`);
      const sparse = engine.sparseRows(BATCH, pixels);
      engine.deform(sparse, inputs, order, 2, deformation);
      assertSameBits(denseValues(sparse), expected.map((value) => value === 0 ? 0 : value), title);
      assertEquals(sparse.starts[BATCH], expected.filter((value) => value !== 0).length, title);
    }
  }
}

/** Number k of row r of a batch. */
function pixelOf(
  inputs: Uint8Array | Float32Array,
  example: number,
  r: number,
  k: number,
  deformation: Deformation,
  noise: [number[], number[]] | undefined,
): number {
  const { width, height, channels, maps, elastic } = deformation;
  const [pixel, channel] = [Math.floor(k / channels), k % channels];
  const [row, column] = [Math.floor(pixel / width), pixel % width];
  const coordinate = (m: number, axis: 0 | 1) => {
    const [ofColumn, ofRow, shift] = maps.subarray(6 * r + m, 6 * r + m + 3);
    const affine = fround(fround(ofColumn! * column) + fround(fround(ofRow! * row) + shift!));
    if (elastic === undefined || noise === undefined) return affine;
    const moved = displacement(deformation, noise[axis], row, column);
    return fround(affine + fround(fround(elastic.alpha) * moved));
  };
  const x = Math.min(Math.max(coordinate(0, 0), -1), width);
  const y = Math.min(Math.max(coordinate(3, 1), -1), height);
  const at = (dx: number, dy: number) => {
    const [c, r] = [Math.floor(x) + dx, Math.floor(y) + dy];
    if (!(c >= 0 && c < width && r >= 0 && r < height)) return 0;
    const value = inputs[((example * height + r) * width + c) * channels + channel]!;
    return inputs instanceof Uint8Array ? fround(value / 255) : value;
  };
  const between = (a: number, b: number, t: number) => fround(a + fround(fround(b - a) * t));
  const s = fround(x - Math.floor(x));
  const t = fround(y - Math.floor(y));
  return between(between(at(0, 0), at(1, 0), s), between(at(0, 1), at(1, 1), s), t);
}

/** dx or dy of a pixel: over all pixels of the image, the taps zero where they do not reach. */
function displacement(
  { width, height, elastic }: Deformation,
  noise: readonly number[],
  row: number,
  column: number,
): number {
  const tap = (distance: number) => elastic!.taps[Math.abs(distance)] ?? 0;
  let sum = 0;
  for (let c = 0; c < width; c++) {
    let inner = 0;
    for (let r = 0; r < height; r++) {
      inner = fround(inner + fround(tap(r - row) * noise[r * width + c]!));
    }
    sum = fround(sum + fround(tap(c - column) * inner));
  }
  return sum;
}

/** The displacements of an image's pixels before they are smoothed: along x, then along y. */
function noiseOf({ width, height, elastic }: Deformation, example: number): [number[], number[]] {
  const words = new Uint32Array(2);
  const noise = (axis: 0 | 1) =>
    Array.from({ length: width * height }, (_, k) => {
      const [row, column] = [Math.floor(k / width), k % width];
      threefry(words, elastic!.key, (row >> 1) * width + column, example);
      const half = (words[row & 1]! >>> (16 * axis)) & 0xffff;
      return (2 * (half >= 0x8000 ? half - 0x10000 : half) + 1) / 65536;
    });
  return [noise(0), noise(1)];
}

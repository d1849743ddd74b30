/** Makes rows of data of deformed images, in plain loops: the specification of every engine's `deform`. @module */

import { threefry } from "../../numerics/random.ts";
import type { Deformation, ElasticField } from "../engine.ts";
import type { DataRows, DataValues } from "../matrix.ts";
import { LEVELS } from "./gather.ts";

const { floor, fround, max, min } = Math;

/** The 16 bits k of half a word become the odd number 2k + 1 times this: from −1 to 1, symmetric, exact in float32. */
const NOISE_SCALE = 1 / 65536;

/** Which examples to deform, and how: the arguments of {@linkcode Engine.deform}. */
export interface Deforming {
  readonly inputs: DataValues;
  readonly order: Uint32Array;
  readonly start: number;
  readonly deformation: Deformation;
}

/** Fills rows with deformed examples, zeros left out if the rows are sparse. */
export function deformRows(out: DataRows, { inputs, order, start, deformation }: Deforming): void {
  const { rows, columns } = out;
  const pixels = new Float32Array(columns);
  let nonZeros = 0;
  for (let r = 0; r < rows; r++) {
    const example = order[start + r]!;
    const image = inputs.subarray(example * columns, (example + 1) * columns);
    const map = deformation.maps.subarray(6 * r, 6 * r + 6);
    const key = deformation.examples?.[r] ?? example;
    deformImage(pixels, { image, example: key, map, ...deformation });
    if (out.kind === "dense") {
      out.values.set(pixels, r * columns);
      continue;
    }
    out.starts[r] = nonZeros;
    for (let c = 0; c < columns; c++) {
      if (pixels[c] === 0) continue;
      out.indices[nonZeros] = c;
      out.values[nonZeros++] = pixels[c]!;
    }
  }
  if (out.kind === "sparse") out.starts[rows] = nonZeros;
}

/** An image before it is deformed. */
interface Original {
  readonly image: DataValues;
  readonly example: number;
  /** Its six numbers of the deformation's maps. */
  readonly map: Float32Array;
}

/** One image: every pixel of the result is read where the map and the displacement lead. */
function deformImage(
  out: Float32Array,
  { image, example, map, width, height, channels, elastic }: Deformation & Original,
): void {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map;
  const displacements = elastic && displace(elastic, example, width, height);
  const alpha = fround(elastic?.alpha ?? 0);
  for (let r = 0; r < height; r++) {
    const xOfRow = fround(fround(m1 * r) + m2);
    const yOfRow = fround(fround(m4 * r) + m5);
    for (let c = 0; c < width; c++) {
      const k = r * width + c;
      let x = fround(fround(m0 * c) + xOfRow);
      let y = fround(fround(m3 * c) + yOfRow);
      if (displacements !== undefined) {
        x = fround(x + fround(alpha * displacements.x[k]!));
        y = fround(y + fround(alpha * displacements.y[k]!));
      }
      for (let channel = 0; channel < channels; channel++) {
        const original = { image, width, height, channels };
        out[k * channels + channel] = interpolate(original, channel, x, y);
      }
    }
  }
}

/** The value of a channel at column x and row y, between four pixels; pixels beyond the edge are zeros. */
function interpolate(
  { image, width, height, channels }: Pick<
    Deformation & Original,
    "image" | "width" | "height" | "channels"
  >,
  channel: number,
  x: number,
  y: number,
): number {
  const pixel = (column: number, row: number) => {
    if (!(column >= 0 && column < width && row >= 0 && row < height)) return 0;
    const value = image[(row * width + column) * channels + channel]!;
    return image instanceof Uint8Array ? LEVELS[value]! : value;
  };
  const nearX = min(max(x, -1), width); // these let a NaN through
  const nearY = min(max(y, -1), height);
  const left = floor(nearX);
  const top = floor(nearY);
  const right = fround(nearX - left); // how far to the right, from 0 to 1
  const below = fround(nearY - top);
  const upper = between(pixel(left, top), pixel(left + 1, top), right);
  const lower = between(pixel(left, top + 1), pixel(left + 1, top + 1), right);
  return between(upper, lower, below);
}

/** a + (b − a)·t: exactly a at t = 0, and exactly 0 between two zeros. */
function between(a: number, b: number, t: number): number {
  return fround(a + fround(fround(b - a) * t));
}

/**
 * The displacements of an image's pixels before α: independent random ones, smoothed from row to row, then from column to
 * column. Pixels beyond the edge are not displaced: they add nothing.
 */
function displace(
  { taps, key }: ElasticField,
  example: number,
  width: number,
  height: number,
): { x: Float32Array; y: Float32Array } {
  const noise = { x: new Float32Array(width * height), y: new Float32Array(width * height) };
  const words = new Uint32Array(2);
  for (let r = 0; r < height; r += 2) {
    for (let c = 0; c < width; c++) {
      // The first word is the pixel's, the second that of the pixel below; the lower half moves along x, the upper along y.
      threefry(words, key, (r >> 1) * width + c, example);
      for (let below = 0; below < min(2, height - r); below++) {
        const word = words[below]! | 0;
        noise.x[(r + below) * width + c] = (2 * ((word << 16) >> 16) + 1) * NOISE_SCALE;
        noise.y[(r + below) * width + c] = (2 * (word >> 16) + 1) * NOISE_SCALE;
      }
    }
  }
  return { x: smooth(noise.x, taps, width, height), y: smooth(noise.y, taps, width, height) };
}

/** Σᵣ′ Σ꜀′ taps·taps·noise, each sum from zero and over the index in increasing order: rows first. */
function smooth(
  noise: Float32Array,
  taps: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const reach = taps.length - 1;
  const byRows = new Float32Array(noise.length);
  const smooth = new Float32Array(noise.length);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      let sum = 0;
      for (let from = max(0, r - reach); from <= min(height - 1, r + reach); from++) {
        const tap = taps[from < r ? r - from : from - r]!;
        sum = fround(sum + fround(tap * noise[from * width + c]!));
      }
      byRows[r * width + c] = sum;
    }
  }
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      let sum = 0;
      for (let from = max(0, c - reach); from <= min(width - 1, c + reach); from++) {
        const tap = taps[from < c ? c - from : from - c]!;
        sum = fround(sum + fround(tap * byRows[r * width + from]!));
      }
      smooth[r * width + c] = sum;
    }
  }
  return smooth;
}

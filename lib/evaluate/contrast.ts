/** Pictures by their contrast, whether bright or dark, how rough they are, and how much is halftone. @module */

const { floor, sqrt } = Math;

/** A picture of less contrast than this is of one level: a byte that differs by 1 makes more. */
const FLAT = 1e-3;

/** Brings a picture to mean 0 and length 1, in place; one of a single level becomes 0. */
export function toContrast(x: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j]!;
  const mean = sum / x.length;
  let squares = 0;
  for (let j = 0; j < x.length; j++) {
    x[j]! -= mean;
    squares += x[j]! * x[j]!;
  }
  const length = sqrt(squares);
  if (length < FLAT) x.fill(0);
  else for (let j = 0; j < x.length; j++) x[j]! /= length;
}

/**
 * How rough a picture is: the sum of the squared differences of neighbors, across and down. Of length 1, noise has about 4,
 * a drawing about 1, smooth shades nearly 0.
 *
 * @param x [height, width, channels]
 */
export function roughness(x: Float64Array, height: number, width: number): number {
  const channels = floor(x.length / (height * width));
  const row = width * channels;
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let k = y * row; k < (y + 1) * row; k++) {
      if (k >= row) {
        const down = x[k]! - x[k - row]!;
        sum += down * down;
      }
      if (k >= y * row + channels) {
        const across = x[k]! - x[k - channels]!;
        sum += across * across;
      }
    }
  }
  return sum;
}

/** Between these parts of the way from the darkest level to the lightest one is a halftone. */
const [DARK, LIGHT] = [0.2, 0.8];

/** The part of a picture that is neither dark nor light: of a drawing its edges, of a photo most of it. */
export function halftones(x: Float64Array): number {
  let [darkest, lightest] = [Infinity, -Infinity];
  for (let j = 0; j < x.length; j++) {
    if (x[j]! < darkest) darkest = x[j]!;
    if (x[j]! > lightest) lightest = x[j]!;
  }
  const range = lightest - darkest;
  const [from, to] = [darkest + DARK * range, darkest + LIGHT * range];
  let count = 0;
  for (let j = 0; j < x.length; j++) if (x[j]! > from && x[j]! < to) count++;
  return count / x.length;
}

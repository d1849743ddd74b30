/** Pictures by their contrast, whether bright or dark, how rough they are, and how much is halftone. @module */

const { floor, sqrt } = Math;

/** A picture of a smaller norm around its mean counts as one of a single level: a byte that differs by 1 has a larger one. */
const MIN_CONTRAST = 1e-3;

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
  if (length < MIN_CONTRAST) x.fill(0);
  else for (let j = 0; j < x.length; j++) x[j]! /= length;
}

/**
 * How rough a picture is: the sum of the squared differences of neighbors, across and down. Of length 1, noise has about 4,
 * a drawing about 1, smooth shades nearly 0.
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

/** A level between these fractions of the range from the darkest to the lightest is a halftone. */
const [HALFTONE_FROM, HALFTONE_TO] = [0.2, 0.8];

/** The part of a picture that is neither dark nor light: of a drawing its edges, of a photo most of it. */
export function halftones(x: Float64Array): number {
  let [darkest, lightest] = [Infinity, -Infinity];
  for (let j = 0; j < x.length; j++) {
    if (x[j]! < darkest) darkest = x[j]!;
    if (x[j]! > lightest) lightest = x[j]!;
  }
  const range = lightest - darkest;
  const [from, to] = [darkest + HALFTONE_FROM * range, darkest + HALFTONE_TO * range];
  let count = 0;
  for (let j = 0; j < x.length; j++) if (x[j]! > from && x[j]! < to) count++;
  return count / x.length;
}

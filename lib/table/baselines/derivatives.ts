/**
 * The derivatives of a cost by the score of each row, as whole numbers: sums of them are exact, in whatever order they are added,
 * and those of one child of a node are the node's less the other child's, to the bit (Shi et al., “Quantized training of gradient
 * boosting decision trees”, 2022). @module
 */

const { abs, floor, max, min } = Math;

/** A first derivative counts so much, in the number that has the second derivative too. */
const UNIT = 16_777_216;

/** 2⁻²⁴ */
const SHARE = 1 / UNIT;

/** The most that the sizes of all first derivatives add up to, about: with {@linkcode UNIT} times it, sums stay below 2⁵³. */
const MOST_SLOPE = 268_435_456;

/** Sums of derivatives, of first and second ones in one number. */
export interface Derivatives {
  /** [all rows] Those of each row: first · 2²⁴ + second. */
  readonly packed: Float64Array;
  /** What the first ones were multiplied by. */
  readonly slopeScale: number;
  /** What the second ones were multiplied by. */
  readonly curvatureScale: number;
  /** Σ g² / Σ h, of the rounded ones: what G²/H comes to in the mean where nothing tells rows apart. */
  readonly noise: number;
}

/** The first derivative in a sum. */
export function slopeOf(sum: number): number {
  return floor(sum * SHARE);
}

/** The second derivative in a sum whose first one is known. */
export function curvatureOf(sum: number, slope: number): number {
  return sum - slope * UNIT;
}

/**
 * Rounds derivatives to whole numbers, as fine as sums of them allow.
 * @param rows those that are summed: below some million
 * @param g [all rows] the first derivatives
 * @param h [all rows] the second ones, not below 0
 * @param packed [all rows] where they are written
 */
export function packDerivatives(
  rows: Uint32Array,
  g: Float64Array,
  h: Float64Array,
  packed: Float64Array,
): Derivatives {
  let [slopes, squares, curvatures] = [0, 0, 0];
  for (let k = 0; k < rows.length; k++) {
    const slope = g[rows[k]!]!;
    slopes += abs(slope);
    squares += slope * slope;
    curvatures += h[rows[k]!]!;
  }
  const slopeScale = min(MOST_SLOPE / max(slopes, 1e-300), 1e300);
  const fine = min((UNIT - 1 - rows.length) / max(curvatures, 1e-300), 1e300);
  const curvatureScale = fine < 1 ? fine : floor(fine); // whole where it can be: then so are second derivatives of 1
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    packed[row] = floor(g[row]! * slopeScale + 0.5) * UNIT + floor(h[row]! * curvatureScale + 0.5);
  }
  const noise = squares / max(curvatures, 1e-300) * slopeScale / curvatureScale * slopeScale;
  return { packed, slopeScale, curvatureScale, noise };
}

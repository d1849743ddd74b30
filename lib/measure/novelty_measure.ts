/**
 * The distance of an example from the training data, and whether it is beyond the usual; see `novelty.ts`. Of pictures their
 * contrast, whether bright or dark, how rough they are, and how much is halftone. @module
 */

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

/** The tails of a column that matters; see `novelty_statistics.ts`. */
export interface RimColumn {
  /** The feature. */
  readonly feature: number;
  /** The values between which nine of ten training examples are. */
  readonly low: number;
  /** See `low`. */
  readonly high: number;
  /** By how much those below `low` are below it, on average. */
  readonly below: number;
  /** By how much those above `high` are above it, on average. */
  readonly above: number;
  /** The logarithm of its share of what columns alone explain of the target. */
  readonly worth: number;
}

/** −log of the share of values in each tail. */
const TAIL_SURPRISE = 2.995732273553991;

/** The statistics of training data. */
export interface NoveltyStatistics {
  /** The number of features of an example. */
  readonly features: number;
  /** The distance beyond which an example is novel. */
  readonly threshold: number;
  /** The tails of columns that matter, and the surprise beyond which an example is novel; absent where there are none. */
  readonly rim?: { readonly limit: number; readonly columns: readonly RimColumn[] } | undefined;
  /** The size of pictures, and the range of two measures of them; null for other data. */
  readonly picture: null | {
    /** In pixels. */
    readonly height: number;
    /** In pixels. */
    readonly width: number;
    /** How much neighboring pixels differ. */
    readonly roughness: readonly [least: number, most: number];
    /** The fraction of pixels that are neither dark nor light. */
    readonly halftones: readonly [least: number, most: number];
  };
  /** Means [classes, features], then variances [features]. */
  readonly statistics: Float32Array;
}

/** Measures examples, each [features] as the network takes it. */
export interface NoveltyMeasure {
  /** The example that was measured last, [features]; of a picture its contrast. */
  readonly input: Float64Array;
  /** The distance from the nearest mean; its own as the root of the mean square, in standard deviations. */
  distance(input: ArrayLike<number>): number;
  /** How far out it is in the tail of a column that matters; 0 if it is in none. */
  surprise(input: ArrayLike<number>): number;
  /** Whether it does not look like the training data. */
  isNovel(input: ArrayLike<number>): boolean;
  /** The feature by which it is furthest from the nearest mean, or of what is near by furthest out in a tail. */
  furthestFeature(input: ArrayLike<number>): number;
}

/** Measures by statistics; an input of another length is the caller's mistake. */
export function noveltyMeasure(
  { features, threshold, rim, picture, statistics }: NoveltyStatistics,
): NoveltyMeasure {
  const means = statistics.subarray(0, statistics.length - features);
  const precisions = Float64Array.from(
    statistics.subarray(statistics.length - features),
    (variance) => 1 / variance,
  );
  const x = new Float64Array(features);
  const { limit = Infinity, columns = [] } = rim ?? {};
  let [nearestStart, rimFeature] = [0, 0];

  function distance(input: ArrayLike<number>): number {
    for (let j = 0; j < features; j++) x[j] = input[j]!;
    if (picture !== null) toContrast(x);
    let nearest = Infinity;
    for (let start = 0; start < means.length; start += features) {
      let sum = 0;
      for (let j = 0; j < features; j++) {
        const distance = x[j]! - means[start + j]!;
        sum += distance * distance * precisions[j]!;
      }
      if (!(sum >= nearest)) [nearest, nearestStart] = [sum, start]; // a NaN stays
    }
    return sqrt(nearest / features);
  }

  function surprise(input: ArrayLike<number>): number {
    let most = 0;
    for (const { feature, low, high, below, above, worth } of columns) {
      const value = input[feature]!;
      const beyond = value > high ? (value - high) / above : (low - value) / below;
      const found = beyond > 0 ? TAIL_SURPRISE + beyond + worth : 0;
      if (found > most) [most, rimFeature] = [found, feature];
    }
    return most;
  }

  function isNovel(input: ArrayLike<number>): boolean {
    if (!(distance(input) <= threshold) || surprise(input) > limit) return true;
    if (picture === null) return false;
    const rough = roughness(x, picture.height, picture.width);
    return !isWithin(rough, picture.roughness) || !isWithin(halftones(x), picture.halftones);
  }

  function furthestFeature(input: ArrayLike<number>): number {
    if (distance(input) <= threshold && surprise(input) > limit) return rimFeature;
    let [furthest, most] = [0, -Infinity];
    for (let j = 0; j < features; j++) {
      const distance = x[j]! - means[nearestStart + j]!;
      const squared = distance * distance * precisions[j]!;
      if (squared > most) [furthest, most] = [j, squared];
    }
    return furthest;
  }

  return { input: x, distance, surprise, isNovel, furthestFeature };
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}

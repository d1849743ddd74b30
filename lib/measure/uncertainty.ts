/**
 * How uncertain the mean of rows' values is: what intervals at 95 % confidence, and differences of two models, are made of.
 *
 * Each unit, a row or rows that belong together, is left out after the other: the jackknife (Miller 1974, “The jackknife: a
 * review”; over units CR3 of Bell and McCaffrey 2002, “Bias reduction in standard errors for linear regression with multi-stage
 * samples”). @module
 */

import { effectiveSize, meanOf, type RowWeights, totalWeight } from "./row_weights.ts";

const { max, min, sqrt } = Math;

/**
 * The version of intervals, of differences and their ±, of the limits of novelty, of the boosted trees beside a result and of what
 * is told of a rare class: another one states other ones of the same answers.
 */
export const STATISTICS = 4;

/** The standard deviations from the mean within which 95 % of a normal distribution lie. */
export const Z_95 = 1.959964;

/**
 * Which rows belong together, such as those of a patient or of a week: a number for each row. What holds for other rows like
 * these then holds for other units: values are summed by unit, and units are what counts (Liang and Zeger 1986,
 * “Longitudinal data analysis using generalized linear models”; Cameron and Miller 2015, “A Practitioner’s Guide to
 * Cluster-Robust Inference”).
 */
export type Units = ArrayLike<number>;

/** What rows have in common. */
export interface RowGroups {
  /** [rows] Which rows belong together. Default: each is by itself */
  readonly units?: Units | undefined;
  /** [rows] The class of each row, for a metric that weighs the rows of a class by how many there are. Default: all are alike */
  readonly classes?: ArrayLike<number> | undefined;
  /** [rows] How much each row counts: the mean is by weight. Default: 1 each */
  readonly weights?: RowWeights;
}

/** How uncertain a mean is. */
export interface Uncertainty {
  /** The mean of the values. */
  readonly mean: number;
  /** How many units there are; where rows have weights, how many of equal weight have as much information. */
  readonly units: number;
  /** The standard error; `NaN` where one unit has all rows of a class. */
  readonly error: number;
  /** The degrees of freedom of Student's t, at most the units less one. */
  readonly freedom: number;
  /** The skewness of the mean, by the third moment of what it loses without each unit. */
  readonly skewness: number;
}

/** How many units there are: rows, if they are by themselves. */
export function countUnits(rows: number, units: Units | undefined): number {
  return units === undefined ? rows : new Set(Array.from(units)).size;
}

/** [rows] The index of each row's unit, by the order of their first rows. */
export function unitIndices(rows: number, units: Units | undefined): Uint32Array {
  const indices = new Map<number, number>();
  return Uint32Array.from({ length: rows }, (_, r) => {
    if (units === undefined) return r;
    const index = indices.get(units[r]!) ?? indices.size;
    indices.set(units[r]!, index);
    return index;
  });
}

/** The sums of values by unit, in the order of the units' first rows; the values without units. */
export function sumsByUnit(values: Float64Array, units: Units | undefined): Float64Array {
  if (units === undefined) return values;
  const indices = unitIndices(values.length, units);
  const sums = new Float64Array(indices.reduce((most, index) => max(most, index + 1), 0));
  for (let r = 0; r < values.length; r++) sums[indices[r]!]! += values[r]!;
  return sums;
}

/** Student's t is not known for fewer degrees of freedom; see `t95`. */
const MIN_FREEDOM = 2;

/**
 * How uncertain the mean of values is. Where the metric is not a mean over rows, a value is the metric and the row's influence
 * on it, which the rows of a class share: leaving out a unit weighs the other rows of its classes more.
 *
 * The degrees of freedom are those of {@linkcode jackknifed}, and at most Welch's (1947, “The generalization of ‘Student’s’ problem
 * when several different population variances are involved”) for classes whose units are equally variable. How variable they are
 * is not taken from the units: where they are few, that is a guess.
 * @param values [rows]
 */
export function uncertaintyOf(
  values: Float64Array,
  { units, classes, weights }: RowGroups = {},
): Uncertainty {
  const n = values.length;
  const mean = meanOf(values, weights);
  const total = totalWeight(n, weights);
  const unitOf = unitIndices(n, units);
  const count = unitOf.reduce((most, unit) => max(most, unit + 1), 0);
  const moves = new Float64Array(count);
  /** 1 over the units that each class has, and the squares of these, each over its units less one. */
  let [shares, squares] = [0, 0];
  for (const rows of rowsByClass(n, classes)) {
    const sizes = new Float64Array(count);
    const sums = new Float64Array(count);
    let size = 0;
    for (const r of rows) {
      const weight = weights?.[r] ?? 1;
      size += weight;
      sizes[unitOf[r]!]! += weight;
      sums[unitOf[r]!]! += weight * (values[r]! - mean) / total;
    }
    if (size === 0) continue; // all of them are of weight 0
    let concentration = 0;
    for (let u = 0; u < count; u++) {
      if (sizes[u] === 0) continue;
      const share = sizes[u]! / size;
      concentration += share * share;
      moves[u]! += sums[u]! / (1 - share); // without the unit the others of the class count more
    }
    shares += concentration;
    squares += concentration * concentration / max(1, 1 / concentration - 1);
  }
  const sizes = weights && sumsByUnit(Float64Array.from(weights), units);
  const { error, freedom, skewness } = jackknifed(
    sizes === undefined ? moves : moves.filter((_, u) => sizes[u]! > 0),
  );
  const expected = max(MIN_FREEDOM, shares * shares / squares);
  const worth = effectiveSize(count, sizes);
  return { mean, units: worth, error, freedom: min(freedom, expected), skewness };
}

/** The rows of each class that has any. */
function rowsByClass(rows: number, classes: ArrayLike<number> = new Uint8Array(rows)): number[][] {
  const found: number[][] = [];
  for (let r = 0; r < rows; r++) (found[classes[r]!] ??= []).push(r);
  return Object.values(found);
}

/**
 * The standard error by what an estimate loses as each unit is left out, without the factor (n − 1) / n, which makes intervals of
 * few units too short. The degrees of freedom are Satterthwaite's (1946, “An approximate distribution of estimates of variance
 * components”) with the fourth moment of the units: few units that have most of the variance count as few.
 */
export function jackknifed(
  moves: Float64Array,
): Pick<Uncertainty, "error" | "freedom" | "skewness"> {
  const n = moves.length;
  const mean = moves.reduce((sum, move) => sum + move, 0) / n;
  let [second, third, fourth] = [0, 0, 0];
  for (const move of moves) {
    const [d, square] = [move - mean, (move - mean) * (move - mean)];
    second += square;
    third += d * square;
    fourth += square * square;
  }
  const error = sqrt(second);
  const excess = fourth / (second * second) - 1 / n;
  return {
    error,
    freedom: excess > 0 ? min(n - 1, max(MIN_FREEDOM, 2 / excess)) : n - 1,
    skewness: second > 0 ? third / (second * error) : 0,
  };
}

/**
 * Wilson's interval: the bounds of the accuracy, at 95 % confidence, after `correct` right answers of `size` (Wilson,
 * "Probable Inference, the Law of Succession, and Statistical Inference", 1927).
 * @param z the quantile. Default: that of the normal distribution
 */
export function wilsonInterval(
  correct: number,
  size: number,
  z = Z_95,
): [low: number, high: number] {
  if (!(size > 0 && correct >= 0 && correct <= size)) {
    throw new RangeError(`Cannot find the interval of ${correct} right answers of ${size}`);
  }
  const [p, z2] = [correct / size, z * z];
  const middle = p + z2 / (2 * size);
  const half = z * sqrt(p * (1 - p) / size + z2 / (4 * size * size));
  const scale = 1 + z2 / size;
  return [max(0, (middle - half) / scale), min(1, (middle + half) / scale)];
}

/**
 * Spreads, quantiles and tails of distributions, as far as intervals at 95 % confidence need them; and how much better one
 * answerer is than another on the same rows. @module
 */

import { type RowGroups, sumsByUnit, uncertaintyOf, Z_95 } from "./uncertainty.ts";

const { max, min, sqrt } = Math;

/**
 * 95 % of Student's t distribution is within this of 0, by its expansion around the normal one (Abramowitz and Stegun 1964,
 * equation 26.7.5): to 1 % from 3 degrees of freedom on.
 */
export function t95(degrees: number): number {
  const [z, z2] = [Z_95, Z_95 * Z_95];
  const first = (z2 + 1) * z / 4;
  const second = ((5 * z2 + 16) * z2 + 3) * z / 96;
  const third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) * z / 384;
  return z + (first + (second + third / degrees) / degrees) / degrees;
}

/**
 * The two-sided sign test: how probable a split of differences is that is as uneven as this one or more, where both signs
 * are equally likely (Arbuthnott 1710; for answers right and wrong McNemar 1947, exact).
 */
export function signTest(positive: number, negative: number): number {
  const n = positive + negative;
  return Math.min(1, 2 * binomialTail(Math.min(positive, negative), n, 0.5));
}

/** The probability of at most k of n, each with probability p. */
function binomialTail(k: number, n: number, p: number): number {
  let term = 1;
  for (let i = 0; i < n; i++) term *= 1 - p;
  let sum = term;
  for (let i = 0; i < k; i++) {
    term *= (n - i) / (i + 1) * p / (1 - p);
    sum += term;
  }
  return sum;
}

/** Halvings of an interval of length 1, after which float64 does not tell its ends apart. */
const HALVINGS = 52;

/**
 * The largest error rate that k wrong answers of n allow at 95 % confidence: the upper end of the exact interval (Clopper and
 * Pearson, “The use of confidence or fiducial limits illustrated in the case of the binomial”, 1934). For a few hundred rows
 * at most: of thousands the probabilities are too small for float64.
 */
export function largestErrorRate(wrong: number, n: number): number {
  if (!(n > 0 && wrong >= 0 && wrong <= n)) {
    throw new RangeError(`Cannot bound the error rate of ${wrong} wrong answers of ${n}`);
  }
  if (wrong === n) return 1;
  let [low, high] = [0, 1];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (binomialTail(wrong, n, middle) > 0.025) low = middle;
    else high = middle;
  }
  return high;
}

/** The mean of values, their least and most, and their sample standard deviation, which is `null` for one value. */
export interface Spread extends Readonly<Record<"mean" | "min" | "max", number>> {
  /** The sample standard deviation. */
  readonly sd: number | null;
}

/**
 * The spread of values, such as the accuracies of several runs.
 * @throws {RangeError} if there are no values
 */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  if (count === 0) throw new RangeError("Cannot find the spread of no values");
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    mean,
    sd: count === 1 ? null : sqrt(squares / (count - 1)),
    min: values.reduce((least, value) => min(least, value)),
    max: values.reduce((most, value) => max(most, value)),
  };
}

/** A difference of two answerers on the same rows; above 0 where the first one is better. */
export interface PairedDifference {
  /** The difference of accuracy, of R², or of the mean cost. */
  readonly value: number;
  /** Its standard error; `null` where there are too few rows for one. */
  readonly standardError: number | null;
  /** Half the width of its interval; `null` where there are too few rows for one. */
  readonly plusMinus: number | null;
  /** Which of the two is shown to be better, if any. */
  readonly shown: "first" | "second" | "neither";
}

/** Fewer rows than this have no interval, and show nothing. */
export const MIN_ROWS = 4;

/** Of fewer answers that one has right and the other wrong, the interval is too short: the exact test decides too. */
const MIN_DISCORDANT = 40;

/** Skewness makes an interval twice as long at most. */
const MAX_SKEW = 0.5;

/**
 * The difference of two accuracies by the rows that only one of the two has right (Bonett and Price, “Adjusted Wald
 * confidence interval for a difference of binomial proportions based on paired data”, 2012), with Student's t in place of the
 * normal distribution. Of few such rows McNemar's exact test has to agree.
 * @param right how many rows the first one alone has right, and the second one alone
 */
export function accuracyDifference(
  right: { readonly first: number; readonly second: number },
  n: number,
): PairedDifference {
  const [b, c] = [right.first, right.second];
  const [up, down] = [(b + 1) / (n + 2), (c + 1) / (n + 2)];
  const middle = up - down;
  const value = (b - c) / n;
  if (n < MIN_ROWS) return unknownDifference(value);
  const standardError = sqrt((up + down - middle * middle) / (n + 2));
  return whereSignsAgree(differenceWith(value, standardError, n - 1), b, c);
}

/**
 * The difference of two accuracies over units. Of few units that one model has more of right, the sign test has to agree.
 * @param gains [rows] 1 where the first model alone is right, −1 where the second one is, otherwise 0
 */
export function accuracyDifferenceOver(groups: RowGroups, gains: Float64Array): PairedDifference {
  const { units, weights } = groups;
  const sums = sumsByUnit(weights ? gains.map((gain, r) => gain * weights[r]!) : gains, units);
  const count = (sign: number) => sums.reduce((sum, one) => sum + Number(sign * one > 0), 0);
  return whereSignsAgree(meanDifference(gains, groups), count(1), count(-1));
}

/** A difference that shows nothing where there are few of either sign and the exact test of signs shows nothing. */
function whereSignsAgree(
  difference: PairedDifference,
  positive: number,
  negative: number,
): PairedDifference {
  const agrees = positive + negative >= MIN_DISCORDANT || signTest(positive, negative) <= 0.05;
  return agrees ? difference : { ...difference, shown: "neither" };
}

/**
 * The mean of differences with Student's interval, see {@linkcode uncertaintyOf}. Where few units make most of the difference,
 * its skewness makes the interval longer to both sides.
 */
export function meanDifference(
  differences: Float64Array,
  groups?: RowGroups,
): PairedDifference {
  const { mean, units, error, freedom, skewness } = uncertaintyOf(differences, groups);
  if (units < MIN_ROWS || error !== error) return unknownDifference(mean);
  return differenceWith(mean, error, freedom, skewness);
}

/** A difference of too few rows for an interval. */
function unknownDifference(value: number): PairedDifference {
  return { value, standardError: null, plusMinus: null, shown: "neither" };
}

/** A difference with Student's interval. */
function differenceWith(
  value: number,
  standardError: number,
  freedom: number,
  skewness = 0,
): PairedDifference {
  const t = t95(freedom);
  const skew = max(skewness, -skewness) / 6; // Efron 1987, “Better bootstrap confidence intervals”: the acceleration
  const plusMinus = t * standardError / (1 - min(MAX_SKEW, skew * t));
  const side = value + plusMinus < 0 ? "second" : "neither";
  return { value, standardError, plusMinus, shown: value - plusMinus > 0 ? "first" : side };
}

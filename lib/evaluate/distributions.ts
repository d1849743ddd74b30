/** Quantiles and tails of distributions, as far as intervals at 95 % confidence need them. @module */

/** The standard deviations from the mean within which 95 % of a normal distribution lie. */
export const Z_95 = 1.959964;

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

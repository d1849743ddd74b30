/** How much better one answerer is than another on the same rows, with its interval at 95 % confidence. @module */

import { signTest, t95 } from "./distributions.ts";

const { sqrt } = Math;

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
const MIN_ROWS = 4;

/** Of fewer answers that one has right and the other wrong, the interval is too short: the exact test decides too. */
const MIN_DISCORDANT = 40;

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
  const difference = differenceWith(value, standardError, n - 1);
  const agrees = b + c >= MIN_DISCORDANT || signTest(b, c) <= 0.05;
  return agrees ? difference : { ...difference, shown: "neither" };
}

/** The mean of differences with Student's interval. */
export function meanDifference(differences: Float64Array): PairedDifference {
  const n = differences.length;
  const value = differences.reduce((sum, one) => sum + one, 0) / n;
  if (n < MIN_ROWS) return unknownDifference(value);
  const squares = differences.reduce((sum, one) => sum + (one - value) * (one - value), 0);
  return differenceWith(value, sqrt(squares / (n - 1) / n), n - 1);
}

/** A difference of too few rows for an interval. */
function unknownDifference(value: number): PairedDifference {
  return { value, standardError: null, plusMinus: null, shown: "neither" };
}

/** A difference with Student's interval. */
function differenceWith(value: number, standardError: number, freedom: number): PairedDifference {
  const plusMinus = t95(freedom) * standardError;
  const side = value + plusMinus < 0 ? "second" : "neither";
  return { value, standardError, plusMinus, shown: value - plusMinus > 0 ? "first" : side };
}

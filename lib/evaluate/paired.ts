/** How much better one answerer is than another on the same rows, with its interval at 95 % confidence. @module */

import { signTest, t95 } from "./distributions.ts";
import { errorTerms } from "./metric_interval.ts";
import { type ExpectedOutputs, rowScores } from "./row_scores.ts";

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

/** The differences of two answerers: of the metric, and of the cost where that is another. */
export interface Comparison {
  /** How many rows both answered. */
  readonly rows: number;
  /** Of accuracy, or of R² of quantities. */
  readonly metric: PairedDifference;
  /** By how much the first one's cost is lower; absent for quantities, whose cost goes with R². */
  readonly cost?: PairedDifference;
}

/** Fewer rows than this have no interval, and show nothing. */
const MIN_ROWS = 4;

/** Of fewer answers that one has right and the other wrong, the interval is too short: the exact test decides too. */
const MIN_DISCORDANT = 40;

/**
 * Compares the answers of two answerers to the same rows: differences row by row leave out how hard the rows are, which both
 * share.
 * @param first [rows, outputs]
 * @param second [rows, outputs]
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where there are no rows, or R² is not defined since an output's targets are all the same
 */
export function compareAnswers(
  first: Float32Array,
  second: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): Comparison | undefined {
  const n = rows.length;
  if (n === 0) return undefined;
  const [one, other] = [first, second].map((answers) => rowScores(answers, expected, rows));
  const costs = one!.costs.map((cost, r) => other!.costs[r]! - cost);
  if (one!.right !== undefined) {
    const counts = { first: 0, second: 0 };
    one!.right.forEach((right, r) => {
      if (right > other!.right![r]!) counts.first++;
      if (right < other!.right![r]!) counts.second++;
    });
    return { rows: n, metric: accuracyDifference(counts, n), cost: meanDifference(costs) };
  }
  const [errors, others] = [first, second].map((answers) => errorTerms(answers, expected, rows));
  if (errors === undefined || others === undefined) return undefined;
  const gains = new Float64Array(n);
  errors.forEach(({ above, sumBelow }, j) => {
    const scale = n / sumBelow / errors.length;
    for (let r = 0; r < n; r++) gains[r]! += (others[j]!.above[r]! - above[r]!) * scale;
  });
  return { rows: n, metric: meanDifference(gains) };
}

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

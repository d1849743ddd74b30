/** Which of the errors on rows that a network did not learn from bounds those of new rows. @module */

const { ceil, floor, min, sqrt } = Math;

/**
 * The rank of the error that those of a share of all rows like these are within: ⌈c (n + 1)⌉ of n (Lei, G'Sell, Rinaldo,
 * Tibshirani and Wasserman 2018, “Distribution-Free Predictive Inference for Regression”).
 *
 * Answers out of fold are too good: each network chose its epoch by the rows that it answers. So the rank is one standard
 * error further, √(c (1 − c) / n) of all rows, as in the one-standard-error rule of Breiman, Friedman, Olshen and Stone 1984
 * (“Classification and Regression Trees”, section 3.4.3). In simulations they were too good by up to that; it falls with n.
 * @param rows n, how many errors there are
 * @param isOutOfFold whether networks chose their epochs by these rows
 * @returns counted from 1; more than n if they are too few
 */
export function conformalRank(coverage: number, rows: number, isOutOfFold: boolean): number {
  const rank = ceil(coverage * (rows + 1));
  if (!isOutOfFold || rank > rows) return rank;
  return min(rows, rank + floor(sqrt(coverage * (1 - coverage) * rows) + 0.5));
}

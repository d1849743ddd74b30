/** The bound that the errors on rows that a network did not learn from give for those of new rows. @module */

const { ceil, floor, min, sqrt } = Math;

/**
 * The bound that the errors of a share of all rows like these are within: the ⌈c (n + 1)⌉-th smallest of n (Lei, G'Sell,
 * Rinaldo, Tibshirani and Wasserman 2018, “Distribution-Free Predictive Inference for Regression”).
 *
 * Answers out of fold are too good: each network chose its epoch by the rows that it answers. So their bound is one standard
 * error of the coverage further, √(c (1 − c) / N) where N rows chose, as in the one-standard-error rule of Breiman, Friedman,
 * Olshen and Stone 1984 (“Classification and Regression Trees”, section 3.4.3): between two errors in proportion. In
 * simulations they were too good by up to that; it falls with N.
 * @param errors of n rows, which it sorts
 * @param coverage c, the share of rows, between 0 and 1
 * @param choosing N, by how many rows networks chose their epochs, these among them; 0 for none
 * @returns `undefined` if there are too few rows for this coverage
 */
export function conformalBoundOf(
  errors: Float64Array,
  coverage: number,
  choosing: number,
): number | undefined {
  const { length: n } = errors;
  errors.sort();
  const rank = ceil(coverage * (n + 1));
  if (choosing === 0 || rank > n) return errors[rank - 1];
  const further = min(n, rank + sqrt(coverage * (1 - coverage) * (n * (n / choosing))));
  const below = errors[floor(further) - 1]!;
  const above = errors[ceil(further) - 1]!;
  return below + (further - floor(further)) * (above - below);
}

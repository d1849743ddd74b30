/** Rows that count more or less than others: sums and means by weight, and how many equal rows they are worth. @module */

/** [rows] How much each row counts; 1 each if there are none. */
export type RowWeights = ArrayLike<number> | undefined;

/** The weights of the rows that are answered; `undefined` where rows count alike. */
export function weightsOf(
  { weights }: { readonly weights?: RowWeights },
  rows: ArrayLike<number>,
): Float64Array | undefined {
  return weights && Float64Array.from(rows, (row) => weights[row]!);
}

/** The sum of the weights of n rows. */
export function totalWeight(n: number, weights: RowWeights): number {
  if (weights === undefined) return n;
  let sum = 0;
  for (let r = 0; r < n; r++) sum += weights[r]!;
  return sum;
}

/** The mean of values [rows] by weight; NaN of no rows. */
export function meanOf(values: ArrayLike<number>, weights?: RowWeights): number {
  let sum = 0;
  for (let r = 0; r < values.length; r++) sum += values[r]! * (weights?.[r] ?? 1);
  return sum / totalWeight(values.length, weights);
}

/**
 * How many rows of equal weight have as much information as n rows of these weights: (Σ w)² / Σ w² (Kish 1965, “Survey
 * Sampling”, section 8.2).
 */
export function effectiveSize(n: number, weights: RowWeights): number {
  if (weights === undefined) return n;
  let [sum, squares] = [0, 0];
  for (let r = 0; r < n; r++) {
    sum += weights[r]!;
    squares += weights[r]! * weights[r]!;
  }
  return squares === 0 ? 0 : sum * sum / squares;
}

/** The weighted mean of several answers: added in their order in float64, rounded once to float32. @module */

/**
 * Adds answers to sums.
 * @param parts among how many answers the weight is divided
 * @param at where in the sums the first answer is added
 */
export function addWeighted(
  sums: Float64Array,
  answers: ArrayLike<number>,
  weight: number,
  parts = 1,
  at = 0,
): void {
  for (let k = 0; k < answers.length; k++) sums[at + k]! += weight * answers[k]! / parts;
}

/**
 * The mean of what was added.
 * @param total of all weights
 * @param mean where it is written
 */
export function meanOfSums(
  sums: Float64Array,
  total: number,
  mean: Float32Array = new Float32Array(sums.length),
): Float32Array {
  for (let k = 0; k < sums.length; k++) mean[k] = sums[k]! / total;
  return mean;
}

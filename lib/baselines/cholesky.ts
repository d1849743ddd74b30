/** Systems of linear equations with a symmetric matrix, by Cholesky's factors. @module */

const { max, sqrt } = Math;

/** A pivot is at least this part of its diagonal element, so that rounding never makes one negative. */
const LEAST_PIVOT = 1e-14;

/**
 * A = L·Lᵀ: puts L in place of the lower triangle.
 * @param matrix [size, size] symmetric and positive definite; only the lower triangle is read
 */
export function factorize(matrix: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    const row = j * size;
    let pivot = matrix[row + j]!;
    const least = pivot * LEAST_PIVOT;
    for (let k = 0; k < j; k++) pivot -= matrix[row + k]! * matrix[row + k]!;
    const root = sqrt(max(pivot, least));
    matrix[row + j] = root;
    for (let i = j + 1; i < size; i++) {
      const other = i * size;
      let sum = matrix[other + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[other + k]! * matrix[row + k]!;
      matrix[other + j] = sum / root;
    }
  }
}

/**
 * Solves A·x = b in place of b.
 * @param factor [size, size] what {@linkcode factorize} left
 * @param values [size] b
 */
export function solveFactorized(factor: Float64Array, values: Float64Array): void {
  const size = values.length;
  for (let i = 0; i < size; i++) {
    let sum = values[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i * size + j]! * values[j]!;
    values[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = values[i]! /= factor[i * size + i]!;
    for (let j = 0; j < i; j++) values[j]! -= factor[i * size + j]! * value;
  }
}

/** The index of the largest of `length` numbers from `start` on, the first of equals; or of the first NaN, so that it is seen. */
export function argmax(
  values: ArrayLike<number>,
  start = 0,
  length: number = values.length - start,
): number {
  let best = 0;
  for (let k = 0; k < length; k++) {
    const value = values[start + k]!;
    if (Number.isNaN(value)) return k;
    if (value > values[start + best]!) best = k;
  }
  return best;
}

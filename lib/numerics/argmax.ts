/**
 * The place of the largest of some numbers, the first of equals; of a NaN if there is one, so that it is not passed over.
 *
 * @param start where they begin. Default: 0
 * @param length how many there are. Default: all from there on
 */
export function argmax(
  values: ArrayLike<number>,
  start = 0,
  length: number = values.length - start,
): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    if (!(values[start + k]! <= values[start + best]!)) best = k;
  }
  return best;
}

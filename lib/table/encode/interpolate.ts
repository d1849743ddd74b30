/** Functions given by points. @module */

/** The piecewise-linear function through points, constant before the first and after the last; float64. */
export function interpolate(
  x: number,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
): number {
  const last = xs.length - 1;
  if (!(x > xs[0]!)) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let [low, high] = [0, last]; // xs[low] < x < xs[high], or equal to it
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  return ys[low]! + (ys[high]! - ys[low]!) * ((x - xs[low]!) / (xs[high]! - xs[low]!));
}

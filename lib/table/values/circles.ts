/** Points on a circle, by which a month that follows another is near it, and December near January. @module */

const TAU = 6.283185307179586;

/** The terms of the series that give float64's digits up to an eighth of the circle. */
const TERMS = 9;

/**
 * Sine and cosine of k of n equal steps around a circle, from sums and products alone: `Math.sin` may differ in the last bit
 * between machines. The angle is brought to the first eighth of the circle, where Taylor's series is short.
 * @param k from 0 to n, not always whole
 */
function pointAt(k: number, n: number): readonly [sine: number, cosine: number] {
  if (2 * k > n) {
    const [sine, cosine] = pointAt(n - k, n);
    return [-sine, cosine];
  }
  if (4 * k > n) {
    const [sine, cosine] = pointAt(n / 2 - k, n);
    return [sine, -cosine];
  }
  if (8 * k > n) {
    const [sine, cosine] = pointAt(n / 4 - k, n);
    return [cosine, sine];
  }
  const angle = TAU * k / n;
  const square = angle * angle;
  let [sine, cosine] = [1, 1];
  for (let term = TERMS; term > 0; term--) {
    sine = 1 - sine * square / ((2 * term + 1) * (2 * term));
    cosine = 1 - cosine * square / ((2 * term) * (2 * term - 1));
  }
  return [angle * sine, cosine];
}

/** The sines and the cosines of equal steps around a circle. */
export interface Circle {
  readonly sine: Float64Array;
  readonly cosine: Float64Array;
}

/** A circle of n steps. */
function circle(n: number): Circle {
  const points = Array.from({ length: n }, (_, k) => pointAt(k, n));
  return {
    sine: Float64Array.from(points, ([sine]) => sine),
    cosine: Float64Array.from(points, ([, cosine]) => cosine),
  };
}

/** The circles of months, weekdays, days of the year, and hours. */
export const CIRCLES = {
  month: circle(12),
  weekday: circle(7),
  yearday: circle(366),
  hour: circle(24),
} as const;

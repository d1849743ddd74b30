/** Numbers as texts for people. @module */

/** A count as `50,000`. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** Whether a number of this magnitude is short without an exponent. */
export function isPlain(size: number): boolean {
  return size === 0 || size >= 1e-4 && size < 1e6;
}

/** Four significant digits, without an exponent where that is short. */
export function fourDigits(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return isPlain(Math.abs(value)) ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}

/** Different numbers that are the same in float64. @module */

import { numberOf } from "./cells.ts";

/** A number in decimal, with a point or a comma. */
const PARTS = /^([-+]?)(\d*)(?:[.,](\d*))?(?:e([-+]?\d+))?$/i;

/** A number in one spelling, whatever its signs, zeros, point and exponent: `12e-1` of 1.2, +1.20 and 01.2e0. */
export function canonicalNumber(cell: string): string {
  const [, sign, whole, fraction = "", exponent = "0"] = PARTS.exec(cell.trim())!;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - short.length;
  return `${sign === "-" ? "-" : ""}${short}e${power}`;
}

/** Numbers of so many digits are all different in float64. */
const EXACT_DIGITS = 15;

/** The most digits that `toPrecision` writes. */
const MAX_DIGITS = 100;

/**
 * Whether a number has digits that float64 does not hold: written with as many, the float64 has others. So 17 digits or more
 * that a program wrote of a float64 are held.
 */
function hasLostDigits(canonical: string, value: number): boolean {
  const digits = canonical.indexOf("e") - Number(canonical.startsWith("-"));
  return digits > EXACT_DIGITS &&
    (digits > MAX_DIGITS || canonicalNumber(value.toPrecision(digits)) !== canonical);
}

/**
 * The first of some texts that is another number than one before it and the same in float64, where one of the two has digits
 * that float64 does not hold; and that one before it.
 */
export function mergedAmong(
  texts: Iterable<string>,
  decimalComma: boolean,
): readonly [string, string] | undefined {
  const met = new Map<number, string>();
  for (const text of texts) {
    const value = numberOf(text, decimalComma);
    if (Number.isNaN(value)) continue;
    const other = met.get(value);
    if (other === undefined) {
      met.set(value, text);
      continue;
    }
    const [a, b] = [canonicalNumber(other), canonicalNumber(text)];
    if (a !== b && (hasLostDigits(a, value) || hasLostDigits(b, value))) return [other, text];
  }
  return undefined;
}

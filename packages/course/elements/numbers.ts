/** Numbers as figures show them. @module */

/** A number with at most these decimals, with a true minus sign; what is smaller has two digits that count. */
export function decimal(value: number, decimals = 3): string {
  const least = 0.5 * 10 ** -decimals;
  const rounded = value !== 0 && Math.abs(value) < least
    ? Number(value.toPrecision(2))
    : Number(value.toFixed(decimals));
  return String(rounded === 0 ? 0 : rounded).replace(/^-|(?<=e)-/g, "−");
}

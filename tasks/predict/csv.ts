/** Predictions as lines of CSV. @module */

/** The name of the last column. */
export const CAUTION = "caution";

/** A line (RFC 4180, of any delimiter), without its end. */
export function lineOf(cells: readonly string[], delimiter = ","): string {
  const isPlain = (cell: string) => !/["\r\n]/.test(cell) && !cell.includes(delimiter);
  return cells.map((cell) => isPlain(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)
    .join(delimiter);
}

/** Predictions as lines of CSV: the columns that they have, and the cells in them. @module */

/** The last of the columns: what to be careful about. */
export const CAUTION = "caution";

/** The names of the columns of a class: the class, and the probability of each. */
export function classColumns(classes: readonly string[]): string[] {
  return ["prediction", ...classes.map((name) => `probability ${name}`)];
}

/**
 * The cells of a class.
 *
 * @param prediction the class
 * @param outputs one for each class
 */
export function classCells(prediction: string, outputs: ArrayLike<number>): string[] {
  return [prediction, ...Array.from(outputs, (output) => String(Number(output.toFixed(6))))];
}

/**
 * The cells where there is no prediction: all are empty but the last, which says why.
 *
 * @param columns how many there are, that of what to be careful about among them
 */
export function cellsWithout(columns: number, why: string): string[] {
  return [...new Array<string>(columns - 1).fill(""), `no prediction: ${why}`];
}

/** A line (RFC 4180, of any delimiter), without its end. */
export function lineOf(cells: readonly string[], delimiter = ","): string {
  const isPlain = (cell: string) => !/["\r\n]/.test(cell) && !cell.includes(delimiter);
  return cells.map((cell) => isPlain(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)
    .join(delimiter);
}

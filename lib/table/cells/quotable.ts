/** Which texts of training rows people may see who need not own the table: in types, forms, documents and reports. @module */

/** The most levels of a column that is not a list of names or ids, and the fewest rows that hide each of them. */
const [MAX_LEVELS, MIN_ROWS] = [20, 5];

/**
 * Whether a level may be quoted.
 * @param levels how many levels its column has
 * @param rows how many training rows have it, or at least have it
 */
export function isQuotable(levels: number, rows: number): boolean {
  return levels <= MAX_LEVELS && rows >= MIN_ROWS;
}

/** Whether all values of a column may be quoted. */
export function areQuotable(values: readonly string[], quotable: readonly string[]): boolean {
  return values.every((value) => value === "" || quotable.includes(value));
}

/**
 * The levels of a column that may be quoted, the commonest first. None of a file
 * without distributions, nor of a column of something else; nor what less than 1 % of the rows have, which no file counts.
 */
export function quotableLevels(
  column: { readonly values?: readonly string[] } | object,
  distribution: { readonly levels?: readonly string[]; counts: readonly number[] } | undefined,
): string[] {
  if (!("values" in column) || column.values === undefined) return [];
  const { levels = [], counts = [] } = distribution ?? {};
  const all = column.values.filter((value) => value !== "").length;
  return levels.filter((level, k) => level !== "" && isQuotable(all, counts[k]!));
}

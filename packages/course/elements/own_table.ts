/** The reader's own CSV file: its rows, and two columns and a class of them. @module */

import type { PlaneTable } from "./drawn_tables.ts";

/** The most rows that a figure learns from; a page has little time. */
export const MAX_ROWS = 1000;
/** The fewest. */
export const MIN_ROWS = 10;
/** The largest file, in bytes. */
export const MAX_BYTES = 2_000_000;
/** The most classes: there are as many shapes and colors. */
export const MAX_CLASSES = 6;

/** How tables write that a value is missing. */
const MISSING = /^(?:NA|N\/A|NaN|null|\?)$/i;

/** What a file holds. */
export interface OwnTable {
  readonly names: readonly string[];
  /** [rows, columns], at most {@linkcode MAX_ROWS}, from all over the file; cells are empty where values are missing */
  readonly rows: readonly (readonly string[])[];
  /** The indices of columns of numbers. */
  readonly numeric: readonly number[];
  /** The indices of columns of two to {@linkcode MAX_CLASSES} values. */
  readonly classes: readonly number[];
}

/** What a file lacks, in a sentence. */
export class OwnTableError extends Error {
  constructor(expected: string, actual: string | number) {
    super(`Cannot use the file: expected ${expected}, got ${actual}.`);
  }
}

/**
 * Reads a CSV file: a header, then rows; separated by comma, semicolon or tab; quoted as in RFC 4180.
 * @throws {OwnTableError} if it is no such table, or has no two columns of numbers and a class
 */
export function readOwnTable(text: string): OwnTable {
  const delimiter = [";", "\t", ","].find((sign) => text.split(/\r?\n/, 1)[0]!.includes(sign)) ??
    ",";
  const records = recordsOf(text.replace(/^\ufeff/, ""), delimiter);
  const [names = [], ...rows] = records;
  if (names.length < 3) {
    throw new OwnTableError("at least 3 columns with their names in the first line", names.length);
  }
  if (rows.length < MIN_ROWS) {
    throw new OwnTableError("at least 10 rows below the names", rows.length);
  }
  const uneven = rows.findIndex((row) => row.length !== names.length);
  if (uneven !== -1) {
    throw new OwnTableError(`${names.length} cells in row ${uneven + 1}`, rows[uneven]!.length);
  }
  const count = Math.min(rows.length, MAX_ROWS);
  const some = Array.from({ length: count }, (_, k) => rows[Math.floor(k * rows.length / count)]!);
  const columns = names.map((_, c) => some.map((row) => row[c]!));
  const indices = [...names.keys()];
  const numeric = indices.filter((c) => isNumeric(columns[c]!));
  const classes = indices.filter((c) => {
    const count = valuesOf(columns[c]!).length;
    return count >= 2 && count <= MAX_CLASSES;
  });
  if (numeric.length < 2) {
    throw new OwnTableError("at least 2 columns of numbers", numeric.length);
  }
  if (classes.length === 0) {
    const expected = `a column of 2 to ${MAX_CLASSES} different values for the class`;
    throw new OwnTableError(expected, "none");
  }
  return { names, rows: some, numeric, classes };
}

/** Two columns and a class of a table, without the rows that lack one of the three. */
export function planeOf(table: OwnTable, x: number, y: number, target: number): PlaneTable {
  const whole = table.rows.filter((row) => [x, y, target].every((c) => row[c] !== ""));
  const classNames = valuesOf(whole.map((row) => row[target]!));
  return {
    columns: [table.names[x]!, table.names[y]!],
    inputs: whole.map((row) => [numberOf(row[x]!), numberOf(row[y]!)]),
    labels: whole.map((row) => classNames.indexOf(row[target]!)),
    classNames,
  };
}

/** A number, with a decimal comma too. */
function numberOf(cell: string): number {
  return cell === "" ? NaN : Number(cell.replace(/^([+-]?\d+),(\d+)$/, "$1.$2"));
}

/** Whether cells are numbers that are not all the same; empty ones do not count. */
function isNumeric(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => cell !== "").map(numberOf);
  return numbers.every(Number.isFinite) && new Set(numbers).size > 1;
}

function valuesOf(cells: readonly string[]): string[] {
  return [...new Set(cells)].filter((cell) => cell !== "").sort();
}

/** The header and the rows; empty lines are left out, cells are trimmed, and empty where a value is missing. */
function recordsOf(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  const cells = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"|([^${delimiter}\\r\\n]*))(${delimiter}|\\r?\\n|\\r|$)`,
    "y",
  );
  let record: string[] = [];
  while (cells.lastIndex < text.length) {
    const [, quoted, plain, end] = cells.exec(text)!; // a cell may be empty: it always finds one
    const cell = (quoted?.replaceAll('""', '"') ?? plain!).trim();
    record.push(MISSING.test(cell) ? "" : cell);
    if (end === delimiter && cells.lastIndex < text.length) continue;
    if (end === delimiter) record.push("");
    if (record.some((cell) => cell !== "")) records.push(record);
    record = [];
  }
  return records;
}

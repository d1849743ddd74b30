/** A table that can be read from its first row to its last, more than once. @module */

/** Some rows, one after the other. */
export interface TableRows {
  /** The cells of each row, as many as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** The line of the file that each row begins on, from 1. */
  readonly lines: ArrayLike<number>;
}

/** What is known of a table before its rows. */
export interface TableHead {
  /** What it is called in errors, such as a file's name. */
  readonly name: string;
  /** The names of the columns, all different. */
  readonly columns: readonly string[];
  /** Whether a number may have a comma in place of a point. Default: no. A table whose cells are cut at commas has none. */
  readonly decimalComma?: boolean | undefined;
  /** Whether it is one row by itself, of no file, which is on no line. Default: no. */
  readonly isRow?: boolean | undefined;
}

/** A table, wherever it comes from. */
export interface TableSource extends TableHead {
  /** What to say where a column is not found, after a semicolon. */
  readonly hint?: string | undefined;
  /** Reads it from the first row. It fails if the rows are not those of the first time. */
  open(): AsyncIterable<TableRows>;
}

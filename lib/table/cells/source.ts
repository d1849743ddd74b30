/** A table that can be read from its first row to its last, more than once. @module */

/** Some rows, one after the other. */
export interface TableRows {
  /** The cells of each row, as many as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** The line of the file that each row begins on, from 1. */
  readonly lines: ArrayLike<number>;
}

/** A table's name and columns, without its rows. */
export interface TableHead {
  /** What it is called in errors, such as a file's name. */
  readonly name: string;
  /** The names of the columns, all different. */
  readonly columns: readonly string[];
  /** Whether a number may have a decimal comma. Default: no. A table whose cells are cut at commas has none. */
  readonly decimalComma?: boolean | undefined;
  /** What was left out of it as it was read, in sentences without a full stop. Default: nothing */
  readonly warnings?: readonly string[] | undefined;
  /** Whether it is a single row without a file and a line number. Default: no. */
  readonly isRow?: boolean | undefined;
}

/** A table, wherever it comes from. */
export interface TableSource extends TableHead {
  /** The columns that have a text, if cells have types: their classes are texts, whatever they look like. Default: none */
  readonly texts?: ReadonlySet<string> | undefined;
  /** The end of the error where a column is not found, after a semicolon. */
  readonly hint?: string | undefined;
  /** Reads it from the first row. It fails if the rows are not those of the first time. */
  open(): AsyncIterable<TableRows>;
}

/** What users may state of a column, in a config's `dataset.as`. @module */

/**
 * How a column is read: as categories, whatever is in it; as numbers, which `comma` and `point` give the decimal mark of; as
 * dates, of which `dmy` and `mdy` give the order of day and month; as words of a free text; or not at all.
 */
export type ReadAs =
  | "text"
  | "number"
  | "comma"
  | "point"
  | "date"
  | "dmy"
  | "mdy"
  | "words"
  | "out";

/** The ways to read a column. */
export const READ_AS: readonly ReadAs[] = [
  "text",
  "number",
  "comma",
  "point",
  "date",
  "dmy",
  "mdy",
  "words",
  "out",
];

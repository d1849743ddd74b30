/** What several kinds of columns say and read alike. @module */

/** An example of a text, where none may be quoted. */
export const SOME_TEXT = "some text";

/** How many inputs a column becomes. */
export function inputsText(width: number): string {
  return width === 1 ? "1 input" : `${width} inputs`;
}

/** A number or the seconds of a date; `undefined` of a cell that is none. */
export function orUnread(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

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

const MAX_DESCRIBED = 20;

/** The first of some texts, and how many more there are. */
export function firstQuoted(values: readonly string[]): string {
  const more = values.length > MAX_DESCRIBED ? ` and ${values.length - MAX_DESCRIBED} more` : "";
  return values.slice(0, MAX_DESCRIBED).map((value) => JSON.stringify(value)).join(", ") + more;
}

/** The rows of a JSON text, parsed one by one: a row that is not JSON does not spoil the others. @module */

import { plain } from "../checks/texts.ts";
import { MAX_ROW_CHARACTERS } from "./limits.ts";
import { Refusal, tooLong, UnreadableRow } from "./refusal.ts";

const [QUOTE, COMMA, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE] = [
  34,
  44,
  91,
  92,
  93,
  123,
  125,
];

/** A text up to this is parsed as a whole first, which is faster. */
const SHORT = 65_536;

/** Whether a JSON text is a list. */
export function isList(text: string): boolean {
  return /^\s*\[/.test(text);
}

/**
 * Parses a text that is one row.
 * @throws {Refusal} if it is not JSON, or too long for a row
 */
export function parseOneRow(text: string): unknown {
  if (text.length > MAX_ROW_CHARACTERS) throw new Refusal(413, tooLong("the row", text.length));
  return parseJson(text);
}

/**
 * Parses a text as a whole.
 * @throws {Refusal} if it is not JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `Cannot read the body: it is not JSON (${reason(error)})`);
  }
}

/**
 * The rows of a text that is a list.
 * @throws {Refusal} if the list does not end, or has something behind it
 */
export function* jsonRows(text: string): Generator<unknown, void, void> {
  if (text.length <= SHORT) {
    try {
      return yield* JSON.parse(text) as unknown[];
    } catch {
      // The rows before and after the damage are found below.
    }
  }
  const empty = /^\s*\[\s*\]/.exec(text);
  let at = empty === null ? text.indexOf("[") + 1 : empty[0].length;
  let isOpen = empty === null;
  for (let r = 0; isOpen; r++) {
    const end = endOfElement(text, at);
    yield parseRow(text, at, end, r);
    at = end + 1;
    isOpen = text.charCodeAt(end) !== CLOSE_LIST;
  }
  if (/\S/.test(text.slice(at))) {
    throw new Refusal(400, "Cannot read the body: expected nothing after the list of rows");
  }
}

/** The index of the comma or bracket behind an element of the outermost list. */
function endOfElement(text: string, start: number): number {
  let depth = 0;
  for (let k = start; k < text.length; k++) {
    switch (text.charCodeAt(k)) {
      case QUOTE:
        k = endOfString(text, k);
        break;
      case OPEN:
      case OPEN_LIST:
        depth++;
        break;
      case CLOSE_LIST:
      case CLOSE:
        if (depth-- === 0) return k;
        break;
      case COMMA:
        if (depth === 0) return k;
    }
  }
  throw new Refusal(400, "Cannot read the body: the list of rows does not end");
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

function parseRow(text: string, start: number, end: number, r: number): unknown {
  if (end - start > MAX_ROW_CHARACTERS) {
    return new UnreadableRow(tooLong(`rows[${r}]`, end - start));
  }
  try {
    return JSON.parse(text.slice(start, end));
  } catch (error) {
    return new UnreadableRow(`Cannot read rows[${r}]: it is not JSON (${reason(error)})`);
  }
}

function reason(error: unknown): string {
  return plain((error as Error).message, 100);
}

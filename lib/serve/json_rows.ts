/** The rows of a JSON text, parsed one by one: a row that is not JSON does not spoil the others. @module */

import { plain } from "../checks/texts.ts";
import {
  CLOSE,
  CLOSE_LIST,
  COMMA,
  endOfString,
  hasEachName,
  MAX_DEPTH,
  OPEN,
  OPEN_LIST,
  QUOTE,
  readJson,
  TOO_DEEP,
  UnusableJson,
} from "./json_reader.ts";
import { MAX_ROW_CHARACTERS } from "./limits.ts";
import { type InPieces, PIECE, Piece } from "./pieces.ts";
import { Refusal, tooLong, UnreadableRow } from "./refusal.ts";

/** Whether a JSON text is a list. */
export function isList(text: string): boolean {
  return /^\s*\[/.test(text);
}

/**
 * Parses a text that is one row.
 * @throws {Refusal} if it is not JSON, or too long for a row
 */
export function* parseOneRow(text: string): Generator<unknown, void, void> {
  if (text.length > MAX_ROW_CHARACTERS) throw new Refusal(413, tooLong("the row", text.length));
  let row: unknown;
  try {
    row = yield* parsed(text);
  } catch (error) {
    throw new Refusal(400, `Cannot read the body: ${reason(error)}`);
  }
  yield row;
}

/** Parses a short text at once, which is faster, and a long one in pieces. */
function* parsed(text: string): InPieces<unknown> {
  if (text.length <= PIECE) {
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null || hasEachName(text, value)) {
      yield new Piece(text.length);
      return value;
    }
  }
  return yield* readJson(text);
}

/**
 * The rows of a text that is a list.
 * @throws {Refusal} if the list does not end, or has something behind it
 */
export function* jsonRows(text: string): Generator<unknown, void, void> {
  if (text.length <= PIECE) {
    try {
      const rows: unknown[] = JSON.parse(text);
      if (hasEachName(text, rows)) {
        yield new Piece(text.length);
        return yield* rows;
      }
    } catch {
      // The rows before and after the damage are found below.
    }
  }
  let at = yield* skipSpace(text, text.indexOf("[") + 1);
  let isOpen = text.charCodeAt(at) !== CLOSE_LIST;
  if (!isOpen) at++;
  for (let r = 0; isOpen; r++) {
    const { end, isDeep } = yield* endOfElement(text, at);
    yield isDeep
      ? new UnreadableRow(`Cannot read rows[${r}]: ${TOO_DEEP}`)
      : yield* parseRow(text, at, end, r);
    at = end + 1;
    isOpen = text.charCodeAt(end) !== CLOSE_LIST;
  }
  if ((yield* skipSpace(text, at)) < text.length) {
    throw new Refusal(400, "Cannot read the body: expected nothing after the list of rows");
  }
}

/** The index of the first character from another on that is not white space. */
function* skipSpace(text: string, start: number): InPieces<number> {
  for (let at = start;; at += PIECE) {
    const found = /\S/.exec(text.slice(at, at + PIECE));
    if (found !== null) return at + found.index;
    if (at + PIECE >= text.length) return text.length;
    yield new Piece(PIECE);
  }
}

/** The index of the comma or bracket behind an element of the outermost list, and whether it is too deep. */
function* endOfElement(text: string, start: number): InPieces<{ end: number; isDeep: boolean }> {
  let depth = 0;
  let isDeep = false;
  let since = start;
  for (let k = start; k < text.length; k++) {
    switch (text.charCodeAt(k)) {
      case QUOTE:
        k = endOfString(text, k);
        break;
      case OPEN:
      case OPEN_LIST:
        if (++depth > MAX_DEPTH) isDeep = true;
        break;
      case CLOSE_LIST:
      case CLOSE:
        if (depth-- === 0) return { end: k, isDeep };
        break;
      case COMMA:
        if (depth === 0) return { end: k, isDeep };
    }
    if (k - since >= PIECE) {
      yield new Piece(k - since);
      since = k;
    }
  }
  throw new Refusal(400, "Cannot read the body: the list of rows does not end");
}

function* parseRow(text: string, start: number, end: number, r: number): InPieces<unknown> {
  if (end - start > MAX_ROW_CHARACTERS) {
    return new UnreadableRow(tooLong(`rows[${r}]`, end - start));
  }
  try {
    return yield* parsed(text.slice(start, end));
  } catch (error) {
    return new UnreadableRow(`Cannot read rows[${r}]: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  const { message } = error as Error;
  return error instanceof UnusableJson ? message : `it is not JSON (${plain(message, 100)})`;
}

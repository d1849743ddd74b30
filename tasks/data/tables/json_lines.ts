/** The lines of JSON Lines, as they come. @module */

import { isObject } from "../../../lib/checks/texts.ts";
import { repeatedKey } from "../../system/repeated_key.ts";
import { linesOf } from "./csv/text.ts";
import { refused } from "./typed_table.ts";

/** The most characters of a line: 16 MB. */
const MAX_LINE = 16_777_216;

/** A line that is not empty. */
export interface JsonLine {
  readonly text: string;
  /** Its number, from 1. */
  readonly line: number;
}

/**
 * The lines of a stream that are not empty, those that came together in one batch.
 * @param name of the stream, for the errors
 * @throws {SyntaxError} if a line is too large, or the stream is not text in UTF-8
 */
export async function* lineBatches(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<JsonLine[], void, void> {
  let held: string[] = [];
  let size = 0;
  let line = 1;
  for await (const piece of linesOf(stream, name)) {
    const batch: JsonLine[] = [];
    const texts = piece.split("\n");
    for (const [k, text] of texts.entries()) {
      held.push(text);
      if ((size += text.length) > MAX_LINE) {
        throw refused(name, `line ${line} is larger than 16 MB`);
      }
      if (k === texts.length - 1) break; // the line may continue
      const whole = held.join("");
      if (whole.trim() !== "") batch.push({ text: whole, line });
      [held, size] = [[], 0];
      line++;
    }
    if (batch.length > 0) yield batch;
  }
  const last = held.join("");
  if (last.trim() !== "") yield [{ text: last, line }];
}

/** Digits or an exponent that float64 may not hold. */
const LARGE_NUMBER = /\d{16}|[eE][-+]?\d{3}/;

/**
 * Parses JSON; a whole number beyond 2⁵³ becomes a bigint, and one beyond float64 its text.
 * @throws {SyntaxError} if it is not JSON
 * @throws {RangeError} if an object has a key twice, of which one would be lost
 */
export function parseExact(text: string): unknown {
  const value = parsed(text);
  if (mayRepeat(text, value)) {
    const { path } = repeatedKey(text) ?? {};
    if (path !== undefined) throw new RangeError(`"${path}" occurs twice; remove one of them`);
  }
  return value;
}

/** Whether an object may have a key twice: then there are more colons behind quotes than keys of a row, or of rows. */
function mayRepeat(text: string, value: unknown): boolean {
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  let keys = 0;
  for (const row of rows) if (isObject(row)) keys += Object.keys(row).length;
  let colons = 0;
  for (const _ of text.matchAll(/"\s*:/g)) if (++colons > keys) return true;
  return false;
}

function parsed(text: string): unknown {
  if (!LARGE_NUMBER.test(text)) return JSON.parse(text);
  const exact = (_: string, value: unknown, { source = "" }: { source?: string } = {}) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    if (/^-?\d+$/.test(source)) return BigInt(source);
    return Number.isFinite(value) ? value : source;
  };
  return JSON.parse(text, exact);
}

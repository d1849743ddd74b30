/** The lines of JSON Lines, as they come. @module */

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

/** Parses JSON; a whole number beyond 2⁵³ becomes a bigint, and one beyond float64 its text. */
export function parseExact(text: string): unknown {
  if (!LARGE_NUMBER.test(text)) return JSON.parse(text);
  const exact = (_: string, value: unknown, { source = "" }: { source?: string } = {}) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    if (/^-?\d+$/.test(source)) return BigInt(source);
    return Number.isFinite(value) ? value : source;
  };
  return JSON.parse(text, exact);
}

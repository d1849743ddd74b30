/**
 * A history: `history.jsonl`, a line for each run. Lines are added and never changed: a history with a damaged line is
 * refused as it is. @module
 */

import { exists } from "@std/fs";
import { explain } from "../system/explain.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import type { Entry } from "./entry.ts";
import { isNewDataEntry } from "./new_data.ts";
import { isObject } from "../../lib/checks/mod.ts";

/** The largest history that is read, in bytes: an entry takes about one kilobyte. */
const MAX_BYTES = 134_217_728;

export interface History {
  readonly text: string;
  readonly entries: readonly Entry[];
}

/**
 * Reads a history; one that is not there yet has no entries.
 * @throws {Error} if it cannot be read or a line is damaged; the message names the line
 */
export async function readHistory(path: string): Promise<History> {
  if (!await exists(path)) return { text: "", entries: [] };
  const text = await readNamed(path, MAX_BYTES, readTextAtMost);
  const entries = text.split("\n").flatMap((line, k) => {
    if (line.trim() === "") return [];
    try {
      return checkEntry(JSON.parse(line));
    } catch (error) {
      throw new Error(
        `Cannot use ${path}: line ${k + 1} is damaged (${explain(error)}); nothing was written. ` +
          "Repair or remove that line, or name another folder by --history",
        { cause: error },
      );
    }
  });
  return { text, entries };
}

export function withEntry(text: string, entry: Entry): string {
  const lineEnd = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${lineEnd}${JSON.stringify(entry)}\n`;
}

const isText = (value: unknown) => typeof value === "string";
const isHash = (value: unknown) => isText(value) && /^[\da-f]{64}$/.test(value as string);
const isAmount = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
const isResult = (value: unknown) => {
  const { size, accuracy, correct, mae, r2 } = Object(value);
  const isRight = accuracy === undefined
    ? isAmount(mae) && (r2 === null || Number.isFinite(r2))
    : isAmount(accuracy) && isAmount(correct) && correct <= size;
  return isAmount(size) && size > 0 && isRight;
};
const orNothing = (is: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || is(value);

/** Whether a value is the hash of a commit, whole or its first digits. */
export function isCommit(value: unknown): boolean {
  return isText(value) && /^[\da-f]{7,64}$/.test(value as string);
}

/** Checks the values of an entry's keys: those that Markdown shows hold nothing that it would interpret. */
const SHAPE: { readonly [Key in keyof Required<Entry>]: (value: unknown) => boolean } = {
  date: (value) => isText(value) && !Number.isNaN(Date.parse(value as string)),
  commit: orNothing(isCommit),
  run: isText,
  config: isHash,
  data: isObject,
  epochs: isAmount,
  epoch: (value) => isAmount(value) || Array.isArray(value) && value.every(isAmount),
  ended: (value) => isText(value) && /^[a-z]+$/i.test(value as string),
  validation: orNothing(isResult),
  test: orNothing(isResult),
  weightsSha256: isHash,
  seconds: isAmount,
  engine: isText,
  workers: isAmount,
  versions: (value) => isObject(value) && isAmount(Object(value).numerics),
  holds: (value) => typeof value === "boolean",
  newData: orNothing(isNewDataEntry),
};

/**
 * Checks that a value is an entry.
 * @throws {SyntaxError} if it is not; the message names the first key that is wrong
 */
export function checkEntry(value: unknown): Entry {
  if (!isObject(value)) throw new SyntaxError("expected an object");
  for (const [key, isRight] of Object.entries(SHAPE)) {
    const found = (value as Record<string, unknown>)[key];
    if (!isRight(found)) throw new SyntaxError(`its ${key} is ${JSON.stringify(found)}`);
  }
  return value as unknown as Entry;
}

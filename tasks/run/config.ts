/** The config of a training run, from a file and the command line. @module */

import { quote } from "../../lib/checks/mod.ts";
import {
  assign,
  CONFIG_KEYS,
  type ConfigDraft,
  exampleSetting,
  makeRoom,
  parseDraft,
  SENTENCES,
} from "../../lib/config/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readTextAtMost } from "../system/read_at_most.ts";

export const SETTABLE_KEYS: readonly string[] = [...CONFIG_KEYS, "hidden"];

/** The largest config or sweep that is read, in bytes: JSON takes up to 50 times as much memory. */
const MAX_BYTES = 16_777_216;

/**
 * Applies `--set` assignments to a draft of a config, which waits for its data. The draft is changed.
 * @throws {UsageError} if the result is not a draft
 */
export function changeDraft(
  config: unknown,
  assignments: readonly string[],
  source: string,
): ConfigDraft {
  assignAll(config, assignments);
  return explained(source, assignments, () => parseDraft(config));
}

/**
 * Applies `--set` assignments to parsed JSON, which is changed.
 * @throws {UsageError} if one is no assignment, or its key does not exist
 */
export function assignAll(config: unknown, assignments: readonly string[]): void {
  makeRoom(config, keysOf(assignments));
  for (const assignment of assignments) assignText(config, assignment);
}

/** Calls `make`; a SyntaxError becomes a UsageError that names the file and its assignments. */
export function explained<T>(
  source: string,
  assignments: readonly string[],
  make: () => T,
  names: { readonly config?: string } = {},
): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const sets = assignments.map((assignment) => `--set ${quote(assignment)}`);
    const named = (name: string) => sets.length === 0 ? name : `${name} with ${sets.join(" ")}`;
    const message = error.message.replace("this sweep", named(source))
      .replace("this config", named(names.config ?? source));
    throw new UsageError(message, { cause: error });
  }
}

/**
 * Reads a file of JSON.
 * @throws {UsageError} if it cannot be read, is not JSON, or an object in it has a key twice
 */
export async function readJson(path: string, what = "config"): Promise<unknown> {
  let text: string;
  try {
    text = await readTextAtMost(path, MAX_BYTES);
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} ${path}: ${reasonOf(error) ?? explain(error)}`, {
      cause: error,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`Cannot read ${path}, which is not JSON: ${explain(error)}`, {
      cause: error,
    });
  }
  const twice = repeatedKey(text);
  if (twice === undefined) return value;
  const { path: key, lines: [first, second] } = twice;
  const where = first === second
    ? `twice on line ${first}`
    : `on line ${first} and again on line ${second}`;
  throw new UsageError(`Cannot use ${path}: "${key}" is ${where}; remove one of them`);
}

export function keysOf(assignments: readonly string[]): string[] {
  return assignments.map((assignment) => assignment.replace(/=.*/s, ""));
}

function assignText(config: unknown, assignment: string): void {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
  if (path === undefined || text === undefined) {
    const example = quote(exampleSetting(assignment) ?? "epochs=2");
    const sentence = Object.hasOwn(SENTENCES, assignment) ? `\n  ${SENTENCES[assignment]}` : "";
    throw new UsageError(
      `Cannot set "${assignment}": expected KEY=VALUE, for example ${example}${sentence}`,
    );
  }
  const value = parseValue(text);
  const twice = typeof value === "object" && value !== null ? repeatedKey(text) : undefined;
  if (twice !== undefined) {
    throw new UsageError(`Cannot set "${path}": "${twice.path}" occurs twice; remove one`);
  }
  try {
    assign(config, path, value);
  } catch (error) {
    throw new UsageError(explain(error), { cause: error });
  }
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface RepeatedKey {
  /** Its path, such as `optimizer.momentum` or `list.0.epochs`. */
  readonly path: string;
  /** The lines of its first two occurrences, counted from 1. */
  readonly lines: readonly [number, number];
}

/** An object or a list that the scan is in. */
interface Level {
  /** The line of each key so far; `undefined` in a list. */
  readonly lines: Map<string, number> | undefined;
  /** The key or the index of the value that follows. */
  key: string | number;
}

const JSON_TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:\n]/g;

/** The first key that an object has twice in a text that `JSON.parse` reads. */
function repeatedKey(json: string): RepeatedKey | undefined {
  const levels: Level[] = [];
  let line = 1;
  let text = { line, token: '""' }; // the last one, which is a key if a colon follows
  for (const [token] of json.matchAll(JSON_TOKENS)) {
    const level = levels.at(-1);
    if (token === "\n") line++;
    else if (token === "{") levels.push({ lines: new Map(), key: "" });
    else if (token === "[") levels.push({ lines: undefined, key: 0 });
    else if (token === "}" || token === "]") levels.pop();
    else if (token === ",") {
      if (typeof level!.key === "number") level!.key++;
    } else if (token === ":") {
      const key: string = JSON.parse(text.token);
      const lines = level!.lines!;
      level!.key = key;
      const first = lines.get(key);
      if (first !== undefined) {
        return { path: levels.map(({ key }) => key).join("."), lines: [first, text.line] };
      }
      lines.set(key, text.line);
    } else text = { line, token };
  }
  return undefined;
}

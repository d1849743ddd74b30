/** The config of a training run, from a file and the command line. @module */

import { quote } from "../../lib/checks/texts.ts";
import { CONFIG_KEYS, type ConfigDraft, parseDraft } from "../../lib/config.ts";
import { assign, makeRoom } from "../../lib/config/assign.ts";
import { exampleSetting, SENTENCES } from "../../lib/config/sentences.ts";
import { UsageError } from "../cli/arguments.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import { repeatedKey } from "../system/repeated_key.ts";

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

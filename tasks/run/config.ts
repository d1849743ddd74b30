/**
 * The config of a training run, from a file and the command line.
 *
 * @module
 */

import {
  type Config,
  CONFIG_KEYS,
  type ConfigDraft,
  parseConfig,
  parseDraft,
} from "../../lib/config.ts";
import { assign, makeRoom } from "../../lib/config/assign.ts";
import { exampleSetting, SENTENCES } from "../../lib/config/sentences.ts";
import { UsageError } from "../cli/arguments.ts";
import { quote } from "../cli/shell.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import { repeatedKey } from "../system/repeated_key.ts";

/** The keys that `--set` takes. */
export const SETTABLE_KEYS: readonly string[] = [...CONFIG_KEYS, "hidden"];

/** The largest config or sweep that is read, in bytes: JSON takes up to 50 times as much memory. */
const MAX_BYTES = 16_777_216;

/**
 * Reads a config and applies `--set` assignments to it.
 *
 * @param path of a JSON file
 * @param assignments each `key=value`, such as `epochs=2` or `optimizer.momentum=0.9`; a value that is not JSON is text
 * @throws {UsageError} if there is no such file, or it is not a config
 */
export async function readConfig(path: string, assignments: readonly string[]): Promise<Config> {
  return changeConfig(await readJson(path), assignments, path);
}

/**
 * Applies `--set` assignments to a config that has been read. The config itself is changed.
 *
 * @param source what to call it in an error
 * @throws {UsageError} if it is not a config then
 */
export function changeConfig(
  config: unknown,
  assignments: readonly string[],
  source: string,
): Config {
  assignAll(config, assignments);
  return explained(source, assignments, () => parseConfig(config));
}

/**
 * Applies `--set` assignments to a config that waits for its data. The config itself is changed.
 *
 * @param source what to call it in an error
 * @throws {UsageError} if it is not a config then
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
 * Applies `--set` assignments to JSON that has been read, which is changed.
 *
 * @throws {UsageError} if one is no assignment, or there is nothing to set it in
 */
export function assignAll(config: unknown, assignments: readonly string[]): void {
  makeRoom(config, keysOf(assignments));
  for (const assignment of assignments) assignText(config, assignment);
}

/**
 * What a config makes, or why it cannot.
 *
 * @param places what to call the config within a sweep, if it is of one
 * @throws {UsageError} in place of a SyntaxError
 */
export function explained<T>(
  source: string,
  assignments: readonly string[],
  make: () => T,
  places: { readonly config?: string } = {},
): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const sets = assignments.map((assignment) => `--set ${quote(assignment)}`);
    const named = (place: string) => sets.length === 0 ? place : `${place} with ${sets.join(" ")}`;
    const message = error.message.replace("this sweep", named(source))
      .replace("this config", named(places.config ?? source));
    throw new UsageError(message, { cause: error });
  }
}

/**
 * Reads a file of JSON.
 *
 * @param what it is, for the error
 * @throws {UsageError} if there is none, or an object in it has a key twice
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
  throw new UsageError(`Cannot use ${path}: "${key}" is ${where}; one of them is wanted`);
}

/** The keys that assignments set, by their paths. */
export function keysOf(assignments: readonly string[]): string[] {
  return assignments.map((assignment) => assignment.replace(/=.*/s, ""));
}

/** Applies one assignment, `key=value`. */
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
    throw new UsageError(
      `Cannot set "${path}": "${twice.path}" is there twice; one of them is wanted`,
    );
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

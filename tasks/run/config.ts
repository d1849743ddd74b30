/** The config of a training run, from a file and the command line. @module */

import { isDeepStrictEqual } from "node:util";
import { isObject, quote } from "../../lib/checks/texts.ts";
import { type Config, CONFIG_KEYS, type ConfigDraft, parseDraft } from "../../lib/config.ts";
import { assign, makeRoom } from "../../lib/config/assign.ts";
import { exampleSetting } from "../../lib/config/examples.ts";
import { withoutPath } from "../../lib/config/user_data.ts";
import type { Schema } from "../../lib/config/words.ts";
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
    const meaning = meaningOf(assignment);
    throw new UsageError(
      `Cannot set "${assignment}": expected KEY=VALUE, for example ${example}` +
        (meaning === undefined ? "" : `\n  ${meaning}`),
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

/** What a key means, as editors show it; `undefined` if there is no such key. */
function meaningOf(path: string): string | undefined {
  const file = new URL("../configs/schema.json", import.meta.url);
  let schemas: Schema[] = [JSON.parse(Deno.readTextFileSync(file))];
  for (const key of path.split(".")) {
    schemas = schemas.flatMap((schema) => [schema, ...schema.anyOf ?? [], ...schema.oneOf ?? []])
      .flatMap(({ properties = {} }) => Object.hasOwn(properties, key) ? properties[key]! : []);
  }
  return schemas[0]?.description;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Keys whose default follows from the data. */
const KEYS_FROM_DATA = [
  "sizes",
  "trainingSize",
  "outputActivation",
  "cost",
  "optimizer.weightDecay",
];

/** The differences between two configs. If the data differs, those that follow from the data are left out. */
export function differences(run: Config, asked: Config): string[] {
  const [was, is] = [withoutPath(run), withoutPath(asked)];
  const all = differencesIn(was, is);
  if (isDeepStrictEqual(was.dataset, is.dataset)) return all;
  return all.filter((difference) => !KEYS_FROM_DATA.includes(difference.replace(/:.*/s, "")));
}

/** The differences between two objects, key by key. */
export function differencesIn(run: object, asked: object, path = ""): string[] {
  const keys = new Set([...Object.keys(run), ...Object.keys(asked)]);
  return [...keys].flatMap((key) => {
    const [was, is] = [run, asked].map((config) => (config as Record<string, unknown>)[key]);
    if (isDeepStrictEqual(was, is)) return [];
    const sameKind = isObject(was) && isObject(is) && was["name"] === is["name"];
    if (sameKind) return differencesIn(was, is, `${path}${key}.`);
    return [`${path}${key}: ${valueText(was)} in the run, ${valueText(is)} now`];
  });
}

function valueText(value: unknown): string {
  return value === undefined || value === null ? "none" : JSON.stringify(value);
}

/** What is wrong with a config, in plain words. @module */

import { z } from "zod";
import { describe as describeValue, isObject } from "../checks/texts.ts";
import { namesMeant, nameSuggestion, sameName } from "../checks/meant.ts";
import { expectedBy } from "../checks/options.ts";
import { describe, kindName, namesOfKinds, rangeOf, type Schema, schemaAt } from "./words.ts";
import { CONFIG_SYNONYMS } from "./synonyms.ts";

/**
 * Checks a value from outside, completely.
 * @throws {SyntaxError} if a key is unknown or a value does not fit its key; the message has the path of each
 */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown, what: string) {
  const result = schema.safeParse(value);
  const lines = result.success
    ? explainPrototypeKeys(value)
    : result.error.issues.map((issue) => explainIssue(issue, value, schema));
  if (!result.success || lines.length > 0) throw unusable(what, lines);
  return result.data;
}

/** The error about a config or a sweep, with a line on each thing that is wrong. */
export function unusable(what: string, lines: readonly string[]): SyntaxError {
  return new SyntaxError(`Cannot use this ${what}:\n${[...new Set(lines)].join("\n")}`);
}

/** A line on one thing that is wrong with a config: where, what is there, and what is expected. */
export function explainIssue(issue: z.core.$ZodIssue, config: unknown, schema: z.ZodType): string {
  const root = jsonSchemaOf(schema);
  const path = issue.path.join(".");
  const value = issue.path.reduce<unknown>((at, key) => (at as never)[key], config);
  const expected = schemaAt(root, issue.path, config);
  if (issue.code === "invalid_union") {
    // Of several kinds of value the one that is of the right type and has most of its keys, if there is one, holds
    // what is wrong within it.
    const [within] = issue.errors.filter((errors) =>
      errors.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys")
    ).sort((a, b) => unknownKeysIn(a) - unknownKeysIn(b));
    if (within !== undefined) {
      return within.map((one) =>
        explainIssue({ ...one, path: [...issue.path, ...one.path] }, config, schema)
      ).join("\n");
    }
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      `  ${path && path + "."}${key}: unknown ` +
      `key${insteadOf(key, expected, issue.path, root, config)}`
    ).join("\n");
  }
  const what = issue.code === "invalid_key"
    ? "expected the digits 0 to 9 as keys"
    : expectation(expected, path, value);
  // JSON reads 1e309 as infinity, which no JSON is.
  const isHuge = value === Infinity || value === -Infinity;
  const is = isHuge ? "too large for a number" : quoted(value);
  return `  ${path || "the config"} is ${is}: ${what}`;
}

/** How many keys of an object a kind does not have, which are in one issue: all others are within it. */
function unknownKeysIn(issues: readonly z.core.$ZodIssue[]): number {
  const own = issues.find(({ path }) => path.length === 0);
  return own?.code === "unrecognized_keys" ? own.keys.length : 0;
}

/** JSON Schemas that were made: that takes milliseconds, and a file may have thousands of things wrong. */
const jsonSchemas = new WeakMap<z.ZodType, Schema>();

function jsonSchemaOf(schema: z.ZodType): Schema {
  let made = jsonSchemas.get(schema);
  if (made === undefined) {
    made = z.toJSONSchema(schema, { io: "input" }) as Schema;
    jsonSchemas.set(schema, made);
  }
  return made;
}

/** Deeper values are not quoted: nothing in a config is so deep, and `JSON.stringify` takes the square of the depth. */
const MAX_DEPTH = 8;

/** A value as JSON; what is none, such as a list that holds itself, in a few words. */
function quoted(value: unknown): string {
  try {
    return isDeeper(value, MAX_DEPTH) ? describeValue(value) : JSON.stringify(value) ?? "missing";
  } catch {
    return describeValue(value);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/**
 * A line on each key `__proto__` in a value that fits its schema: of an object with any keys zod leaves it out without a
 * word.
 */
export function explainPrototypeKeys(value: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>(); // a value that JavaScript made may hold itself
  const left = [{ path: "", value }];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (typeof at.value !== "object" || at.value === null || seen.has(at.value)) continue;
    seen.add(at.value);
    for (const [key, value] of Object.entries(at.value)) {
      const path = `${at.path}${key}`;
      if (key === "__proto__") lines.push(`  ${path}: nothing can have this name`);
      left.push({ path: `${path}.`, value });
    }
  }
  return lines;
}

/** What a key expects, with what was probably meant. */
function expectation(schema: Schema, path: string, value: unknown): string {
  const kinds = namesOfKinds(schema);
  if (kinds !== undefined) {
    return kinds.includes(String(value))
      ? `expected {"name":"${value}"}`
      : `expected {"name":…}, of ${kinds.join(", ")}${meant(value, kinds)}`;
  }
  const choice = schema.anyOf?.find((kind) => kind.enum !== undefined);
  if (schema.enum !== undefined || choice !== undefined && !isObject(value)) {
    const names = (schema.enum ?? choice!.enum!).map(String);
    return `expected ${describe(schema, path)}${meant(value, names)}`;
  }
  const example = typeof value === "string" ? exampleOf(schema, value) : undefined;
  if (example === undefined) return `expected ${describe(schema, path)}`;
  return `expected ${schema.type === "array" ? "a list" : "a number"}, for example ${example}`;
}

/** What was probably meant by a name that is not known. */
function meant(value: unknown, names: readonly string[]): string {
  return typeof value === "string" ? nameSuggestion(value, names, CONFIG_SYNONYMS) : "";
}

/** The list or the number that a text was probably meant to be, as JSON; `undefined` if that would not fit either. */
function exampleOf(schema: Schema, text: string): string | undefined {
  if (schema.type === "array") {
    const items = schema.items ?? {};
    const parts = text.replace(/^[\s[(]+/, "").replace(/[\s\])]+$/, "").split(",");
    const examples = parts.map((part) =>
      items.type === "string"
        ? JSON.stringify(part.trim().replaceAll(/^["']|["']$/g, ""))
        : part.trim()
    );
    const isRight = items.type === "string"
      ? text !== ""
      : parts.every((part) => fits(items, part));
    return isRight ? `[${examples}]` : undefined;
  }
  // Also one with its unit behind it, or with a decimal comma.
  const number = parseFloat(/^\s*\d+,\d+\s*$/.test(text) ? text.replace(",", ".") : text);
  return fits(schema, String(number)) ? String(number) : undefined;
}

/** Whether a text is a number in the range of a schema. */
function fits(schema: Schema, text: string): boolean {
  if (schema.type !== "integer" && schema.type !== "number" || text.trim() === "") return false;
  const type = schema.type === "integer" ? "whole" : "number";
  return expectedBy({ type, ...rangeOf(schema) }, Number(text)) === undefined;
}

/**
 * What to write instead of a key that is unknown: another here, of another kind, or outside of the object.
 * @returns the end of a sentence that begins with “unknown key”
 */
export function insteadOf(
  key: string,
  { properties = {} }: Schema,
  path: readonly PropertyKey[],
  root: Schema,
  config: unknown,
): string {
  const known = Object.keys(properties);
  const meant = namesMeant(key, known, CONFIG_SYNONYMS).length === 0 && path.length > 0
    ? ofOtherKinds(key, path, root, config) ?? outside(key, path, root)
    : undefined;
  return meant ??
    (nameSuggestion(key, known, CONFIG_SYNONYMS) || `; the keys here are ${known.join(", ")}`);
}

/** Which other kinds of an object have a key, if it comes in kinds: of the optimizers "adamw" has weightDecay. */
function ofOtherKinds(
  key: string,
  path: readonly PropertyKey[],
  root: Schema,
  config: unknown,
): string | undefined {
  const { properties } = schemaAt(root, path.slice(0, -1), config);
  const kinds = properties?.[String(path.at(-1))]?.oneOf ?? [];
  const [name] = kinds.flatMap(({ properties = {} }) =>
    sameName(key, Object.keys(properties)) ?? []
  );
  if (name === undefined) return undefined;
  const owners = kinds.filter(({ properties = {} }) => Object.hasOwn(properties, name)).map(
    kindName,
  );
  const own = path.reduce<unknown>((at, key) => (at as never)[key], config) as { name: unknown };
  const what = name === key ? "it" : name;
  return ` of "${own.name}"; ${owners.join(", ")} ${owners.length === 1 ? "has" : "have"} ${what}`;
}

/** The key of the config itself that was meant within an object of it. */
function outside(key: string, path: readonly PropertyKey[], root: Schema): string | undefined {
  const [name] = namesMeant(key, Object.keys(root.properties ?? {}), CONFIG_SYNONYMS).filter((
    name,
  ) => !name.startsWith(`${path.join(".")}.`) && name !== path.join("."));
  return name && `, did you mean ${name}, outside of ${path.join(".")}?`;
}

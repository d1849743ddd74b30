/** What is wrong with a config, in plain words. @module */

import type { z } from "zod";
import {
  augmentSchema,
  averagingSchema,
  dropoutSchema,
  earlyStoppingSchema,
  elasticSchema,
  optimizerSchema,
  reproducesSchema,
  scheduleSchema,
} from "./schemas.ts";
import { suggestion } from "../checks/suggestion.ts";

/**
 * A line on one thing that is wrong with a config: where, what is there, and what is wanted.
 *
 * @param issue what zod found
 * @param config what was checked
 * @param keys the keys of a config
 */
export function explainIssue(
  issue: z.core.$ZodIssue,
  config: unknown,
  keys: readonly string[],
): string {
  const path = issue.path.join(".");
  const value = issue.path.reduce<unknown>((at, key) => (at as never)?.[key], config);
  if (issue.code === "unrecognized_keys") {
    const known = path === "" ? keys : keysAt(path, value);
    return issue.keys.map((key) => {
      const instead = suggestion(key, known) || `; the keys here are ${known.join(", ")}`;
      return `  ${path && path + "."}${key}: unknown key${instead}`;
    }).join("\n");
  }
  return `  ${path || "the config"} is ${JSON.stringify(value)}: ${wanted(issue, path, value)}`;
}

/** What a key wants, with what was probably meant. */
function wanted(issue: z.core.$ZodIssue, path: string, value: unknown): string {
  const names = namesAt(issue, path);
  if (names !== undefined) {
    if (typeof value === "string" && CHOICES[path] !== undefined) {
      return names.includes(value)
        ? `{"name":"${value}"} is wanted`
        : `{"name":…} is wanted, of ${names.join(", ")}${suggestion(value, names)}`;
    }
    return `one of ${names.join(", ")} is wanted${
      typeof value === "string" ? suggestion(value, names) : ""
    }`;
  }
  if (issue.code === "invalid_type" && typeof value === "string") {
    if (issue.expected === "array") return `a list is wanted, such as [${value}]`;
    if (Number.isFinite(parseFloat(value))) return `a number is wanted, such as ${Number(value)}`;
  }
  return issue.message;
}

/** The names that a key takes, if it takes names alone. */
function namesAt(issue: z.core.$ZodIssue, path: string): string[] | undefined {
  if (issue.code === "invalid_value") {
    const { values } = issue;
    return values.every((value) => typeof value === "string") ? values : undefined;
  }
  const options = CHOICES[path.replace(/\.name$/, "")]?.options;
  return options?.flatMap(({ shape }) => [...shape.name.values]);
}

/** The schemas of objects within a config, by path, and of those that come in several kinds. */
const PARTS: { readonly [path: string]: z.ZodObject } = {
  augment: augmentSchema,
  "augment.elastic": elasticSchema,
  averaging: averagingSchema,
  dropout: dropoutSchema,
  earlyStopping: earlyStoppingSchema,
  reproduces: reproducesSchema,
};
const CHOICES: {
  readonly [path: string]: typeof optimizerSchema | typeof scheduleSchema;
} = { optimizer: optimizerSchema, schedule: scheduleSchema };

/** The keys that a config can have at a path within it. */
function keysAt(path: string, value: unknown): string[] {
  const part = PARTS[path];
  if (part !== undefined) return Object.keys(part.shape);
  const { name } = value as { name?: unknown };
  const options = CHOICES[path]?.options ?? [];
  return Object.keys(options.find(({ shape }) => shape.name.value === name)?.shape ?? {});
}

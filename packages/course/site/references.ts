/** What the site adds to guides: a section for each key of a config, one for each command, each task's permissions. @module */

import { rangeText } from "../../../lib/checks/mod.ts";
import { exampleSetting } from "../../../lib/config/mod.ts";
import { rangeOf, type Schema } from "../../../lib/config/words.ts";
import settings from "../../../deno.json" with { type: "json" };
import schema from "../../../tasks/configs/schema.json" with { type: "json" };
import course from "../deno.json" with { type: "json" };
import { commandReference } from "./commands.ts";
import { permissionLines, type Settings } from "./permissions.ts";

/** By their marks in the guides. */
const REFERENCES: { readonly [mark: string]: () => string } = {
  "<!-- commands -->": commandReference,
  "<!-- keys -->": () => keyReference(schema as Schema),
  "<!-- permissions -->": () => {
    const tasks = { ...settings.tasks, site: course.tasks.site };
    return permissionLines({ ...settings, tasks } as Settings).join("\n");
  },
};

/** A guide with the references for which it has marks. */
export function withReferences(text: string): string {
  return text.replaceAll(/^<!-- \w+ -->$/gm, (mark) => REFERENCES[mark]?.() ?? mark);
}

/** The text instead of a default for keys that follow another key. */
const DERIVED_DEFAULTS: { readonly [key: string]: string } = {
  outputActivation: "that of `activation`",
  keep: '`"last"`; `"best"` with `earlyStopping` or your data',
  hidden: "what `sizes` has",
};

/** Keys that are not set from the command line. */
const FILE_ONLY_KEYS: readonly string[] = ["$schema", "hidden"];

/**
 * The reference of all keys: a list of them with their defaults, then a section on each.
 *
 * @param properties of the config's JSON Schema
 * @throws {Error} if a key has no example here
 */
export function keyReference({ properties = {} }: Schema): string {
  const keys = Object.entries(properties).filter(([key]) => key !== "$schema");
  const overview = keys.map(([key, property]) =>
    `- [\`${key}\`](#${key.toLowerCase()}): ${defaultOf(key, property)}`
  ).join("\n");
  return [overview, ...keys.map(([key, property]) => section(key, property))].join("\n\n");
}

function section(key: string, property: Schema): string {
  const lines = [
    `### \`${key}\``,
    "",
    property.description ?? "",
    "",
    `- Type: ${typeOf(property)}`,
    ...parts(property, 2),
    `- Default: ${defaultOf(key, property)}`,
  ];
  if (FILE_ONLY_KEYS.includes(key)) return lines.join("\n");
  const set = exampleSetting(key);
  if (set === undefined) {
    throw new Error(
      `Cannot describe the key ${key}: expected an example in lib/config/examples.ts`,
    );
  }
  const word = /^[\w=.-]+$/.test(set) ? set : `'${set}'`; // zsh reads brackets as patterns
  return [...lines, "", "```sh", `deno task train --set ${word}`, "```"].join("\n");
}

/** What a value may be, in words. */
function typeOf(schema: Schema): string {
  const { type, items, minItems = 0, maxItems = Infinity } = schema;
  const kinds = schema.anyOf;
  if (kinds !== undefined) return kinds.map(typeOf).join(", or ");
  if (schema.oneOf !== undefined) return "an object, one of these by its `name`:";
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  if (schema.const !== undefined) return code(schema.const);
  switch (type) {
    case "null":
      return "`null`";
    case "boolean":
      return "`true` or `false`";
    case "string":
      return "text";
    case "array": {
      const upTo = maxItems === Infinity ? "or more" : `to ${maxItems}`;
      const many = minItems === maxItems
        ? minItems
        : minItems > 0
        ? `${minItems} ${upTo}`
        : maxItems === Infinity
        ? "any length"
        : `at most ${maxItems}`;
      const of = items?.enum === undefined ? typeOf(items!).replace(/^a /, "") : typeOf(items);
      return `a list of ${many}: ${of}`;
    }
    case "object":
      return schema.properties === undefined
        ? `an object of a ${schema.propertyNames?.pattern ? "digit" : "name"} and ${
          typeOf(schema.additionalProperties as Schema)
        } each`
        : "an object with the keys below";
    default:
      return `a ${type === "integer" ? "whole " : ""}number${rangeText(rangeOf(schema))}`;
  }
}

/** The keys within an object, and its kinds where there are several; each an item of a list. */
function parts(schema: Schema, indent: number): string[] {
  const lines: string[] = [];
  for (const kind of schema.oneOf ?? []) {
    const name = code(kind.properties!.name!.const);
    lines.push(`${" ".repeat(indent)}- ${name}: ${lowerCase(kind.description ?? "")}`);
    lines.push(...parts(kind, indent + 2));
  }
  for (const kind of schema.anyOf ?? []) lines.push(...parts(kind, indent));
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (property.const !== undefined) continue;
    const given = property.default === undefined ? "" : `; default ${code(property.default)}`;
    const text = `- \`${key}\`: ${typeOf(property)}${given}. ${property.description}`;
    lines.push(`${" ".repeat(indent)}${text}`);
    lines.push(...parts(property, indent + 2));
  }
  return lines;
}

function defaultOf(key: string, property: Schema): string {
  if (property.default !== undefined) return code(property.default);
  return DERIVED_DEFAULTS[key] ?? "none";
}

/** A value as JSON in a span of code, with a blank after each comma and colon. */
function code(value: unknown): string {
  const json = JSON.stringify(value, null, 1).replaceAll(/\n */g, " ")
    .replaceAll(/\[ /g, "[").replaceAll(/ \]/g, "]");
  return `\`${json}\``;
}

/** “Plain stochastic …” after a colon; a name such as “Adam” keeps its capital. */
function lowerCase(sentence: string): string {
  return /^Adam\b/.test(sentence) ? sentence : sentence[0]!.toLowerCase() + sentence.slice(1);
}

/** The zod schema of a table of options: what a config is checked by, and its JSON Schema made of. @module */

import { z } from "zod";
import type { Option, OptionTable, Value } from "../checks/options.ts";

/** What to say of the keys of a config. */
export interface KeyTexts {
  /** The text on a key, by its path; of an object in kinds, also by the kind: `optimizer="sgd"`. */
  readonly [path: string]: string;
}

/**
 * The schema of an object with the keys of a table.
 * @param texts that describe the keys; what a text says of a default is left out where the schema has one
 * @param at the path of the object
 * @param more keys beside the table's
 */
export function schemaOf(
  table: OptionTable,
  texts: KeyTexts,
  at = "",
  more: z.ZodRawShape = {},
): z.ZodObject {
  const keys = Object.entries(table).flatMap(([key, option]) =>
    option === true ? [] : [[key, optionSchema(option, texts, at === "" ? key : `${at}.${key}`)]]
  );
  return z.strictObject({ ...more, ...Object.fromEntries(keys) });
}

function optionSchema(option: Option, texts: KeyTexts, path: string): z.ZodType {
  let schema = valueSchema(option, texts, path);
  let text = texts[path];
  if (option.default !== undefined) {
    schema = schema.default(option.default);
    text = text?.replace(/ Default: .*$/, "");
  } else if (!option.required) schema = schema.optional();
  return text === undefined ? schema : schema.describe(text);
}

function valueSchema(value: Value, texts: KeyTexts, path: string): z.ZodType {
  const schema = notNull(value, texts, path);
  return value.orNull ? schema.nullable() : schema;
}

function notNull(value: Value, texts: KeyTexts, path: string): z.ZodType {
  switch (value.type) {
    case "number":
    case "whole": {
      const { min, above, max = Infinity, below } = value;
      let schema: z.ZodNumber = value.type === "whole" ? z.int() : z.number();
      if (min !== undefined) schema = schema.min(min);
      if (above !== undefined) schema = schema.gt(above);
      if (max < Infinity) schema = schema.max(max);
      return below === undefined ? schema : schema.lt(below);
    }
    case "flag":
      return z.boolean();
    case "text":
      return value.length === undefined ? z.string() : z.string().length(value.length);
    case "choice":
      return value.of.length === 1 ? z.literal(value.of[0]!) : z.enum(value.of);
    case "list": {
      const { min, max } = value;
      const schema = z.array(valueSchema(value.of, texts, path));
      if (min !== undefined && min === max) return schema.length(min);
      const long = min === undefined ? schema : schema.min(min);
      return max === undefined ? long : long.max(max);
    }
    case "map": {
      const key = value.keys === undefined ? z.string() : z.string().regex(new RegExp(value.keys));
      return z.record(key, valueSchema(value.of, texts, path));
    }
    case "object":
      return schemaOf(value.of, texts, path);
    case "kinds": {
      const kinds = Object.entries(value.of).map(([name, table]) => {
        const schema = schemaOf(table, texts, path, { name: z.literal(name) });
        const text = texts[`${path}="${name}"`];
        return text === undefined ? schema : schema.describe(text);
      });
      return z.discriminatedUnion("name", kinds as [z.ZodObject, ...z.ZodObject[]]);
    }
    case "either":
      return z.union(value.of.map((one) => valueSchema(one, texts, path)));
  }
}

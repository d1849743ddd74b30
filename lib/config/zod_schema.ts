/** The zod schema of a table of options: what a config is checked by, and its JSON Schema made of. @module */

import { z } from "zod";
import type { Option, OptionTable, Value } from "../checks/options.ts";
import { SENTENCES } from "./sentences.ts";

/** The schema of an object with the keys of a table, which are described by their sentences. */
export function schemaOf(table: OptionTable, path = "", more: z.ZodRawShape = {}): z.ZodObject {
  const keys = Object.entries(table).flatMap(([key, option]) =>
    option === true ? [] : [[key, optionSchema(option, path === "" ? key : `${path}.${key}`)]]
  );
  return z.strictObject({ ...more, ...Object.fromEntries(keys) });
}

function optionSchema(option: Option, path: string): z.ZodType {
  let schema = valueSchema(option, path);
  if (option.default !== undefined) schema = schema.default(option.default);
  else if (!option.required) schema = schema.optional();
  return schema.describe(SENTENCES[path]!);
}

function valueSchema(value: Value, path: string): z.ZodType {
  const schema = notNull(value, path);
  return value.orNull ? schema.nullable() : schema;
}

function notNull(value: Value, path: string): z.ZodType {
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
      const schema = z.array(valueSchema(value.of, path));
      if (min !== undefined && min === max) return schema.length(min);
      const long = min === undefined ? schema : schema.min(min);
      return max === undefined ? long : long.max(max);
    }
    case "map": {
      const key = value.keys === undefined ? z.string() : z.string().regex(new RegExp(value.keys));
      return z.record(key, valueSchema(value.of, path));
    }
    case "object":
      return schemaOf(value.of, path);
    case "kinds": {
      const kinds = Object.entries(value.of).map(([name, table]) =>
        schemaOf(table, path, { name: z.literal(name) })
          .describe(SENTENCES[`${path}="${name}"`]!)
      );
      return z.discriminatedUnion("name", kinds as [z.ZodObject, ...z.ZodObject[]]);
    }
    case "either":
      return z.union(value.of.map((one) => valueSchema(one, path)));
  }
}

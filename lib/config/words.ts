/** What a JSON Schema expects, in words. @module */

import { isObject } from "../checks/objects.ts";
import { rangeText } from "../checks/option.ts";
import { EXAMPLES } from "./sentences.ts";

/** What is read of a JSON Schema, to explain errors and to document keys. */
export interface Schema {
  readonly type?: string;
  readonly properties?: { readonly [key: string]: Schema };
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly propertyNames?: { readonly pattern?: string };
  readonly default?: unknown;
  readonly description?: string;
}

/** An object for a key that expects one, as JSON, where the key's example is none. */
const OBJECTS: { readonly [path: string]: string } = {
  "": '{"epochs":10}',
  dataset: '{"csv":"penguins.csv","target":"species"}',
};

function objectAt(path: string): string | undefined {
  const example = EXAMPLES[path];
  return isObject(example) ? JSON.stringify(example) : OBJECTS[path];
}

/**
 * What fits a schema, such as `a number from 0 up`.
 *
 * @param path of the key, for an example
 */
export function describe(schema: Schema, path: string): string {
  const { type, anyOf = [], items = {} } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.join(", ")}`;
  switch (type) {
    case "integer":
      return `a whole number${rangeOf(schema)}`;
    case "number":
      return `a number${rangeOf(schema)}`;
    case "boolean":
      return "true or false";
    case "string":
      return textForm(schema);
    case "array": {
      const any = Object.keys(items).length === 0;
      return `a list${lengthOf(schema)}${any ? "" : `, each ${describe(items, "")}`}`;
    }
    case "object":
      return objectAt(path) === undefined ? "an object" : `an object such as ${objectAt(path)}`;
  }
  const some = anyOf.filter(isNotNull);
  if (some.length === 0) return "something else";
  const orNull = some.length < anyOf.length ? ", or null" : "";
  const words = new Set(some.map((kind) => describe(kind, path)));
  return [...words].join(", or ") + orNull;
}

/** The range of a number, in words. JSON Schema bounds whole numbers by the largest that are exact, which is not worth a word. */
export function rangeOf(
  schema: Pick<Schema, "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum">,
): string {
  const { minimum: min, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const max = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  return rangeText({ min, above, max, below });
}

function textForm({ pattern, minLength, maxLength }: Schema): string {
  if (pattern !== undefined) return `text of the form ${pattern}`;
  if (maxLength === 1) return "a single character";
  return minLength === 1 ? "text that is not empty" : "text";
}

function lengthOf({ minItems: least = 0, maxItems: most }: Schema): string {
  if (most === undefined) return least === 0 ? "" : ` of at least ${least}`;
  if (least === most) return ` of ${most}`;
  return least === 0 ? ` of at most ${most}` : ` of ${least} to ${most}`;
}

/** Whether a schema is of something. */
export function isNotNull({ type }: Schema): boolean {
  return type !== "null";
}

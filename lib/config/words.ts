/** What a JSON Schema expects of the value at a path, and that in words. @module */

import { isObject } from "../checks/texts.ts";
import { type Range, rangeText } from "../checks/options.ts";
import { EXAMPLES } from "./examples.ts";

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
 * @param path of the key, for an example
 */
export function describe(schema: Schema, path: string): string {
  const { type, anyOf = [], items = {} } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.join(", ")}`;
  switch (type) {
    case "integer":
      return `a whole number${rangeText(rangeOf(schema))}`;
    case "number":
      return `a number${rangeText(rangeOf(schema))}`;
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

/** The range of a number. JSON Schema bounds whole numbers by the largest that are exact, which is not worth a word. */
export function rangeOf(schema: Schema): Range {
  const { minimum: min, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const max = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  return { min, above, max, below };
}

function textForm({ pattern, maxLength }: Schema): string {
  if (pattern !== undefined) return `text of the form ${pattern}`;
  return maxLength === 1 ? "a single character" : "text";
}

function lengthOf({ minItems: least = 0, maxItems: most }: Schema): string {
  if (most === undefined) return least === 0 ? "" : ` of at least ${least}`;
  if (least === most) return ` of ${most}`;
  return least === 0 ? ` of at most ${most}` : ` of ${least} to ${most}`;
}

function isNotNull({ type }: Schema): boolean {
  return type !== "null";
}

/** The part of a schema that a path leads to; of an object that comes in several kinds, the kind that is there. */
export function schemaAt(root: Schema, path: readonly PropertyKey[], config: unknown): Schema {
  let [schema, value] = [matchingSchema(root, config), config];
  for (const key of path) {
    const { properties, items, additionalProperties } = schema;
    const kinds = namesOfKinds(schema);
    value = (value as never)[key];
    schema = matchingSchema(
      kinds !== undefined // none of which the object names
        ? { enum: kinds }
        : properties?.[String(key)] ?? items ?? (additionalProperties || {}) as Schema,
      value,
    );
  }
  return schema;
}

/**
 * The schema that an object or a list has to fit: of those in a choice, that of its type, and of several kinds of objects
 * the one that it names, or that has most of its keys.
 */
function matchingSchema(schema: Schema, value: unknown): Schema {
  const choices = [...schema.anyOf ?? [], ...schema.oneOf ?? []].filter(isNotNull);
  if (Array.isArray(value)) return choices.find(({ type }) => type === "array") ?? schema;
  if (!isObject(value)) return schema;
  if (choices.length === 1) return matchingSchema(choices[0]!, value);
  const named = choices.find((kind) =>
    kindName(kind) !== undefined && kindName(kind) === value["name"]
  );
  if (named !== undefined) return named;
  const known = ({ properties = {} }: Schema) =>
    Object.keys(value).filter((key) => Object.hasOwn(properties, key)).length;
  const nameless = choices.filter(({ type, properties }) =>
    type === "object" && !properties?.["name"]
  );
  return nameless.sort((a, b) => known(b) - known(a))[0] ?? schema;
}

/** The names of the kinds that an object comes in, if it comes in several. */
export function namesOfKinds({ oneOf }: Schema): string[] | undefined {
  return oneOf?.map((kind) => String(kindName(kind)));
}

/** The name of a kind, if kinds differ by their names. */
export function kindName(kind: Schema): unknown {
  return kind.properties?.["name"]?.const;
}

/** Which part of a JSON Schema a value has to fit, where objects come in several kinds. @module */

import { isNotNull, type Schema } from "./words.ts";
import { isObject } from "../checks/objects.ts";

/** The part of a schema that a path leads to; of an object that comes in several kinds, the kind that is there. */
export function schemaAt(root: Schema, path: readonly PropertyKey[], config: unknown): Schema {
  let [schema, value] = [kindOf(root, config), config];
  for (const key of path) {
    const { properties, items, additionalProperties } = schema;
    const kinds = namesOfKinds(schema);
    value = (value as never)[key];
    schema = kindOf(
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
function kindOf(schema: Schema, value: unknown): Schema {
  const choices = [...schema.anyOf ?? [], ...schema.oneOf ?? []].filter(isNotNull);
  if (Array.isArray(value)) return choices.find(({ type }) => type === "array") ?? schema;
  if (!isObject(value)) return schema;
  if (choices.length === 1) return kindOf(choices[0]!, value);
  const named = choices.find((kind) =>
    nameOf(kind) !== undefined && nameOf(kind) === value["name"]
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
  return oneOf?.map((kind) => String(nameOf(kind)));
}

/** The name of a kind, if kinds differ by their names. */
export function nameOf(kind: Schema): unknown {
  return kind.properties?.["name"]?.const;
}

/** What a JSON Schema wants, in words. @module */

/** What is read of a JSON Schema. */
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
}

/** What an object within a config may look like, by its path. */
const EXAMPLES: { readonly [path: string]: string } = {
  "": '{"epochs":10}',
  augment: '{"rotation":15}',
  "augment.elastic": '{"sigma":4,"alpha":34}',
  "augment.rotationByClass": '{"1":7.5}',
  averaging: '{"decay":0.999}',
  classWeights: '{"8":2}',
  dataset: '{"csv":"penguins.csv","target":"species"}',
  dropout: '{"hidden":0.5}',
  earlyStopping: '{"patience":10}',
  reproduces: '{"accuracy":0.95,"source":"…"}',
  "reproduces.chosen": '{"trial":"0123456789abcdef","error":0.0084}',
  "reproduces.copies": '{"copies":10}',
};

/**
 * What fits a schema, such as `a number of at least 0`.
 *
 * @param path of the key that wants it, for an example
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
      return textOf(schema);
    case "array": {
      const any = Object.keys(items).length === 0;
      return `a list${lengthOf(schema)}${any ? "" : `, each ${describe(items, "")}`}`;
    }
    case "object":
      return Object.hasOwn(EXAMPLES, path) ? `an object such as ${EXAMPLES[path]}` : "an object";
  }
  const some = anyOf.filter(isNotNull);
  if (some.length === 0) return "something else";
  const orNull = some.length < anyOf.length ? ", or null," : "";
  const words = new Set(some.map((kind) => describe(kind, path)));
  return [...words].join(", or ") + orNull;
}

/** The range of a number. JSON Schema bounds whole numbers by the largest that are exact, which goes without saying. */
function rangeOf(schema: Schema): string {
  const { minimum: least, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const most = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  const bounds = [
    ...least === undefined ? [] : [`of at least ${least}`],
    ...above === undefined ? [] : [`above ${above}`],
    ...below === undefined ? [] : [`below ${below}`],
    ...most === undefined ? [] : [`of at most ${most}`],
  ];
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}

function textOf({ pattern, minLength, maxLength }: Schema): string {
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

/** Reads the description of a table that stands in a model file, which may come from anyone. @module */

import { describe, isObject } from "../checks/texts.ts";
import { suggestion } from "../checks/meant.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import {
  featuresOf,
  MISSING_VALUE_RULES,
  type MissingValueRule,
  type Quantity,
  type TableColumn,
  type TableDescription,
  targetNamesOf,
} from "./columns.ts";
import { quoted } from "./cells.ts";
import { MAX_COLUMNS, MAX_FEATURES } from "./limits.ts";
import { type TableTarget, TARGET_KINDS, type TargetKind } from "./target/contract.ts";

/**
 * Reads a table's description, and checks all of it.
 * @param json what `JSON.stringify` made of a {@linkcode TableDescription}
 * @throws {SyntaxError} if it is not the description of a table; the message names the entry
 */
export function parseTableDescription(json: string): TableDescription {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return fail("it is no JSON");
  }
  const { version, columns, target } = object(value, "the JSON", ["version", "columns", "target"]);
  if (version !== 1) {
    fail(`expected version 1, got ${shown(version)}`);
  }
  const description: TableDescription = {
    version: 1,
    columns: list(columns, "columns", MAX_COLUMNS).map((column, k) =>
      columnOf(column, `columns[${k}]`)
    ),
    target: TARGETS[checkedKind(target, "target", TARGET_KINDS)](target),
  };
  different(
    [...description.columns.map(({ name }) => name), ...targetNamesOf(description)],
    "columns",
  );
  const features = featuresOf(description);
  if (features > MAX_FEATURES) {
    fail(`expected at most ${MAX_FEATURES} features, got ${features}`);
  }
  return description;
}

function columnOf(value: unknown, where: string): TableColumn {
  const kind = checkedKind(value, where, ["number", "category"]);
  if (kind === "number") {
    const { name, mean, deviation, gaps } = object(value, where, [
      ...["kind", "name", "mean", "deviation", "gaps"],
    ]);
    return {
      kind,
      name: text(name, `${where}.name`),
      ...scale(mean, deviation, where),
      gaps: ruleOf(gaps, where),
    };
  }
  const { name, values, gaps } = object(value, where, ["kind", "name", "values", "gaps"]);
  return {
    kind: "category",
    name: text(name, `${where}.name`),
    values: names(values, `${where}.values`, MAX_FEATURES),
    gaps: ruleOf(gaps, where),
  };
}

const TARGETS: { readonly [Kind in TargetKind]: (value: unknown) => TableTarget } = {
  class(value) {
    const { name, classes } = object(value, "target", ["kind", "name", "classes"]);
    return {
      kind: "class",
      name: text(name, "target.name"),
      classes: names(classes, "target.classes", MAX_CLASSES),
    };
  },
  quantity(value) {
    const { quantities } = object(value, "target", ["kind", "quantities"]);
    return {
      kind: "quantity",
      quantities: list(quantities, "target.quantities", MAX_COLUMNS).map((quantity, k) =>
        quantityOf(quantity, `target.quantities[${k}]`)
      ),
    };
  },
};

function quantityOf(value: unknown, where: string): Quantity {
  const { name, unit, mean, deviation } = object(value, where, [
    ...["name", "mean", "deviation"],
  ], ["unit"]);
  return {
    name: text(name, `${where}.name`),
    ...unit === undefined ? {} : { unit: text(unit, `${where}.unit`) },
    ...scale(mean, deviation, where),
  };
}

/** What a value is, for an error: a text is cut where it is long. */
function shown(value: unknown): string {
  return typeof value === "string" ? quoted(value) : describe(value);
}

function fail(what: string): never {
  throw new SyntaxError(`Cannot read the description of a table: ${what}`);
}

/** The entries of an object that has all of these names, perhaps some others, and no more. */
function object(
  value: unknown,
  where: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (!isObject(value)) return fail(`expected an object for ${where}, got ${shown(value)}`);
  const known = [...required, ...optional];
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      fail(`${where} has an entry ${quoted(name)}${suggestion(name.slice(0, 60), known)}`);
    }
  }
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) fail(`${where} has no "${missing}"`);
  return value;
}

function checkedKind<Kind extends string>(
  value: unknown,
  where: string,
  kinds: readonly Kind[],
): Kind {
  const kind = isObject(value) && Object.hasOwn(value, "kind") ? value["kind"] : undefined;
  return kinds.find((known) => known === kind) ??
    fail(`expected ${kinds.join(" or ")} for ${where}.kind, got ${shown(kind)}`);
}

function list(value: unknown, where: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    fail(`expected a list of one or more for ${where}, got ${shown(value)}`);
  }
  if (value.length > most) {
    fail(`expected at most ${most} entries in ${where}, got ${value.length}`);
  }
  return value;
}

function text(value: unknown, where: string): string {
  return typeof value === "string"
    ? value
    : fail(`expected a text for ${where}, got ${shown(value)}`);
}

function scale(mean: unknown, deviation: unknown, where: string): {
  mean: number;
  deviation: number;
} {
  if (typeof mean !== "number" || !Number.isFinite(mean)) {
    fail(`expected a number for ${where}.mean, got ${shown(mean)}`);
  }
  if (typeof deviation !== "number" || !(deviation > 0 && deviation < Infinity)) {
    fail(`expected a number above 0 for ${where}.deviation, got ${shown(deviation)}`);
  }
  return { mean, deviation };
}

function ruleOf(value: unknown, where: string): MissingValueRule {
  return MISSING_VALUE_RULES.find((rule) => rule === value) ??
    fail(`expected ${MISSING_VALUE_RULES.join(" or ")} for ${where}.gaps, got ${shown(value)}`);
}

function names(value: unknown, where: string, most: number): readonly string[] {
  const all = list(value, where, most).map((entry, k) => text(entry, `${where}[${k}]`));
  different(all, where);
  return all;
}

function different(all: readonly string[], where: string): void {
  const taken = new Set<string>();
  for (const name of all) {
    if (taken.has(name)) fail(`there are two ${where} of the name ${quoted(name)}`);
    taken.add(name);
  }
}

/** Reads the description of a table that stands in a model file, which may come from anyone. @module */

import { isObject, joinNames, quoted } from "../../checks/texts.ts";
import { MAX_CLASSES } from "../../dataset/source.ts";
import { knownNamesOf, type Leak, type TableColumn, type TableDescription } from "./columns.ts";
import { featuresOf } from "./features.ts";
import { MAX_COLUMNS, MAX_FEATURES } from "../cells/limits.ts";
import type { TargetKind } from "../../options/table.ts";
import { type ClassType, classTypeOf, type Quantity, type TableTarget } from "./target.ts";
import { columnKinds } from "./kinds.ts";
import {
  checkDifferent,
  choiceOf,
  deviation,
  entriesOf,
  fail,
  listOf,
  mean,
  missingValues,
  namesOf,
  numberFormat,
  oneOf,
  type Readers,
  shown,
  text,
} from "./entries.ts";

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
    return fail("it is not JSON");
  }
  const description = entriesOf(value, "the JSON", {
    version: (value) =>
      value === 1 || value === 2 ? value : fail(`expected version 1 or 2, got ${shown(value)}`),
    columns: listOf(MAX_COLUMNS, (value, where) => ofKind(COLUMNS, value, where) as TableColumn),
    target: (value, where) => ofKind(TARGETS, value, where) as TableTarget,
    leftOut: listOf(MAX_COLUMNS, text),
    leaks: listOf(MAX_COLUMNS, (value, where) => entriesOf(value, where, LEAK) as unknown as Leak),
    weights: text,
  });
  const names = [...description.columns.map(({ name }) => name), ...knownNamesOf(description)];
  checkDifferent(names, "columns");
  for (const column of description.columns) checkSpellings(column);
  checkType(description.target);
  const features = featuresOf(description);
  if (features > MAX_FEATURES) {
    fail(`expected at most ${MAX_FEATURES} features, got ${features}`);
  }
  return description;
}

function checkSpellings(column: TableColumn): void {
  if (!("spellings" in column) || column.spellings === undefined) return;
  const values = new Set(column.values);
  for (const [spelling, value] of Object.entries(column.spellings)) {
    if (values.has(value) && !values.has(spelling)) continue;
    fail(`expected another spelling of a value of ${quoted(column.name)}, got ${quoted(spelling)}`);
  }
}

function checkType(target: TableTarget): void {
  if (!("type" in target) || classTypeOf(target.classes) === target.type) return;
  fail(`expected classes of the type ${target.type}, got ${joinNames(target.classes)}`);
}

/** Entries in the order in which they are written: descriptions are compared as JSON. */
const COLUMNS = Object.fromEntries(
  Object.entries(columnKinds).map(([name, { entries }]) => [name, entries]),
);

const LEAK = { name: text, kind: choiceOf(["answer", "alone", "filled"]), share: mean, next: mean };

const QUANTITY = { name: text, unit: text, mean, deviation, format: numberFormat, missingValues };

const TARGETS = {
  class: {
    name: text,
    classes: namesOf(MAX_CLASSES),
    type: choiceOf<ClassType>(["boolean", "number"]),
    missingValues,
  },
  quantity: {
    quantities: listOf(
      MAX_COLUMNS,
      (value, where) => entriesOf(value, where, QUANTITY) as Quantity,
    ),
  },
} satisfies Record<TargetKind, Readers>;

/** An object of one of several kinds, each with other entries. */
function ofKind(kinds: { readonly [kind: string]: Readers }, value: unknown, where: string) {
  const given = isObject(value) && Object.hasOwn(value, "kind") ? value["kind"] : undefined;
  const kind = oneOf(Object.keys(kinds), given, `${where}.kind`);
  return entriesOf(value, where, { kind: () => kind, ...kinds[kind] });
}

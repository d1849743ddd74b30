/** Reads the description of a table that stands in a model file, which may come from anyone. @module */

import { describe, isObject, joinNames } from "../../checks/texts.ts";
import { suggestion } from "../../checks/meant.ts";
import { MAX_CLASSES } from "../../dataset/source.ts";
import {
  type DateColumn,
  knownNamesOf,
  type Leak,
  MISSING_VALUE_RULES,
  type TableColumn,
  type TableDescription,
} from "./columns.ts";
import { featuresOf } from "./features.ts";
import { quoted } from "../cells/cells.ts";
import { MAX_COLUMNS, MAX_FEATURES, MAX_LEVELS } from "../cells/limits.ts";
import type { TargetKind } from "../../options/table.ts";
import { type ClassType, classTypeOf, type Quantity, type TableTarget } from "./target.ts";
import { DATE_PARTS } from "../values/date_parts.ts";
import type { NumberFormat } from "../values/number_format.ts";
import { MAX_WORDS } from "../values/words.ts";

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

/** Reads an entry, which is called `where` in errors. */
type Reader<T> = (value: unknown, where: string) => T;

type Readers = { readonly [name: string]: Reader<unknown> };

/** Reads what is known by a look at it. */
function readerOf<T>(what: string, is: (value: unknown) => boolean): Reader<T> {
  return (value, where) =>
    is(value) ? value as T : fail(`expected ${what} for ${where}, got ${shown(value)}`);
}

const text = readerOf<string>("a text", (value) => typeof value === "string");
const mean = readerOf<number>("a number", Number.isFinite);
const deviation = readerOf<number>(
  "a number above 0",
  (value) => Number.isFinite(value) && (value as number) > 0,
);
const whole = readerOf<number>("a whole number", Number.isSafeInteger);
const yes = readerOf<true>("true", (value) => value === true);
const gaps = choiceOf(MISSING_VALUE_RULES);

/** Reads a list of one entry or more. */
function listOf<T>(most: number, read: Reader<T>): Reader<T[]> {
  return (value, where) => {
    if (!Array.isArray(value) || value.length === 0) {
      return fail(`expected a list of one or more for ${where}, got ${shown(value)}`);
    }
    if (value.length > most) {
      fail(`expected at most ${most} entries in ${where}, got ${value.length}`);
    }
    return value.map((entry, k) => read(entry, `${where}[${k}]`));
  };
}

/** Reads a list of different texts. */
function namesOf(most: number): Reader<string[]> {
  return (value, where) => {
    const names = listOf(most, text)(value, where);
    checkDifferent(names, where);
    return names;
  };
}

function choiceOf<T extends string>(known: readonly T[]): Reader<T> {
  return (value, where) => oneOf(known, value, where);
}

function numberFormat(value: unknown, where: string): NumberFormat {
  const as = isObject(value) && Object.hasOwn(value, "as") ? value["as"] : undefined;
  const kind = oneOf(["decimal", "hours", "truth"], as, `${where}.as`);
  const readers = kind === "decimal" ? DECIMAL : { as: text };
  return entriesOf(value, where, readers) as unknown as NumberFormat;
}

const DECIMAL = {
  as: text,
  decimal: choiceOf([".", ","]),
  thousands: choiceOf([",", ".", "'", " "]),
  unit: text,
};

function spellings(value: unknown, where: string): Record<string, string> {
  if (!isObject(value)) return fail(`expected an object for ${where}, got ${shown(value)}`);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, text(one, `${where}[${quoted(name)}]`)]),
  );
}

function dateParts(value: unknown, where: string): DateColumn["parts"] {
  const readers = { part: choiceOf(DATE_PARTS), mean, deviation };
  const parts = listOf(
    DATE_PARTS.length,
    (value, where) => entriesOf(value, where, readers),
  )(value, where);
  checkDifferent(parts.map(({ part }) => part), where);
  return parts;
}

const missingValues = namesOf(MAX_LEVELS);

/** What any column may have, behind what is its kind's own. */
const LAST = { ofGroup: yes, missingValues };

/** Entries in the order in which they are written: descriptions are compared as JSON. */
const COLUMNS = {
  number: {
    name: text,
    mean,
    deviation,
    gaps,
    indicator: yes,
    format: numberFormat,
    ...LAST,
  },
  level: { name: text, values: namesOf(MAX_LEVELS), gaps, spellings, ...LAST },
  category: { name: text, values: namesOf(MAX_FEATURES), gaps, spellings, ...LAST },
  date: {
    name: text,
    order: choiceOf(["dmy", "mdy"]),
    first: whole,
    parts: dateParts,
    gaps,
    ...LAST,
  },
  words: { name: text, words: namesOf(MAX_WORDS), gaps, ...LAST },
} satisfies Record<TableColumn["kind"], Readers>;

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

function oneOf<T extends string>(known: readonly T[], value: unknown, where: string): T {
  return known.find((one) => one === value) ??
    fail(`expected ${known.join(" or ")} for ${where}, got ${shown(value)}`);
}

/** The entries that an object may lack. */
const OPTIONAL = [
  "unit",
  "indicator",
  "format",
  "spellings",
  "thousands",
  "leftOut",
  "type",
  "leaks",
  "weights",
  "ofGroup",
  "missingValues",
];

/** The entries of an object that has all of these names, perhaps without the optional ones, and no more. */
function entriesOf<R extends Readers>(
  value: unknown,
  where: string,
  readers: R,
): { -readonly [Name in keyof R]: ReturnType<R[Name]> } {
  if (!isObject(value)) return fail(`expected an object for ${where}, got ${shown(value)}`);
  const known = Object.keys(readers);
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      fail(`${where} has an entry ${quoted(name)}${suggestion(name.slice(0, 60), known)}`);
    }
  }
  const missing = known.find((name) => !OPTIONAL.includes(name) && !Object.hasOwn(value, name));
  if (missing !== undefined) fail(`${where} has no "${missing}"`);
  const start = where === "the JSON" ? "" : `${where}.`;
  return Object.fromEntries(
    known.filter((name) => Object.hasOwn(value, name))
      .map((name) => [name, readers[name]!(value[name], `${start}${name}`)]),
  ) as { [Name in keyof R]: ReturnType<R[Name]> };
}

/** What a value is, for an error: a text is cut where it is long. */
function shown(value: unknown): string {
  return typeof value === "string" ? quoted(value) : describe(value);
}

function fail(what: string): never {
  throw new SyntaxError(`Cannot read the description of a table: ${what}`);
}

function checkDifferent(names: readonly string[], where: string): void {
  const taken = new Set<string>();
  for (const name of names) {
    if (taken.has(name)) fail(`there are two ${where} of the name ${quoted(name)}`);
    taken.add(name);
  }
}

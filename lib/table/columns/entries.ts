/** Reads the entries of descriptions, which may come from anyone. @module */

import { describe, isObject, quoted } from "../../checks/texts.ts";
import { suggestion } from "../../checks/meant.ts";
import { MAX_LEVELS } from "../cells/limits.ts";
import type { NumberFormat } from "../values/number_format.ts";
import { MISSING_VALUE_RULES } from "../../options/table.ts";

/** Reads an entry, which is called `where` in errors. */
export type Reader<T> = (value: unknown, where: string) => T;

export type Readers = { readonly [name: string]: Reader<unknown> };

/** Reads what is known by a look at it. */
export function readerOf<T>(what: string, is: (value: unknown) => boolean): Reader<T> {
  return (value, where) =>
    is(value) ? value as T : fail(`expected ${what} for ${where}, got ${shown(value)}`);
}

export const text = readerOf<string>("a text", (value) => typeof value === "string");
export const mean = readerOf<number>("a number", Number.isFinite);
export const deviation = readerOf<number>(
  "a number above 0",
  (value) => Number.isFinite(value) && (value as number) > 0,
);
export const whole = readerOf<number>("a whole number", Number.isSafeInteger);
export const yes = readerOf<true>("true", (value) => value === true);
export const gaps = choiceOf(MISSING_VALUE_RULES);

/** Reads a list of one entry or more. */
export function listOf<T>(most: number, read: Reader<T>): Reader<T[]> {
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
export function namesOf(most: number): Reader<string[]> {
  return (value, where) => {
    const names = listOf(most, text)(value, where);
    checkDifferent(names, where);
    return names;
  };
}

export function choiceOf<T extends string>(known: readonly T[]): Reader<T> {
  return (value, where) => oneOf(known, value, where);
}

export function numberFormat(value: unknown, where: string): NumberFormat {
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

export function spellings(value: unknown, where: string): Record<string, string> {
  if (!isObject(value)) return fail(`expected an object for ${where}, got ${shown(value)}`);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, text(one, `${where}[${quoted(name)}]`)]),
  );
}

export const missingValues = namesOf(MAX_LEVELS);

/** What any column may have, behind what is its kind's own. */
export const LAST = { ofGroup: yes, missingValues };

export function oneOf<T extends string>(known: readonly T[], value: unknown, where: string): T {
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
export function entriesOf<R extends Readers>(
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
export function shown(value: unknown): string {
  return typeof value === "string" ? quoted(value) : describe(value);
}

export function fail(what: string): never {
  throw new SyntaxError(`Cannot read the description of a table: ${what}`);
}

export function checkDifferent(names: readonly string[], where: string): void {
  const taken = new Set<string>();
  for (const name of names) {
    if (taken.has(name)) fail(`there are two ${where} of the name ${quoted(name)}`);
    taken.add(name);
  }
}

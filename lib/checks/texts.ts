/** What messages say of values and names, and what a terminal may be shown of them. @module */

/**
 * Checks a list of names.
 * @throws {TypeError} if they are not as many different names as expected
 */
export function checkNames(what: string, names: readonly string[], expected: number): void {
  if (
    !Array.isArray(names) || names.length !== expected || new Set(names).size !== expected ||
    !names.every((name) => typeof name === "string")
  ) {
    throw new TypeError(
      `Cannot use ${describe(names)} for ${what}: expected ${expected} different names`,
    );
  }
}

/** An error lists at most so many names. */
const MAX_NAMES = 12;

/** Names for an error, with commas between them; those beyond the first twelve are counted. */
export function joinNames(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : "";
  return names.slice(0, MAX_NAMES).map((name) => plain(name, Infinity)).join(", ") + more;
}

/** Names in a sentence: `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/**
 * Why a number is none of float32's, as the end of a sentence.
 * @param given as it was before it was rounded, and before it was standardized
 * @param it the name of the number in the sentence
 */
export function float32Problem(given: number, it = "it"): string {
  if (!Number.isFinite(given)) return "expected a finite number";
  const standardized = Number.isFinite(Math.fround(given)) ? " standardized" : "";
  return `float32, which ends at 3.4e+38, cannot hold ${it}${standardized}`;
}

/** The most characters of a name, unless the caller sets another limit. */
const MAX_NAME = 40;

/** A text from outside without what a terminal would obey, such as escape sequences; of a long one the beginning. */
export function plain(text: string, most = MAX_NAME): string {
  const seen = text.length > most ? `${text.slice(0, most)}…` : text;
  return seen.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** The most characters of a text that an error quotes. */
const MAX_QUOTED = 60;

/** A text from outside, such as a cell, as an error quotes it, without what a terminal would obey. */
export function quoted(cell: string): string {
  const seen = cell.length > MAX_QUOTED ? `${cell.slice(0, MAX_QUOTED)}…` : cell;
  return plain(JSON.stringify(seen), Infinity); // JSON escapes some of what plain replaces, and stays readable
}

/**
 * A word of a command line: in single quotes if it holds anything that bash, zsh or fish would read as more than a letter,
 * such as the brackets of `sizes=[784,100,10]`.
 */
export function quote(word: string): string {
  if (/^[\w@%+:,./-][\w@%+:,./=-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether a value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value is, in a few words, for an error. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return String(value);
  const { name } = value.constructor ?? {};
  return name === undefined || name === "Object" ? "an object" : `a ${name}`;
}

/** By code unit: the same order on every machine and in every language's setting. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

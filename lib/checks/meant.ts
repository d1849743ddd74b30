/** Entries by their names, and which of our names was meant by an unknown one: of an option, a key, a function or a rule. @module */

import { SYNONYMS, type Synonyms, UNAVAILABLE } from "./synonyms.ts";
import { describe, plain } from "./texts.ts";

/** The most characters of another library's name that is no slip of one of ours: lr is not l2. */
const MAX_FOREIGN_LENGTH = 4;

/** The known names that are written otherwise in other libraries, such as `batch_size`, or called otherwise: `lr`. */
export function namesMeant(
  word: string,
  known: readonly string[],
  synonyms: Synonyms = SYNONYMS,
): string[] {
  for (const form of formsOf(word)) {
    const same = sameName(form, known);
    if (same !== undefined) return [same];
    const there = oursFor(form, synonyms).flatMap((name) => asKnown(name, known) ?? []);
    if (there.length > 0) return there;
  }
  return [];
}

/**
 * `, did you mean …?` if there is a name that was probably meant; `; … is not available, … is the nearest` for a function or
 * a rule that only other libraries have; otherwise nothing.
 */
export function nameSuggestion(
  word: string,
  known: readonly string[],
  synonyms: Synonyms = SYNONYMS,
): string {
  const meant = namesMeant(word, known, synonyms);
  if (meant.length > 0) return `, did you mean ${meant.join(" or ")}?`;
  const forms = formsOf(word);
  for (const [nearest, theirs] of Object.entries(UNAVAILABLE)) {
    for (const names of theirs.split(", ")) {
      const [name, ...others] = names.split(" = ");
      if (![name!, ...others].some((one) => forms.includes(normal(one)))) continue;
      return known.includes(nearest) ? `; ${name} is not available, ${nearest} is the nearest` : "";
    }
  }
  const isForeign = forms.some((form) =>
    form.length <= MAX_FOREIGN_LENGTH && oursFor(form, synonyms).length > 0
  );
  return isForeign ? "" : suggestion(word, known);
}

/** The name that differs in nothing but capitals, `-`, `_` and the like, if there is one. */
export function sameName(word: string, known: readonly string[]): string | undefined {
  return known.find((name) => normal(name) === normal(word));
}

/** Ours for one of theirs. */
function oursFor(form: string, synonyms: Synonyms): string[] {
  return Object.keys(synonyms).filter((ours) => synonyms[ours]!.split(" ").includes(form));
}

/** The name among ours; one such as `optimizer.momentum` counts where `optimizer` is. */
function asKnown(name: string, known: readonly string[]): string | undefined {
  const first = name.replace(/\..*/, "");
  return sameName(name, known) ?? (first !== name && known.includes(first) ? name : undefined);
}

/**
 * A name by its letters and digits; also without the modules before it, so that `nn.LeakyReLU(0.1)` is `leakyrelu`, and
 * without a word for its kind, so that `kaiming_normal` is `kaiming`.
 */
function formsOf(word: string): string[] {
  const name = normal(word.replace(/\(.*/s, "").replace(/^.*\./s, ""));
  return [normal(word), name, name.replace(/(?<=..)(uniform|normal|loss|lr|decay)$/, "")];
}

function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** `, did you mean …?` if a known word is near enough for a slip of the fingers, otherwise nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const name = nearestTo(word, known);
  return name === undefined ? "" : `, did you mean ${plain(name, Infinity)}?`;
}

/** The most characters of a cell's text that are compared with others. */
const MAX_COMPARED = 60;

/** The most texts of a column that a new one may be a slip of: of more names or ids, others are to be expected. */
const MAX_MEANT = 100;

/**
 * What {@linkcode suggestion} gives for a cell's text, which may be of any length, and the texts of its column. Digits are no
 * slips: C17436 is another id than C17435.
 */
export function valueSuggestion(text: string, known: readonly string[]): string {
  if (known.length > MAX_MEANT) return "";
  const compared = text.trim().slice(0, MAX_COMPARED);
  const digits = digitsIn(compared);
  const alike = known.filter((one) => one.length <= MAX_COMPARED && digitsIn(one) === digits);
  return suggestion(compared, alike);
}

function digitsIn(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** The known word that another is probably a slip of; `undefined` if it is of none. */
export function nearestTo(word: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.min(Math.ceil(word.length / 3) + 1, word.length); // one slip in three letters is the most
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue; // so many letters are put in or left out
    const slips = distance(word.toLowerCase(), candidate.toLowerCase());
    if (slips < least) [nearest, least] = [candidate, slips];
  }
  return nearest;
}

/** How many letters have to be put in, left out or changed to make one word of the other (Levenshtein 1966). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, k) => k);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const changed = row[j]! + (from[i] === to[j] ? 0 : 1);
      next.push(Math.min(changed, row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}

/**
 * `choice` itself, or the entry of that name, which may be an alias.
 * @throws {RangeError} if there is no entry of that name; the message lists those that are, aliases too
 */
export function named<T extends object>(
  kind: string,
  entries: { readonly [name: string]: T },
  choice: T | string,
  aliases: { readonly [name: string]: T } = {},
): T {
  if (Object(choice) === choice) return choice as T;
  const name = String(choice);
  const all = { ...entries, ...aliases };
  if (Object.hasOwn(all, name)) return all[name]!;
  const names = Object.keys(all);
  throw new RangeError(
    `Cannot find the ${kind} ${choice === undefined ? "without a name" : describe(choice)}: ` +
      `there are ${names.join(", ")}${nameSuggestion(name, names)}`,
  );
}

/** Which of our own names was meant by one that is not there: of an option, a key, a function or a rule. @module */

import { suggestion } from "./suggestion.ts";
import { SYNONYMS, UNAVAILABLE } from "./synonyms.ts";

/** A short name is too near to too many to be a slip of one of them, where it is another library's: lr is not l2. */
const SHORT = 4;

/**
 * The names that are written otherwise in other libraries, such as `batch_size`, or called otherwise, such as `lr`.
 *
 * @param word what was given
 * @param known what there is
 * @returns none if the word is no such name
 */
export function namesMeant(word: string, known: readonly string[]): string[] {
  for (const form of formsOf(word)) {
    const same = sameName(form, known);
    if (same !== undefined) return [same];
    const meant = Object.hasOwn(SYNONYMS, form) ? SYNONYMS[form]! : [];
    const there = meant.flatMap((name) => asKnown(name, known) ?? []);
    if (there.length > 0) return there;
  }
  return [];
}

/**
 * `, did you mean …?` if there is a name that was probably meant; `; … is not available, … is the nearest` for a function or
 * a rule that only other libraries have; otherwise nothing.
 *
 * @param word what was given
 * @param known what there is
 */
export function nameSuggestion(word: string, known: readonly string[]): string {
  const meant = namesMeant(word, known);
  if (meant.length > 0) return `, did you mean ${meant.join(" or ")}?`;
  for (const form of formsOf(word)) {
    if (Object.hasOwn(UNAVAILABLE, form)) {
      const [name, nearest] = UNAVAILABLE[form]!;
      return known.includes(nearest) ? `; ${name} is not available, ${nearest} is the nearest` : "";
    }
    if (form.length <= SHORT && Object.hasOwn(SYNONYMS, form)) return "";
  }
  return suggestion(word, known);
}

/** The name that differs in nothing but capitals, `-`, `_` and the like, if there is one. */
export function sameName(word: string, known: readonly string[]): string | undefined {
  return known.find((name) => normal(name) === normal(word));
}

/** A name as it is known here; one such as `optimizer.momentum` is where `optimizer` is. */
function asKnown(name: string, known: readonly string[]): string | undefined {
  const first = name.replace(/\..*/, "");
  return sameName(name, known) ?? (first !== name && known.includes(first) ? name : undefined);
}

/** A name by its letters and digits, and without the modules before it: `torch.nn.LeakyReLU()` is also `leakyrelu`. */
function formsOf(word: string): string[] {
  return [normal(word), normal(word.replace(/\(.*/s, "").replace(/^.*\./s, ""))];
}

function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

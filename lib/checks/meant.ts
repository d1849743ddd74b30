/** Which of our names was meant by an unknown one: of an option, a key, a function or a rule. @module */

import { suggestion } from "./suggestion.ts";
import { SYNONYMS, type Synonyms, UNAVAILABLE } from "./synonyms.ts";

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

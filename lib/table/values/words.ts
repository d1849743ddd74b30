/** Free text as the presence of some words, which are chosen without a look at the target. @module */

import { byCodeUnit } from "../../checks/texts.ts";
import { lasting } from "../cells/statistics.ts";
import { DIGIT, LETTER } from "./unicode.ts";

export const MAX_WORDS = 200;

/** The fewest rows that have a word, or a share of the rows if that is more. */
const MIN_ROWS = 5;
const MIN_SHARE = 0.01;

/** A word that more of the texts have hardly divides them. */
const MAX_SHARE = 0.9;

/** The fewest texts for each word. */
const TEXTS_PER_WORD = 10;

/** The most different words that are counted: later ones are rare. */
const MAX_COUNTED = 100_000;

const WORDS = new RegExp(`[${LETTER}${DIGIT}]{2,}`, "gu");

/** The different words of a text, in small letters: letters and digits in a row, at least two. */
export function wordsIn(text: string): Set<string> {
  return new Set(text.toLowerCase().match(WORDS));
}

/** Counts how many texts have each word. */
export class WordCounts {
  texts = 0;
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    this.texts++;
    for (const word of wordsIn(text)) {
      const count = this.#counts.get(word);
      if (count !== undefined) this.#counts.set(word, count + 1);
      else if (this.#counts.size < MAX_COUNTED) this.#counts.set(lasting(word), 1);
    }
  }

  /** The words that at least 1 % of the texts have, but 5, and at most 90 %: the commonest first. */
  get chosen(): string[] {
    const { texts } = this;
    const least = Math.max(MIN_ROWS, MIN_SHARE * texts);
    return [...this.#counts]
      .filter(([, count]) => count >= least && count <= MAX_SHARE * texts)
      .sort(([a, m], [b, n]) => n - m || byCodeUnit(a, b))
      .slice(0, Math.min(MAX_WORDS, Math.floor(texts / TEXTS_PER_WORD)))
      .map(([word]) => word);
  }
}

/** The end of an error about an unknown word. @module */

import { plain } from "./plain.ts";

/** `, did you mean …?` if a known word is near enough for a slip of the fingers, otherwise nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const name = nearestTo(word, known);
  return name === undefined ? "" : `, did you mean ${plain(name, Infinity)}?`;
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

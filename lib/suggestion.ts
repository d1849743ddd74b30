/** The end of an error about a word that is not known. @module */

import { closestString } from "@std/text/closest-string";

/**
 * `, did you mean …?` if one of the known words is near enough to be a slip of the fingers, otherwise nothing.
 *
 * @param word what was given
 * @param known what there is
 */
export function suggestion(word: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  // closestString always answers. So a stranger joins the candidates, at the largest distance that is still a slip.
  const slips = Math.ceil(word.length / 3);
  const stranger = "\0".repeat(slips) + word.slice(slips);
  const nearest = closestString(word, [...known, stranger]);
  return nearest === stranger ? "" : `, did you mean ${nearest}?`;
}

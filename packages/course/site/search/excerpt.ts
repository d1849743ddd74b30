/** What a result shows of a text: some words around the first that is found, and which of them are found. @module */

/** A piece of an excerpt, marked if it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly isFound: boolean;
}

/** The length of an excerpt, and how much of it stands before the first word that is found, in characters. */
const [LENGTH, BEFORE] = [180, 50];

/**
 * The excerpt of a text.
 * @param terms the words that were found, in lower case
 */
export function excerptOf(text: string, terms: readonly string[]): Piece[] {
  const longestFirst = terms.toSorted((a, b) => b.length - a.length).map((term) =>
    term.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")
  );
  const words = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`,
    "giu",
  );
  const first = terms.length === 0 ? -1 : text.search(words);
  const start = first <= BEFORE ? 0 : text.indexOf(" ", first - BEFORE) + 1;
  const rest = text.slice(start);
  const shown = rest.length <= LENGTH ? rest : rest.slice(0, LENGTH).replace(/\s\S*$/, " …");
  const pieces: Piece[] = start === 0 ? [] : [{ text: "… ", isFound: false }];
  let at = 0;
  for (const { index, 0: word } of terms.length === 0 ? [] : shown.matchAll(words)) {
    pieces.push({ text: shown.slice(at, index), isFound: false }, { text: word, isFound: true });
    at = index + word.length;
  }
  return [...pieces, { text: shown.slice(at), isFound: false }].filter(({ text }) => text !== "");
}

/** What the search finds, and how it reads words: the same when the index is made and when it is asked. @module */

/** A part of the site that is found: a section of a page, or a symbol of the reference. */
export interface Part {
  readonly id: number;
  /** Where it is, from the site's root. */
  readonly file: string;
  /** The section's heading, or the symbol's name. */
  readonly heading: string;
  /** The page that it is of, or the symbol's module. */
  readonly page: string;
  readonly kind: "Course" | "Guide" | "Reference";
  readonly text: string;
  /** The words of a name such as `learningRate`. */
  readonly words: string;
  /** How far up it stands among equals. */
  readonly weight: number;
}

/** How much more a heading counts that is the word itself, or a name that ends with it. */
const WHOLE = 6;

/** Options of minisearch: names and headings count most, and a word may be begun or misspelled. */
export const OPTIONS = {
  fields: ["heading", "words", "page", "text"],
  storeFields: ["file", "heading", "page", "kind", "text", "weight"],
  searchOptions: {
    boost: { heading: 5, words: 0.3, page: 2 },
    boostDocument: (_id: number, term: string, { heading, weight }: Partial<Part>): number =>
      heading!.toLowerCase().split(".").at(-1) === term ? WHOLE * weight! : weight!,
    prefix: true,
    fuzzy: (term: string): number => term.length < 5 ? 0 : 0.2,
    weights: { prefix: 0.4, fuzzy: 0.15 },
    combineWith: "AND",
  },
};

/** The words of a name: `learningRate` is `learning Rate`. */
export function wordsOf(name: string): string {
  return name.replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, " ");
}

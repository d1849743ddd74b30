/** Columns of free text. @module */

import { shuffle } from "../../../numerics/random.ts";
import type { WordsColumn } from "../columns.ts";
import { MAX_WORDS, wordsIn } from "../../values/words.ts";
import type { ColumnKind } from "./contract.ts";
import { SOME_TEXT } from "./shared.ts";

const { max, min, trunc } = Math;

/** Free text: a feature for each of some words. */
export const words: ColumnKind<WordsColumn> = {
  values: "words",
  isLater: false,
  isOneHot: false,
  width: ({ words }) => words.length,
  features: ({ name, words }) => words.map((word) => ({ name: `${name}: ${word}`, kind: "unit" })),
  isNew: () => true,
  reader({ words }) {
    const known = new Set(words);
    return (cell) => [...wordsIn(cell)].filter((word) => known.has(word)).length;
  },
  scale: () => undefined,
  cellAt({ words }, random) {
    const indices = Uint32Array.from(words, (_, k) => k);
    return (value) => {
      shuffle(indices, random);
      const count = min(words.length, max(0, trunc(value + 0.5)));
      return Array.from(indices.subarray(0, count), (k) => words[k]!).join(" ");
    };
  },
  example: () => SOME_TEXT,
  planned: `up to ${MAX_WORDS} words`,
  becomes: ({ words: { length } }) => length === 1 ? "1 word" : `${length} words`,
  types: () => "string",
  json: () => ({ types: ["string"], description: "Free text." }),
  says: () => "texts",
};

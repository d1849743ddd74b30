/** Columns of free text. @module */

import { shuffle } from "../../../numerics/random.ts";
import type { OnnxBuilder } from "../../../formats/onnx_builder.ts";
import type { WordsColumn } from "../columns.ts";
import { quoted } from "../../../checks/texts.ts";
import { isMissing } from "../../cells/cells.ts";
import { MAX_WORDS, WordCounts, wordsIn } from "../../values/words.ts";
import { gaps, LAST, namesOf, text } from "../entries.ts";
import type { ColumnKind } from "./contract.ts";
import { firstQuoted, SOME_TEXT } from "./shared.ts";

const { max, min, trunc } = Math;

function countText(words: number): string {
  return words === 1 ? "1 word" : `${words} words`;
}

/** Free text: a feature for each of some words. */
export const words: ColumnKind<WordsColumn> = {
  entries: { name: text, words: namesOf(MAX_WORDS), gaps, ...LAST },
  stated: { words: { kind: "words" } },
  rule: "stated to be words",
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
  find({ planned: { name }, gaps }) {
    const found = new WordCounts();
    return {
      add(cell) {
        if (!isMissing(cell)) found.add(cell);
      },
      column() {
        const words = found.chosen;
        return words.length === 0 ? undefined : { kind: "words", name, words, gaps };
      },
      nothing: () =>
        found.texts > 0 ? "no word is in 1 % to 90 % of its texts, and in 5 at least" : undefined,
    };
  },
  reads({ name, words: all }) {
    const some = all.slice(0, 3).map(quoted).join(", ");
    return `${quoted(name)} is read as ${countText(all.length)}, such as ${some}: ` +
      "the commonest that 1 % to 90 % of the training rows have";
  },
  missing: { as: "no word", among: "texts" },
  scale: () => undefined,
  cellAt({ words }, random) {
    const indices = Uint32Array.from(words, (_, k) => k);
    return (value) => {
      shuffle(indices, random);
      const count = min(words.length, max(0, trunc(value + 0.5)));
      return Array.from(indices.subarray(0, count), (k) => words[k]!).join(" ");
    };
  },
  input: ({ words }) => ({
    type: "float",
    shape: ["batch", words.length],
    description: `1 for each word of the text: ${firstQuoted(words)}`,
  }),
  nodes: (graph, [column]) => ({ features: [presentWords(graph, column!)] }),
  typical: () => "",
  example: () => SOME_TEXT,
  planned: `up to ${MAX_WORDS} words`,
  becomes: ({ words }) => countText(words.length),
  types: () => "string",
  json: () => ({ types: ["string"], description: "Free text." }),
  says: () => "texts",
};

/** 1 for the words of a text, which come as they are: ONNX has nothing that finds them. NaN is 0, or stays. */
function presentWords(graph: OnnxBuilder, { name, gaps }: WordsColumn): string {
  if (gaps === "drop") return name;
  const missing = graph.node("IsNaN", [name], "words.missing");
  const none = graph.cast(graph.doubles("words.none", [0]), "words.zero", "float");
  return graph.node("Where", [missing, none, name], "words.features");
}

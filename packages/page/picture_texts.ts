/** The page's texts of a predicted picture, by the problem of its network. @module */

import type { Doubts } from "../../lib/evaluate/mod.ts";
import type { Answer, ProblemName } from "../../lib/problem/mod.ts";
import type { picture } from "./texts.ts";

interface AnsweredPicture extends Doubts, Pick<Answer, "chosen" | "values"> {
  /** Its name in a sentence. */
  readonly what: string;
  /** The names of the classes, labels or quantities. */
  readonly names: readonly string[];
  /** The names of the two with the largest values, each with its value. */
  readonly largest: readonly string[];
  /** The page's texts of pictures. */
  readonly text: (name: keyof typeof picture, ...values: readonly string[]) => string;
}

interface PictureText {
  /** The answer, in large letters. */
  readonly answer: string;
  readonly sentence: string;
  /** The index of the class whose bar stands out. */
  readonly winner?: number | undefined;
}

/** The texts of a picture, by problem. */
export const pictureTexts: {
  readonly [Name in ProblemName]: (picture: AnsweredPicture) => PictureText;
} = {
  classification({ chosen: [index], names, largest, what, unsure, unfamiliar, text }) {
    const winner = unsure || unfamiliar ? undefined : index;
    const all = largest.reduce((first, second) => text("next", first, second));
    const sentence = text(winner === undefined ? "perhaps" : "is", all, what);
    return {
      answer: winner === undefined ? text("notSure") : names[winner]!,
      sentence: unfamiliar ? text("novel", sentence) : sentence,
      winner,
    };
  },
  multiLabel({ chosen, names, what, unfamiliar, text }) {
    const labels = chosen.map((index) => names[index]).join(", ") || text("noLabel");
    return {
      answer: unfamiliar ? text("notSure") : labels,
      sentence: unfamiliar ? text("novel", text("perhaps", labels, what)) : text("for", what),
    };
  },
  regression: ({ values, what, text }) => ({
    answer: Array.from(values, (value) => String(Number(value.toPrecision(4)))).join(", "),
    sentence: text("for", what),
  }),
};

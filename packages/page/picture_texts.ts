/** The page's texts of a predicted picture, by the problem of its network. @module */

import type { Doubts } from "../../lib/evaluate/mod.ts";
import type { Answer, ProblemName } from "../../lib/problem/mod.ts";

interface AnsweredPicture extends Doubts, Pick<Answer, "chosen" | "values"> {
  /** Its name in a sentence. */
  readonly what: string;
  /** The names of the classes, labels or quantities. */
  readonly names: readonly string[];
  /** The names of the two with the largest values, each with its value. */
  readonly largest: readonly string[];
}

interface PictureText {
  /** The answer, in large letters. */
  readonly answer: string;
  readonly sentence: string;
  /** The index of the class whose bar stands out. */
  readonly winner?: number | undefined;
}

function perhaps(answer: string, what: string): string {
  return `Perhaps ${answer}, for ${what}.`;
}

function novel(sentence: string): string {
  return `${sentence} It does not look like the pictures that the network learned from.`;
}

/** The texts of a picture, by problem. */
export const pictureTexts: {
  readonly [Name in ProblemName]: (picture: AnsweredPicture) => PictureText;
} = {
  classification({ chosen: [index], names, largest, what, unsure, unfamiliar }) {
    const winner = unsure || unfamiliar ? undefined : index;
    const all = largest.join(", next ");
    const sentence = winner === undefined ? perhaps(all, what) : `${all}, for ${what}.`;
    return {
      answer: winner === undefined ? "Not sure" : names[winner]!,
      sentence: unfamiliar ? novel(sentence) : sentence,
      winner,
    };
  },
  multiLabel({ chosen, names, what, unfamiliar }) {
    const labels = chosen.map((index) => names[index]).join(", ") || "None";
    return {
      answer: unfamiliar ? "Not sure" : labels,
      sentence: unfamiliar ? novel(perhaps(labels, what)) : `For ${what}.`,
    };
  },
  regression: ({ values, what }) => ({
    answer: Array.from(values, (value) => String(Number(value.toPrecision(4)))).join(", "),
    sentence: `For ${what}.`,
  }),
};

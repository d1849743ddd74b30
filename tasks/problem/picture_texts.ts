/** What the page says of a picture, by what its network predicts. @module */

import type { Doubts } from "../../lib/evaluate/confidence.ts";
import type { Answer, ProblemName } from "../../lib/problem.ts";

/** A picture that was answered. */
export interface AnsweredPicture extends Doubts, Pick<Answer, "chosen" | "values"> {
  /** What it is called in a sentence. */
  readonly what: string;
  /** The names of the classes, labels or quantities. */
  readonly names: readonly string[];
  /** The names of the two with the largest values, each with its value. */
  readonly largest: readonly string[];
}

/** What is said. */
export interface PictureText {
  /** In large. */
  readonly answer: string;
  /** Below it. */
  readonly sentence: string;
  /** The place of the class whose bar stands out. */
  readonly winner?: number | undefined;
}

/** What is said of a picture. */
export const pictureTexts: {
  readonly [Name in ProblemName]: (picture: AnsweredPicture) => PictureText;
} = {
  classification({ chosen: [place], names, largest, what, unsure, unfamiliar }) {
    const winner = unsure || unfamiliar ? undefined : place;
    return {
      answer: winner === undefined ? "Not sure" : names[winner]!,
      sentence: `${winner === undefined ? "Perhaps " : ""}${largest.join(", next ")}, for ${what}.${
        strangeness(unfamiliar)
      }`,
      winner,
    };
  },
  multiLabel({ chosen, names, what, unfamiliar }) {
    const labels = chosen.map((place) => names[place]).join(", ") || "None";
    return {
      answer: unfamiliar ? "Not sure" : labels,
      sentence: `${unfamiliar ? `Perhaps ${labels}, for` : "For"} ${what}.${
        strangeness(unfamiliar)
      }`,
    };
  },
  regression: ({ values, what }) => ({
    answer: Array.from(values, (value) => String(Number(value.toPrecision(4)))).join(", "),
    sentence: `For ${what}.`,
  }),
};

function strangeness(unfamiliar: boolean): string {
  return unfamiliar ? " It does not look like the pictures that the network learned from." : "";
}

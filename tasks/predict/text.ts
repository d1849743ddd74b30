/** Predictions of pictures, as text for people. @module */

import { percent } from "../cli/format.ts";
import { table } from "../cli/table.ts";
import { type Doubts, NOVEL_TEXT } from "../../lib/evaluate/mod.ts";
import { chosenNames } from "../problem/predictions.ts";
import type { Answers } from "./answers.ts";
import type { PictureInputs } from "./inputs.ts";
import type { AnsweredResult } from "./rows.ts";

/** The most classes that are shown: those with the largest outputs. */
const MAX_CLASSES = 10;

/** The length of the bar of an output of 1, in characters. */
const BAR_LENGTH = 40;

/** The class, or the labels, with "perhaps" where there is a doubt. */
export function headingOf(
  { answer, unsure, unfamiliar }: AnsweredResult,
  answers: Answers,
): string {
  const names = chosenNames(answer, answers).join(", ") || "none";
  return unsure || unfamiliar ? `Not sure, perhaps ${names}` : names;
}

/** A line for each class, with a bar; of many classes only the likeliest are shown, the likeliest first. */
export function outputLines({ answer: { values } }: AnsweredResult, answers: Answers): string {
  let classes = [...Array(values.length).keys()];
  if (classes.length > MAX_CLASSES) {
    classes = classes.sort((a, b) => values[b]! - values[a]! || a - b).slice(0, MAX_CLASSES);
  }
  const rows = classes.map((k) => [answers.names[k]!, outputText(values[k]!, answers)]);
  const width = Math.max(...rows.map(([, text]) => text!.length));
  const lines = table(rows.map(([name, text]) => [name!, text!.padStart(width)])).split("\n");
  return lines.map((line, r) => `${line}  ${bar(values[classes[r]!]!)}`.trimEnd()).join("\n");
}

/** The doubts as a sentence, without its full stop; empty if there is none. */
export function doubtSentence({ unfamiliar, unsure }: Doubts): string {
  if (!unfamiliar && !unsure) return "";
  return unfamiliar
    ? "It does not look like what the network learned " +
      `from${unsure ? ", and no class is clearly ahead" : ": the answer may mean nothing"}`
    : "No class is clearly ahead";
}

/** A row for each picture; a column for each class where they are few. */
export function pictureTable(
  results: readonly (AnsweredResult & { readonly picture: string })[],
  { digits, answers }: PictureInputs,
): string {
  const { names, areProbabilities } = answers;
  const few = names.length <= MAX_CLASSES && results[0]!.answer.outputs.length > 1;
  const careful = results.some(({ unfamiliar }) => unfamiliar);
  const short = (output: number) =>
    outputText(output, answers).replace(/^0\.0 %$/, "·").replace(" %", "");
  const unit = areProbabilities ? " %" : "";
  return table([
    [
      "image",
      digits ? "digit" : "answer",
      ...few ? names.map((name) => `${name}${unit}`) : [areProbabilities ? "%" : "output"],
      ...careful ? ["caution"] : [],
    ],
    ...results.map((result) => {
      const { answer: { chosen, values }, picture, unfamiliar } = result;
      return [
        picture,
        headingOf(result, answers),
        ...few ? Array.from(values, short) : [chosen.map((k) => short(values[k]!)).join(", ")],
        ...careful ? [unfamiliar ? NOVEL_TEXT : ""] : [],
      ];
    }),
  ]);
}

/** A bar for a number from 0 to 1, to an eighth of a character. */
function bar(value: number): string {
  const eighths = Math.round(8 * BAR_LENGTH * Math.min(1, Math.max(0, value)));
  return "█".repeat(eighths >> 3) + ["", ..."▏▎▍▌▋▊▉"][eighths & 7];
}

function outputText(output: number, { areProbabilities }: Answers): string {
  return areProbabilities ? percent(output, 1) : output.toFixed(3);
}

/** What networks say of pictures, as text for people. @module */

import { percent } from "../cli/format.ts";
import { table } from "../cli/table.ts";
import { type Doubts, NOVEL_TEXT } from "../../lib/evaluate/confidence.ts";
import { chosenNames } from "../problem/predictions.ts";
import type { Answers } from "./answers.ts";
import type { PictureInputs } from "./inputs.ts";
import type { AnsweredResult } from "./rows.ts";

/** So many classes are told at most; of more those with the largest outputs. */
const MAX_CLASSES = 10;

/** How long a bar is for an output of 1, in characters. */
const BAR = 40;

/** The class, or the labels; of a prediction to be careful with, that it is perhaps these. */
export function headingOf(
  { answer, unsure, unfamiliar }: AnsweredResult,
  answers: Answers,
): string {
  const names = chosenNames(answer, answers).join(", ") || "none";
  return unsure || unfamiliar ? `Not sure, perhaps ${names}` : names;
}

/** A line for each class, with a bar; of many classes the likeliest come first, and the others are left out. */
export function outputLines({ answer }: AnsweredResult, answers: Answers): string {
  const shown = answer.values;
  let places = [...Array(shown.length).keys()];
  if (places.length > MAX_CLASSES) {
    places = places.sort((a, b) => shown[b]! - shown[a]! || a - b).slice(0, MAX_CLASSES);
  }
  const rows = places.map((k) => [answers.names[k]!, figure(shown[k]!, answers)]);
  const width = Math.max(...rows.map(([, text]) => text!.length));
  const lines = table(rows.map(([name, text]) => [name!, text!.padStart(width)])).split("\n");
  return lines.map((line, r) => `${line}  ${bar(shown[places[r]!]!)}`.trimEnd()).join("\n");
}

/** A sentence on what to be careful about, without its full stop; empty if there is nothing. */
export function cautionText({ unfamiliar, unsure }: Doubts): string {
  if (!unfamiliar && !unsure) return "";
  return unfamiliar
    ? `It does not look like what the network learned from${
      unsure ? ", and no class is clearly ahead" : ": the answer may mean nothing"
    }`
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
    figure(output, answers).replace(/^0\.0 %$/, "·").replace(" %", "");
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
        ...few
          ? Array.from(values, short)
          : [chosen.map((place) => short(values[place]!)).join(", ")],
        ...careful ? [unfamiliar ? NOVEL_TEXT : ""] : [],
      ];
    }),
  ]);
}

/** A bar as long as a number from 0 to 1, to an eighth of a character. */
function bar(value: number): string {
  const eighths = Math.round(8 * BAR * Math.min(1, Math.max(0, value)));
  return "█".repeat(eighths >> 3) + ["", ..."▏▎▍▌▋▊▉"][eighths & 7];
}

function figure(output: number, { areProbabilities }: Answers): string {
  return areProbabilities ? percent(output, 1) : output.toFixed(3);
}

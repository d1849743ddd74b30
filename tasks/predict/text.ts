/** What networks say of pictures, as text for people. @module */

import { percent } from "../cli/format.ts";
import { table } from "../cli/table.ts";
import { type Caution, UNFAMILIAR } from "../../lib/evaluate/caution.ts";
import type { PictureInputs } from "./inputs.ts";

/** What is said of a picture. */
export interface Answer extends Caution {
  /** The file. */
  readonly picture: string;
  /** The place of its class; of several labels the places of all that it has. */
  readonly places: readonly number[];
  /** The output layer as it is. */
  readonly outputs: readonly number[];
}

/** So many classes are told at most; of more those with the largest outputs. */
const MAX_CLASSES = 10;

/** How long a bar is for an output of 1, in characters. */
const BAR = 40;

/** The names of its class or labels. */
export function namesOf({ places }: Pick<Answer, "places">, classes: readonly string[]): string[] {
  return places.map((place) => classes[place]!);
}

/** The class, or the labels; of a prediction to be careful with, that it is perhaps these. */
export function headingOf(
  { places, unsure, unfamiliar }: Answer,
  classes: readonly string[],
): string {
  const names = namesOf({ places }, classes).join(", ") || "none";
  return unsure || unfamiliar ? `Not sure, perhaps ${names}` : names;
}

/** An output for each class: one output p of yes or no is told as 1 − p of no and p of yes. */
export function perClass(outputs: readonly number[]): readonly number[] {
  return outputs.length === 1 ? [1 - outputs[0]!, outputs[0]!] : outputs;
}

/**
 * A line for each class, with a bar; of many classes the likeliest come first, and the others are left out.
 *
 * @param probabilities whether the outputs are such
 */
export function outputLines(
  { outputs }: Answer,
  classes: readonly string[],
  probabilities: boolean,
): string {
  const shown = perClass(outputs);
  let places = [...shown.keys()];
  if (places.length > MAX_CLASSES) {
    places = places.sort((a, b) => shown[b]! - shown[a]! || a - b).slice(0, MAX_CLASSES);
  }
  const rows = places.map((k) => [classes[k]!, figure(shown[k]!, probabilities)]);
  const width = Math.max(...rows.map(([, text]) => text!.length));
  const lines = table(rows.map(([name, text]) => [name!, text!.padStart(width)])).split("\n");
  return lines.map((line, r) => `${line}  ${bar(shown[places[r]!]!)}`.trimEnd()).join("\n");
}

/** A sentence on what to be careful about, without its full stop; empty if there is nothing. */
export function cautionText({ unfamiliar, unsure }: Caution): string {
  if (!unfamiliar && !unsure) return "";
  return unfamiliar
    ? `It does not look like what the network learned from${
      unsure ? ", and no class is clearly ahead" : ": the answer may mean nothing"
    }`
    : "No class is clearly ahead";
}

/** A row for each picture; a column for each class where they are few. */
export function pictureTable(
  answers: readonly Answer[],
  { digits, answers: { names: classes } }: PictureInputs,
  probabilities: boolean,
): string {
  const few = classes.length <= MAX_CLASSES && answers[0]!.outputs.length > 1;
  const careful = answers.some(({ unfamiliar }) => unfamiliar);
  const short = (output: number) =>
    figure(output, probabilities).replace(/^0\.0 %$/, "·").replace(" %", "");
  const unit = probabilities ? " %" : "";
  return table([
    [
      "image",
      digits ? "digit" : "answer",
      ...few ? classes.map((name) => `${name}${unit}`) : [probabilities ? "%" : "output"],
      ...careful ? ["caution"] : [],
    ],
    ...answers.map((answer) => [
      answer.picture,
      headingOf(answer, classes),
      ...few
        ? answer.outputs.map(short)
        : [answer.places.map((place) => short(perClass(answer.outputs)[place]!)).join(", ")],
      ...careful ? [answer.unfamiliar ? UNFAMILIAR : ""] : [],
    ]),
  ]);
}

/** A bar as long as a number from 0 to 1, to an eighth of a character. */
function bar(value: number): string {
  const eighths = Math.round(8 * BAR * Math.min(1, Math.max(0, value)));
  return "█".repeat(eighths >> 3) + ["", ..."▏▎▍▌▋▊▉"][eighths & 7];
}

function figure(output: number, probabilities: boolean): string {
  return probabilities ? percent(output, 1) : output.toFixed(3);
}

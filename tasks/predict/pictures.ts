/** What networks say of pictures, for people, as JSON and as CSV. @module */

import { printJson, printNote, printText, showsColors } from "../cli/print.ts";
import type { Text } from "../cli/styled.ts";
import type { Candidate } from "../../lib/evaluate/committee_weights.ts";
import { dataRows } from "../../mod.ts";
import { halfBlocks } from "../images/half_blocks.ts";
import { type Copies, copiesText } from "../run/over_copies.ts";
import { explain } from "../system/explain.ts";
import { placesOf } from "./answers.ts";
import { cautionOf, inWords } from "../../lib/evaluate/caution.ts";
import { CAUTION, cellsWithout, classCells, classColumns, lineOf } from "./csv.ts";
import type { PictureInputs } from "./inputs.ts";
import { writeLines } from "./out.ts";
import {
  type Answer,
  cautionText,
  headingOf,
  namesOf,
  outputLines,
  perClass,
  pictureTable,
} from "./text.ts";

/** A picture that cannot be used, and why. */
interface Failure {
  readonly picture: string;
  readonly error: string;
}

/** How to predict pictures. */
export interface PredictPicturesOptions {
  /** What the networks are called in JSON. */
  readonly runs: readonly string[];
  /** Over how many deformed copies the networks answer; `undefined` where they see a picture once. */
  readonly copies: Copies | undefined;
  /** The CSV file to write to; the others print nothing then. */
  readonly out: string | undefined;
  /** Whether to draw what the networks see. */
  readonly show: boolean;
  /** Whether to print JSON. */
  readonly json: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Predicts pictures, one after the other; one that cannot be used is told, and the others go on.
 *
 * @param networks a committee, or one that answers over deformed copies
 * @throws {Error} in the end, if there was one
 */
export async function predictPictures(
  networks: Candidate,
  inputs: PictureInputs,
  pictures: readonly string[],
  { runs, copies, out, show, json, signal }: PredictPicturesOptions,
): Promise<void> {
  const probabilities = networks.predictsClasses;
  const single = out === undefined && !json && (pictures.length === 1 || show);
  const results: (Answer | Failure)[] = [];
  for (const picture of pictures) {
    if (signal.aborted) break;
    try {
      const pixels = await inputs.read(picture);
      const answer = answerTo(picture, pixels, networks, inputs);
      results.push(answer);
      if (!single) continue;
      printText(`${picture}: ${headingOf(answer, inputs.answers.names)}\n`);
      if (show) printText(drawn(pixels, inputs.shape));
      printText(`${outputLines(answer, inputs.answers.names, probabilities)}\n`);
      const caution = cautionText(answer);
      if (caution !== "") printText(`${caution}${show ? "" : "; --show draws what it saw"}\n`);
    } catch (error) {
      const message = explain(error);
      results.push({ picture, error: message });
      printNote(message);
    }
  }
  const answers = results.filter((result): result is Answer => "places" in result);
  if (json) {
    printJson(inJson(results, { runs, ...copies }, inputs, probabilities));
  } else if (out !== undefined) {
    signal.throwIfAborted();
    await writeLines(asCsv(results, inputs), out);
    printNote(`Wrote ${out}${copies === undefined ? "" : `: ${copiesText(copies)}`}`);
  } else if (answers.length > 0) {
    if (!single) printText(pictureTable(answers, inputs, probabilities));
    if (copies !== undefined) printText(`${single ? "" : "\n"}Outputs are ${copiesText(copies)}`);
  }
  const failed = results.length - answers.length;
  if (failed > 0) {
    throw new Error(
      pictures.length === 1
        ? "The image could not be used"
        : `${failed} of ${pictures.length} images could not be used`,
    );
  }
}

/** What the networks say. */
function answerTo(
  picture: string,
  pixels: Float32Array,
  networks: Candidate,
  { detector, answers }: PictureInputs,
): Answer {
  const outputs = [...networks.feedforward(dataRows([pixels])).values];
  if (outputs.some(Number.isNaN)) {
    throw new Error(`Cannot predict ${picture}: the network answers NaN`);
  }
  const probabilities = networks.predictsClasses && answers.kind === "class" ? outputs : undefined;
  const caution = cautionOf(probabilities, pixels, detector);
  return { picture, places: placesOf(outputs, answers), outputs, ...caution };
}

/** What the networks see. */
function drawn(pixels: Float32Array, [, width = 1, channels]: readonly number[]): Text {
  return halfBlocks(pixels, {
    width,
    channels: channels === 3 ? 3 : 1,
    colors: showsColors(),
  });
}

function inJson(
  results: readonly (Answer | Failure)[],
  asked: { readonly runs: readonly string[] } & Partial<Copies>,
  { digits, answers: { kind, names: classes } }: PictureInputs,
  probabilities: boolean,
): object {
  const key = probabilities ? "probabilities" : "outputs";
  const images = results.map((result) => {
    if ("error" in result) return { image: result.picture, error: result.error };
    const { picture, places, outputs, unsure, unfamiliar } = result;
    const names = namesOf(result, classes);
    const answer = digits
      ? { digit: places[0] }
      : { prediction: kind === "labels" ? names : names[0] };
    return { image: picture, ...answer, [key]: outputs, unsure, unfamiliar };
  });
  return { ...asked, ...!digits && { classes }, images };
}

/** A line for each picture, after that of the columns. */
function* asCsv(
  results: readonly (Answer | Failure)[],
  { answers: { names: classes } }: PictureInputs,
): Generator<string, void, void> {
  const columns = [...classColumns(classes), CAUTION];
  yield `${lineOf(["file", ...columns])}\n`;
  for (const result of results) {
    const cells = "error" in result ? cellsWithout(columns.length, result.error) : [
      ...classCells(namesOf(result, classes).join(" "), perClass(result.outputs)),
      inWords(result),
    ];
    yield `${lineOf([result.picture, ...cells])}\n`;
  }
}

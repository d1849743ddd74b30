/** Predictions of pictures, for people, as JSON and as CSV. @module */

import { printJson, printNote, printText, showsColors } from "../cli/print.ts";
import type { Text } from "../cli/styled.ts";
import { type Classifier, dataRows } from "../../mod.ts";
import { halfBlocks } from "../images/half_blocks.ts";
import { type TestTimeSettings, testTimeText } from "../run/test_time_augmentation.ts";
import { predictionFormats } from "../problem/predictions.ts";
import { explain } from "../system/explain.ts";
import { csvRows, predictionsCsv } from "./csv.ts";
import type { PictureInputs } from "./inputs.ts";
import { writeLines } from "./out.ts";
import { type AnsweredResult, inJson, resultOf } from "./rows.ts";
import { doubtSentence, headingOf, outputLines, pictureTable } from "./text.ts";

/** A picture with its answer, or why it cannot be used. */
type PictureResult = { readonly picture: string } & (AnsweredResult | { readonly error: string });

interface PredictPicturesOptions {
  /** The names of the networks in JSON. */
  readonly runs: readonly string[];
  /** Test-time augmentation; `undefined` where the networks see each picture once. */
  readonly copies: TestTimeSettings | undefined;
  /** The CSV file to write; then nothing is printed. */
  readonly out: string | undefined;
  /** Whether to draw what the networks see. */
  readonly show: boolean;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/**
 * Predicts pictures, one after the other. An unusable picture is reported, and the others are predicted.
 * @param networks an ensemble, with or without test-time augmentation
 * @throws {Error} at the end, if a picture was unusable
 */
export async function predictPictures(
  networks: Pick<Classifier, "feedforward">,
  inputs: PictureInputs,
  pictures: readonly string[],
  { runs, copies, out, show, json, signal }: PredictPicturesOptions,
): Promise<void> {
  const { answers } = inputs;
  const single = out === undefined && !json && (pictures.length === 1 || show);
  const results: PictureResult[] = [];
  for (const picture of pictures) {
    if (signal.aborted) break;
    try {
      const pixels = await inputs.read(picture);
      const result = resultOf(pixels, networks.feedforward(dataRows([pixels])).values, inputs);
      if ("error" in result) throw new Error(`Cannot predict ${picture}: ${result.error}`);
      results.push({ picture, ...result });
      if (!single) continue;
      printText(`${picture}: ${headingOf(result, answers)}\n`);
      if (show) printText(drawn(pixels, inputs.shape));
      printText(`${outputLines(result, answers)}\n`);
      const doubt = doubtSentence(result);
      if (doubt !== "") printText(`${doubt}${show ? "" : "; --show draws what it saw"}\n`);
    } catch (error) {
      const message = explain(error);
      results.push({ picture, error: message });
      printNote(message);
    }
  }
  const answered = results.filter((result) => "answer" in result);
  if (json) {
    printJson(asJson(results, { runs, ...copies }, inputs));
  } else if (out !== undefined) {
    signal.throwIfAborted();
    const csv = csvRows("file", results.map(({ picture }) => picture));
    await writeLines(predictionsCsv(inputs, [{ csv, results }]), out);
    printNote(`Wrote ${out}${copies === undefined ? "" : `: ${testTimeText(copies)}`}`);
  } else if (answered.length > 0) {
    if (!single) printText(pictureTable(answered, inputs));
    if (copies !== undefined) {
      printText(`${single ? "" : "\n"}Outputs are ${testTimeText(copies)}`);
    }
  }
  const failed = results.length - answered.length;
  if (failed > 0) {
    throw new Error(
      pictures.length === 1
        ? "The image could not be used"
        : `${failed} of ${pictures.length} images could not be used`,
    );
  }
}

/** A drawing of what the networks see. */
function drawn(pixels: Float32Array, [, width = 1, channels]: readonly number[]): Text {
  return halfBlocks(pixels, { width, channels: channels === 3 ? 3 : 1, colors: showsColors() });
}

function asJson(
  results: readonly PictureResult[],
  facts: { readonly runs: readonly string[] } & Partial<TestTimeSettings>,
  { digits, answers }: PictureInputs,
): object {
  const images = results.map((result) => {
    const { prediction, ...others } = inJson(result, answers);
    const answer = digits && "answer" in result
      ? { digit: result.answer.chosen[0] }
      : { prediction };
    return { image: result.picture, ...answer, ...others };
  });
  const head = predictionFormats[answers.problem.name].head(answers);
  return { ...facts, ...!digits && head, images };
}

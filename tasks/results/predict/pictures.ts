/** Predictions of pictures, for people, as JSON and as CSV. @module */

import { dataRows } from "../../../lib/engine/matrix.ts";
import { type Doubts, NOVEL_TEXT } from "../../../lib/measure/confidence.ts";
import { percent } from "../../cli/format.ts";
import { printJson, printNote, printText, showsColors } from "../../cli/print.ts";
import { fits, table } from "../../cli/table.ts";
import { halfBlocks } from "../../images/half_blocks.ts";
import { type TestTimeSettings, testTimeText } from "../../run/test_time_options.ts";
import { chosenNames, predictionFormats } from "../problem/predictions.ts";
import { explain } from "../../system/explain.ts";
import type { Answers } from "./answers.ts";
import { csvRows, predictionsCsv, writeLines } from "./csv.ts";
import { type PictureInputs, pictureInputsOf } from "./inputs.ts";
import { type Asked, inJson } from "./print.ts";
import { type AnsweredResult, resultOf } from "./rows.ts";

/** A picture with its answer, or why it cannot be used. */
type PictureResult = { readonly picture: string } & (AnsweredResult | { readonly error: string });

/**
 * Predicts pictures, one after the other. An unusable picture is reported, and the others are predicted.
 * @param asked with `out` a CSV file is written, and nothing is printed; with `show` what the networks see is drawn
 * @param copies of each picture, for test-time augmentation
 * @throws {Error} at the end, if a picture was unusable
 */
export async function predictPictureFiles(
  pictures: readonly string[],
  { runs, opened, ensemble, options: { out, show, json }, signal }: Asked,
  copies: TestTimeSettings | undefined,
): Promise<void> {
  const inputs = pictureInputsOf(opened, ensemble);
  const { answers } = inputs;
  const networks = copies === undefined
    ? ensemble
    : (await import("../../run/test_time_augmentation.ts"))
      .withTestTimeAugmentation(opened, copies, inputs.shape)(ensemble);
  const single = out === undefined && !json && (pictures.length === 1 || show);
  const results: PictureResult[] = [];
  for (const picture of pictures) {
    if (signal.aborted) break;
    try {
      const pixels = await inputs.read(picture);
      const outputs = networks.feedforward(dataRows([pixels])).values as Float32Array;
      const result = resultOf(inputs.answer(pixels, outputs), answers);
      if ("error" in result) throw new Error(`Cannot predict ${picture}: ${result.error}`);
      results.push({ picture, ...result });
      if (!single) continue;
      printText(`${picture}: ${headingOf(result, answers)}\n`);
      if (show) {
        const [, width = 1, channels] = inputs.shape;
        const options = { width, channels: channels === 3 ? 3 : 1, colors: showsColors() } as const;
        printText(halfBlocks(pixels, options));
      }
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
        ? "Cannot use the image"
        : `Cannot use ${failed} of ${pictures.length} images`,
    );
  }
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

/** The most classes that are shown: those with the largest outputs. */
const MAX_CLASSES = 10;

/** The length of the bar of an output of 1, in characters. */
const BAR_LENGTH = 40;

/** The class, or the labels, with "perhaps" where there is a doubt. */
function headingOf({ answer, unsure, unfamiliar }: AnsweredResult, answers: Answers): string {
  const names = chosenNames(answer, answers).join(", ") || "none";
  return unsure || unfamiliar ? `Not sure, perhaps ${names}` : names;
}

/** A line for each class, with a bar; of many classes only the likeliest are shown, the likeliest first. */
function outputLines({ answer: { values } }: AnsweredResult, answers: Answers): string {
  let classes = [...Array(values.length).keys()];
  if (classes.length > MAX_CLASSES) {
    classes = classes.sort((a, b) => values[b]! - values[a]! || a - b).slice(0, MAX_CLASSES);
  }
  return table(
    classes.map((k) => [answers.names[k]!, outputText(values[k]!, answers), bar(values[k]!)]),
  );
}

/** The doubts as a sentence, without its full stop; empty if there is none. */
function doubtSentence({ unfamiliar, unsure }: Doubts): string {
  if (!unfamiliar && !unsure) return "";
  return unfamiliar
    ? "It does not look like what the network learned " +
      `from${unsure ? ", and no class is clearly ahead" : ": the answer may mean nothing"}`
    : "No class is clearly ahead";
}

/** A row for each picture; a column for each class where they are few and have room. */
function pictureTable(
  results: readonly (AnsweredResult & { readonly picture: string })[],
  { digits, answers }: PictureInputs,
): string {
  const { names, areProbabilities } = answers;
  const isFew = names.length <= MAX_CLASSES && results[0]!.answer.outputs.length > 1;
  const careful = results.some(({ unfamiliar }) => unfamiliar);
  const short = (output: number) =>
    outputText(output, answers).replace(/^0\.0 %$/, "·").replace(" %", "");
  const unit = areProbabilities ? " %" : "";
  const rows = (few: boolean) => [
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
  ];
  return table(rows(isFew && fits(rows(true))));
}

/** A bar for a number from 0 to 1, to an eighth of a character. */
function bar(value: number): string {
  const eighths = Math.round(8 * BAR_LENGTH * Math.min(1, Math.max(0, value)));
  return "█".repeat(eighths >> 3) + ["", ..."▏▎▍▌▋▊▉"][eighths & 7];
}

function outputText(output: number, { areProbabilities }: Answers): string {
  return areProbabilities ? percent(output, 1) : output.toFixed(3);
}

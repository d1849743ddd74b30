/**
 * `deno task predict RUN… IMAGE…`: which digit is in an image, and how sure the network is; several networks answer as a
 * committee.
 *
 * @module
 */

import { argmax } from "../lib/numerics/argmax.ts";
import { CLASSES, mnist, PIXELS } from "../lib/digits/mnist.ts";
import { digitImage } from "../lib/digits/digit_image.ts";
import type { Committee } from "../mod.ts";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { percent } from "./cli/format.ts";
import { explain } from "./system/explain.ts";
import { halfBlocks } from "./images/half_blocks.ts";
import { readImage, sortRunsAndImages } from "./images/images.ts";
import { main } from "./cli/main.ts";
import { findRun } from "./run/find_run.ts";
import { committeeOf, FUNCTION_OPTIONS, openNetwork } from "./run/open_network.ts";
import { table } from "./cli/table.ts";
import { predictTable } from "./predict/table.ts";

const { dataset: _, ...functionOptions } = FUNCTION_OPTIONS;

const command = {
  name: "predict",
  description: "Says which digit is in an image, and how sure the network is.\n\n" +
    "RUN is a run's folder, its name in data/runs, or a file of weights; the outputs of several are averaged.\n" +
    "In place of images a CSV file, of rows like those that the run learned from: they are printed as CSV, each with the\n" +
    "prediction and the probability of each class.\n" +
    "IMAGE is a PNG file of any size and colours, dark on light or light on dark, or a folder of them.\n" +
    "A drawing is made to look as MNIST's do: as large, as wide a pen, in the middle.",
  operands: { value: "RUN… IMAGE…", min: 2, max: Infinity },
  options: {
    show: { description: "Draw what the network saw, 28 × 28 pixels" },
    ...functionOptions,
    json: { description: "Print the result as JSON" },
  },
} satisfies Command;

/** The result for an image. */
type Prediction =
  | { readonly image: string; readonly error: string }
  | { readonly image: string; readonly digit: number; readonly outputs: readonly number[] };

/** The name of a table. */
const TABLE = /\.csv(\.gz)?$/i;

/** An answer below this is a guess. */
const UNSURE = 0.5;

/** The sides of what the network sees, in pixels. */
const SIDE = 28;

/** Predicts as the command line says. */
export async function predictTask(
  { operands, options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const file = operands.find((word) => TABLE.test(word));
  if (file !== undefined) {
    const others = operands.filter((word) => word !== file);
    if (others.length === 0) {
      throw new UsageError("Missing argument: a RUN is needed before the table");
    }
    const opened = await Promise.all(
      others.map(async (word) =>
        openNetwork(await findRun(word), { dataset: undefined, ...options })
      ),
    );
    return await predictTable(opened, committeeOf(opened), file, {
      print: (line) => console.log(line),
      tell: (sentence) => console.error(sentence),
    });
  }
  const { runs: words, images } = await sortRunsAndImages(operands);
  if (options.show && options.json) {
    throw new UsageError(
      "--show draws for people and --json prints for machines: give one of them",
    );
  }
  if (words.length === 0) {
    throw new UsageError("Missing argument: a RUN is needed before the images");
  }
  if (images.length === 0) {
    throw new UsageError(
      "Missing argument: an IMAGE is needed, a PNG file or a folder of them; taken for runs: " +
        words.join(", "),
    );
  }
  const runs = await Promise.all(words.map((word) => findRun(word)));
  const committee = await openCommittee(runs, options);
  // Other activation functions give numbers that are not between 0 and 1.
  const sure = committee.members.every(({ outputActivation: { name } }) =>
    name === "softmax" || name === "sigmoid"
  );
  const say = options.json ? () => {} : console.log;
  const single = images.length === 1 || options.show;
  const predictions: Prediction[] = [];
  for (const image of images) {
    if (signal.aborted) break;
    try {
      const pixels = await pixelsOf(image);
      const input = { kind: "dense", rows: 1, columns: PIXELS, values: pixels } as const;
      const outputs = [...committee.feedforward(input).values];
      const digit = argmax(outputs);
      if (outputs.some(Number.isNaN)) {
        throw new Error(`Cannot predict ${image}: the network answers NaN`);
      }
      predictions.push({ image, digit, outputs });
      if (!single) continue;
      say(`${image}: ${digit}\n`);
      if (options.show) say(halfBlocks(pixels, SIDE, Deno.stdout.isTerminal() && !Deno.noColor));
      say(`${bars(outputs, sure)}\n`);
      if (sure && outputs[digit]! < UNSURE) {
        const seen = options.show ? "" : "; --show draws what it saw";
        say(
          `The network is not sure: its largest output is ${
            figure(outputs[digit]!, sure)
          }${seen}\n`,
        );
      }
    } catch (error) {
      const message = explain(error);
      predictions.push({ image, error: message });
      console.error(message);
    }
  }
  const right = predictions.filter((prediction) => "digit" in prediction);
  if (!single && right.length > 0) say(predictionTable(right, sure));
  if (options.json) {
    const key = sure ? "probabilities" : "outputs";
    const results = predictions.map((prediction) => {
      if ("error" in prediction) return prediction;
      const { image, digit, outputs } = prediction;
      return { image, digit, [key]: outputs };
    });
    console.log(JSON.stringify({ runs, images: results }));
  }
  const failed = predictions.length - right.length;
  if (failed > 0) {
    throw new Error(
      images.length === 1
        ? "The image could not be used"
        : `${failed} of ${images.length} images could not be used`,
    );
  }
}

/** The networks of the runs. They have to be for MNIST, since images are made to look like MNIST's. */
async function openCommittee(
  runs: readonly string[],
  options: Omit<Arguments<typeof command>["options"], "show" | "json">,
): Promise<Committee> {
  const opened = await Promise.all(
    runs.map((run) => openNetwork(run, { dataset: undefined, ...options })),
  );
  for (const { path, network, dataset = mnist.name } of opened) {
    const { sizes } = network;
    if (dataset !== mnist.name || sizes[0] !== PIXELS || sizes.at(-1) !== CLASSES) {
      throw new Error(
        `Cannot predict with ${path}: it is of ${sizes[0]} inputs and ${
          sizes.at(-1)
        } outputs for ${dataset}; ${PIXELS} and ${CLASSES} for ${mnist.name} are wanted`,
      );
    }
  }
  return committeeOf(opened);
}

/** What the network sees of an image file. */
async function pixelsOf(path: string): Promise<Float32Array> {
  const image = await readImage(path);
  try {
    return digitImage(image);
  } catch (error) {
    throw new Error(`Cannot use ${path}: ${explain(error)}`, { cause: error });
  }
}

/** A line for each digit, with a bar. */
function bars(outputs: readonly number[], sure: boolean): string {
  const rows = outputs.map((output, digit) => [String(digit), figure(output, sure)]);
  const lines = table(rows).split("\n");
  return lines.map((line, k) => `${line}  ${bar(outputs[k]!)}`.trimEnd()).join("\n");
}

/** How long a bar is for an output of 1, in characters. */
const BAR = 40;

/** A bar as long as a number from 0 to 1, to an eighth of a character. */
function bar(value: number): string {
  const eighths = Math.round(8 * BAR * Math.min(1, Math.max(0, value)));
  return "█".repeat(eighths >> 3) + ["", ..."▏▎▍▌▋▊▉"][eighths & 7];
}

/** A row for each image, a column for each digit. */
function predictionTable(
  predictions: readonly Extract<Prediction, { digit: number }>[],
  sure: boolean,
): string {
  const digits = Array.from({ length: CLASSES }, (_, digit) => String(digit));
  return table([
    ["image", "digit", ...digits.map((digit) => sure ? `${digit} %` : digit)],
    ...predictions.map(({ image, digit, outputs }) => [
      image,
      String(digit),
      ...outputs.map((output) => figure(output, sure).replace(/^0\.0 %$/, "·").replace(" %", "")),
    ]),
  ]);
}

function figure(output: number, sure: boolean): string {
  return sure ? percent(output, 1) : output.toFixed(3);
}

if (import.meta.main) await main(command, predictTask);

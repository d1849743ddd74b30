/** The mistakes with the highest confidence, as pictures. @module */

import { count, percent } from "../cli/format.ts";
import {
  type Bars,
  copied,
  pageOnly,
  type Picture,
  pictures,
  prose,
  type Section,
  summaryOnly,
  swatch,
} from "../document/blocks.ts";
import { drawMistake, mistakesIn } from "../images/mistakes.ts";
import { exampleUri } from "./pictures.ts";
import type { ClassRun } from "./problem/runs.ts";
import { MISTAKES_TITLE } from "./texts.ts";

/** The most mistakes as pictures, and the most that the summary draws with characters. */
const [MAX_MISTAKES, MAX_DRAWN] = [12, 3];

/** The most outputs, and the most characters of a name, that fit side by side; else the largest outputs are listed. */
const [MAX_BARS, MAX_NAME] = [12, 2];

const MAX_LISTED = 4;

export async function mistakesSection(run: ClassRun): Promise<Section> {
  const { predictions, data, classes, evaluation: { correct, size }, split } = run;
  const section = { id: "mistakes", title: MISTAKES_TITLE };
  if (size === correct) return { ...section, hint: `All ${split} images are right.` };
  const shown = mistakesIn(predictions, MAX_MISTAKES);
  const isOwn = typeof run.config.dataset !== "string";
  const cards = shown.map(
    async ({ example, label, predicted, outputs }): Promise<Picture> => {
      const [truth, answer] = [classes[label]!, classes[predicted]!];
      const location = run.whereIs(example);
      return {
        ...await exampleUri(data, example, isOwn),
        isInk: !isOwn,
        alt: `${location}, which is ${truth}`,
        title: `${truth} taken for ${answer}`,
        lines: [
          `${answer}: ${outputText(run, outputs[predicted]!)}`,
          `${truth}: ${outputText(run, outputs[label]!)}`,
          location,
        ],
        bars: outputBars(run, outputs, label, predicted),
      };
    },
  );
  const drawn = shown.slice(0, MAX_DRAWN).map((mistake) =>
    drawMistake(mistake, data, classes, { location: run.whereIs(mistake.example), grays: false })
  );
  const bars = prose` Bars show the outputs: ${swatch("var(--error)")} the prediction, ${
    swatch("var(--accent)")
  } the actual class.`;
  return {
    ...section,
    hint: prose`Of the ${count(size - correct)} mistakes on the ${split} images, the ${
      count(shown.length)
    } with the largest output.${pageOnly(bars)}${!isOwn && " Images count from 0."}`,
    content: [
      pictures("cards", await Promise.all(cards)),
      summaryOnly(copied(MISTAKES_TITLE, drawn.join("\n"))),
    ],
  };
}

function outputText({ calibration }: ClassRun, output: number): string {
  return calibration === undefined ? output.toFixed(3) : percent(output, 1);
}

/** The outputs as small bars with the classes under them, or as a list of the largest. */
function outputBars(
  run: ClassRun,
  outputs: readonly number[],
  label: number,
  predicted: number,
): Bars {
  const { classes } = run;
  const most = Math.max(1, ...outputs);
  const all = outputs.map((output, k) => ({
    output,
    name: classes[k]!,
    length: (100 * Math.max(0, output) / most).toFixed(1),
    color: k === predicted ? "error" : k === label ? "accent" : "rule-strong",
  }));
  const areUpright = classes.length <= MAX_BARS &&
    classes.every(({ length }) => length <= MAX_NAME);
  const bars = areUpright ? all : all.toSorted((a, b) => b.output - a.output).slice(0, MAX_LISTED);
  const texts = bars.map(({ name, output }) => `${name}: ${outputText(run, output)}`);
  return { label: `Outputs: ${texts.join(", ")}`, areUpright, bars };
}

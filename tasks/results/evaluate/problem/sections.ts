/** The sections on a model's answers, by its problem. @module */

import { count, percent } from "../../../cli/format.ts";
import {
  type Bars,
  breakable,
  copied,
  IN_FILES,
  pageOnly,
  type Picture,
  pictures,
  prose,
  type Section,
  summaryOnly,
  swatch,
  table,
} from "../../../../lib/document/blocks.ts";
import { examplePicture, pictureShapeOf } from "../../../../lib/pictures/example.ts";
import { drawMistake, mistakesIn } from "../../../images/mistakes.ts";
import { confidenceSection, confusionSection, rankingSection } from "../classes.ts";
import { decisionsSection } from "../decisions_section.ts";
import { labelsSection, wrongAnswersSection } from "../labels.ts";
import { farthest, quantitiesSection } from "../quantities.ts";
import { type Chosen, surest } from "../chosen.ts";
import type { Answered, ClassesAnswered, OfAnswered } from "./answered.ts";

/** The titles of the sections of mistakes and of large errors. */
const [MISTAKES_TITLE, ERRORS_TITLE] = ["Mistakes, the most confident first", "Largest errors"];

export const answerSections: OfAnswered<Promise<(Section | undefined)[]>> = {
  classification: async (answered) => [
    confusionSection(answered),
    rankingSection(answered),
    decisionsSection(answered),
    pictureShapeOf(answered.data) === undefined
      ? await rowsSection(answered, MISTAKES_TITLE, (most) => surest(answered, most))
      : await mistakesSection(answered),
    ...answered.table?.sections() ?? [],
    confidenceSection(answered),
  ],
  multiLabel: (answered) =>
    Promise.resolve([
      labelsSection(answered),
      decisionsSection(answered),
      wrongAnswersSection(answered.wrong, answered.noun, answered.whereIs),
    ]),
  regression: async (answered) => [
    quantitiesSection(answered.quantities, answered.split, answered.noun),
    await rowsSection(answered, ERRORS_TITLE, (most) => farthest(answered.quantities, most)),
    ...answered.table?.sections() ?? [],
  ],
};

/** The worst rows with the text of their file; `undefined` for data that is not a table. */
async function rowsSection(
  answered: Answered,
  title: string,
  choose: (most: number) => Chosen,
): Promise<Section | undefined> {
  const { split, table: ofTable, worst, isForOthers } = answered;
  if (worst === 0 || ofTable === undefined) return undefined;
  const { head, rows, leftOut } = await ofTable.worstRows(choose(worst));
  const hidden = isForOthers ? "; texts that may identify someone are left out" : "";
  const more = leftOut > 0
    ? ` The most important columns are shown; ${leftOut} more are in the file.`
    : "";
  return {
    id: "mistakes",
    title,
    hint: rows.length === 0
      ? `The network is right about all ${split} rows.`
      : `The ${split} rows with the worst answers, as the file has them${hidden}.${more}`,
    content: rows.length > 0 &&
      table({ layout: "left", label: title, head: head.map(breakable), rows }),
  };
}

/** The most mistakes that the summary draws with characters. */
const MAX_DRAWN = 3;

/** The most outputs, and the most characters of a name, that fit side by side; else the largest outputs are listed. */
const [MAX_BARS, MAX_NAME] = [12, 2];

const MAX_LISTED = 4;

async function mistakesSection(run: ClassesAnswered): Promise<Section | undefined> {
  if (run.worst === 0) return undefined;
  const { predictions, data, classes, evaluation: { correct, size }, split } = run;
  const section = { id: "mistakes", title: MISTAKES_TITLE, only: IN_FILES };
  if (size === correct) {
    return { ...section, hint: `The network is right about all ${split} images.` };
  }
  const shown = mistakesIn(predictions, run.worst);
  const { isUserData } = run;
  const cards = shown.map(
    async ({ example, label, predicted, outputs }): Promise<Picture> => {
      const [truth, answer] = [classes[label]!, classes[predicted]!];
      const location = run.whereIs(example);
      return {
        ...await examplePicture(data, example, isUserData),
        isInk: !isUserData,
        alt: `${location}, which is ${truth}`,
        title: `${truth} predicted as ${answer}`,
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
    hint: prose`The ${count(shown.length)} most confident of the ${
      count(size - correct)
    } mistakes on the ${split} images.${pageOnly(bars)}${
      !isUserData && " Image numbers start at 0."
    }`,
    content: [
      pictures("cards", await Promise.all(cards)),
      summaryOnly(copied(MISTAKES_TITLE, drawn.join("\n"))),
    ],
  };
}

function outputText({ calibration }: ClassesAnswered, output: number): string {
  return calibration === undefined ? output.toFixed(3) : percent(output, 1);
}

/** The outputs as small bars with the classes under them, or as a list of the largest. */
function outputBars(
  run: ClassesAnswered,
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

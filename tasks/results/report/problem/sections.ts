/** The sections of a report on a network's answers, by its problem. @module */

import { dataKindOf } from "../../../../lib/config/mod.ts";
import { quotableLevels } from "../../../../lib/table/cells/quotable.ts";
import { intervalChart } from "../../charts/bar_chart.ts";
import { count, fourDigits, percent } from "../../../cli/format.ts";
import {
  type Bars,
  breakable,
  chart,
  columns,
  copied,
  details,
  emphasized,
  hint,
  pageOnly,
  type Picture,
  pictures,
  prose,
  type Section,
  summaryOnly,
  swatch,
  table,
} from "../../document/blocks.ts";
import { columnsByWorth, importanceWords, REPEATS } from "../../evaluate/importance.ts";
import { THRESHOLD_NAMES } from "../../evaluate/mistake_costs.ts";
import { intervalText } from "../../evaluate/out_of_fold.ts";
import { farthest } from "../../evaluate/quantities.ts";
import { type Chosen, surest, worstRows } from "../../evaluate/worst_rows.ts";
import { drawMistake, mistakesIn, pictureShapeOf } from "../../../images/mistakes.ts";
import { confidenceSection, confusionSection, rankingSection } from "../class_sections.ts";
import { explanationSection } from "../explanation_section.ts";
import { exampleUri } from "../pictures.ts";
import { quantitiesSection } from "../quantities_section.ts";
import { ERRORS_TITLE, MISTAKES_TITLE } from "../texts.ts";
import type { ClassRun, LabelsRun, OfRun, ReportedRun } from "./runs.ts";

export const answerSections: OfRun<Promise<(Section | undefined)[]>> = {
  classification: async (run) => [
    confusionSection(run),
    rankingSection(run),
    decisionsSection(run),
    pictureShapeOf(run.data) === undefined
      ? await rowsSection(run, MISTAKES_TITLE, surest(run, MAX_ROWS))
      : await mistakesSection(run),
    importanceSection(run),
    explanationSection(run),
    confidenceSection(run),
  ],
  multiLabel: (run) => Promise.resolve([labelsSection(run), decisionsSection(run)]),
  regression: async (run) => [
    quantitiesSection(run),
    await rowsSection(run, ERRORS_TITLE, farthest(run.quantities, MAX_ROWS)),
    importanceSection(run),
    explanationSection(run),
  ],
};

/** Precision, recall and F1 of each label, and the mean. */
function labelsSection({ answers, split, noun }: LabelsRun): Section {
  return {
    id: "labels",
    title: "Labels",
    hint: `Each output answers for a label, yes or no by itself, on the ${split} ${noun}s.`,
    content: [
      table({
        layout: "classes",
        label: "Precision and recall of the labels",
        head: ["label", "precision", "recall", "F1", "ROC area", `${noun}s`],
        rows: [
          ...answers.labels.map(({ label, precision, recall, f1, rocArea, size }) => [
            label,
            ...[precision, recall, f1].map((value) => percent(value)),
            rocArea?.toFixed(4) ?? "–",
            count(size),
          ]),
          ["mean", "", "", percent(answers.macroF1), "", ""],
        ],
      }),
      hint(emphasized(
        `**Precision**: of the ${noun}s that are given a label, how many have it. **Recall**: of the ` +
          `${noun}s that have a label, how many are given it. **F1** is the harmonic mean of the two, ` +
          "and macro F1 the mean over the labels. The **area under the ROC curve** is how often the " +
          "output for one that has the label is above that for one that has not.",
      )),
    ],
  };
}

const MAX_ROWS = 12;

/** Whether a text may stand in a report, which others read: a level that names nobody, or what is no level. */
function quotableTexts(
  { table, distributions }: ReportedRun,
): (name: string, text: string) => boolean {
  const known = new Map(distributions?.columns.map((column) => [column.name, column]));
  const texts = new Map(
    table?.columns.filter(({ kind }) => kind !== "number" && kind !== "date")
      .map((column) => [column.name, quotableLevels(column, known.get(column.name))]),
  );
  return (name, text) => texts.get(name)?.includes(text.trim()) ?? true;
}

/** The rows with the text of their file; `undefined` for data that is no table. */
async function rowsSection(
  run: ReportedRun,
  title: string,
  chosen: Chosen,
): Promise<Section | undefined> {
  const worst = await worstRows(run, chosen, quotableTexts(run));
  if (worst === undefined) return undefined;
  const { head, rows, leftOut } = worst;
  const more = leftOut > 0
    ? ` The most important columns are shown; ${leftOut} more are in the file.`
    : "";
  return {
    id: "mistakes",
    title,
    hint: rows.length === 0
      ? `All ${run.split} rows are right.`
      : `The ${run.split} rows that the network is most wrong about, with the text of the file; texts that may name someone are left out.${more}`,
    content: rows.length > 0 &&
      table({ layout: "left", label: title, head: head.map(breakable), rows }),
  };
}

export function decisionsSection({ decided, split }: ReportedRun): Section | undefined {
  const { costs, sets } = decided;
  if ((costs ?? sets) === undefined) return undefined;
  const share = (value: number) => percent(value);
  return {
    id: "decisions",
    title: "What the model decides",
    hint: "What is promised is chosen on four fifths of the rows out of fold and measured on the " +
      `others; beside it is what the ${split} rows had, with intervals at 95 % confidence.`,
    content: [
      ...(costs ?? []).flatMap(({ positive, falseAlarm, miss, thresholds }) => [
        table({
          label: `What mistakes about “${positive}” cost at several thresholds`,
          head: ["threshold", "from", "promised", `on ${split}`, "false alarms", "misses"],
          rows: thresholds.map((row) => [
            THRESHOLD_NAMES[row.name],
            row.threshold === Infinity ? "never" : row.threshold.toFixed(4),
            ...[row.promised, row.kept].map((cost) => intervalText(cost, fourDigits)),
            ...[String(row.falseAlarms), String(row.misses)],
          ]),
        }),
        hint(
          `“${positive}” is answered from the threshold of least cost out of fold on. A false ` +
            `alarm costs ${falseAlarm}, a miss ${miss}; the table has the cost of a row.`,
        ),
      ]),
      sets !== undefined && hint(
        `Sets are to hold the class of about ${percent(sets.coverage, 0)} of rows: promised ` +
          `${intervalText(sets.promised, share)}, on ${split} ${intervalText(sets.kept, share)}.`,
      ),
    ],
  };
}

/** The most mistakes as pictures, and the most that the summary draws with characters. */
const [MAX_MISTAKES, MAX_DRAWN] = [12, 3];

/** The most outputs, and the most characters of a name, that fit side by side; else the largest outputs are listed. */
const [MAX_BARS, MAX_NAME] = [12, 2];

const MAX_LISTED = 4;

async function mistakesSection(run: ClassRun): Promise<Section> {
  const { predictions, data, classes, evaluation: { correct, size }, split } = run;
  const section = { id: "mistakes", title: MISTAKES_TITLE };
  if (size === correct) return { ...section, hint: `All ${split} images are right.` };
  const shown = mistakesIn(predictions, MAX_MISTAKES);
  const { isOwn } = dataKindOf(run.config.dataset);
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

const MAX_COLUMNS_DRAWN = 15;

function importanceSection(run: ReportedRun): Section | undefined {
  const all = columnsByWorth(run);
  const { importance, split } = run;
  if (importance === undefined || all.length === 0) return undefined;
  const { label: what, moves, change, rows, score } = importanceWords(importance);
  const title = `${change[0]!.toUpperCase()}${change.slice(1)} of ${what}`;
  const shown = all.slice(0, MAX_COLUMNS_DRAWN);
  const changeTable = (label: string, of: typeof all) =>
    table({
      label,
      head: ["column", `${change} of ${what}`, "deviation"],
      rows: of.map(({ name, mean, deviation }) => [
        breakable(name),
        ...[mean, deviation].map(fourDigits),
      ]),
    });
  const changes = shown.map(({ name, mean }) => `${name} ${fourDigits(mean)}`);
  return {
    id: "columns",
    title: "What the columns are worth",
    hint:
      `How much ${what} ${moves} on the ${split} rows when the values of one column are shuffled among them: its permutation ` +
      `importance. Around zero or below, the column did not help on these rows. Two columns with the same content ` +
      `each seem to matter little, since the network has the other.`,
    content: [
      columns([
        chart({
          title,
          hint:
            `Dots are the means of ${REPEATS} random orders, lines one standard deviation to each side.`,
          svg: intervalChart(
            shown.map(({ name, mean, deviation }) => ({
              name,
              value: mean,
              low: mean - deviation,
              high: mean + deviation,
            })),
            {
              label: `${title} by column: ${changes.join("; ")}`,
              title: `${change} of ${what}`,
              oneColor: true,
              zero: true,
            },
          ),
        }),
        changeTable(`The ${change} for each column`, shown),
      ]),
      hint(
        `On ${rows}, with ${what} ${score} as they are.`,
      ),
      all.length > shown.length && details(
        `The other ${all.length - shown.length} columns`,
        changeTable(`The ${change} for the other columns`, all.slice(MAX_COLUMNS_DRAWN)),
      ),
    ],
  };
}

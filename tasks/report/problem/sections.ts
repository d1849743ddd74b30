/** The sections of a report on a network's answers, by its problem. @module */

import { quotableLevels } from "../../../lib/table/mod.ts";
import { count, fourDigits, percent } from "../../cli/format.ts";
import { breakable, emphasized, hint, type Section, table } from "../../document/blocks.ts";
import { THRESHOLD_NAMES } from "../../evaluate/mistake_costs.ts";
import { intervalText } from "../../evaluate/out_of_fold.ts";
import { type Chosen, farthest, surest, worstRows } from "../../evaluate/worst_rows.ts";
import { pictureShapeOf } from "../../images/mistakes.ts";
import { confidenceSection, confusionSection, rankingSection } from "../class_sections.ts";
import { explanationSection } from "../explanation_section.ts";
import { importanceSection } from "../importance_section.ts";
import { mistakesSection } from "../mistakes_section.ts";
import { quantitiesSection } from "../quantities_section.ts";
import { ERRORS_TITLE, MISTAKES_TITLE } from "../texts.ts";
import type { LabelsRun, OfRun, ReportedRun } from "./runs.ts";

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

/** What a report in Markdown says of answers, by what a run learned. @module */

import { classAverages, classMetrics, wilsonInterval } from "../../mod.ts";
import { rankingOf } from "../evaluate/ranking.ts";
import { type Chosen, farthest, surest, worstRows } from "../evaluate/worst_rows.ts";
import { drawMistake, mistakesIn, pictureShapeOf } from "../images/mistakes.ts";
import { count, percent, unbroken } from "../report/format.ts";
import { escape, table } from "../report/markdown_parts.ts";
import { FARTHEST, inUnit, SUREST } from "../report/texts.ts";
import type { ClassRun, LabelsRun, OfRun, ReportedRun } from "./runs.ts";

/** How many mistakes are drawn, and how many rows are shown. */
const [MISTAKES, ROWS] = [3, 8];

/** A confusion matrix of more classes than this is no longer read. */
const MAX_MATRIX = 30;

/** Where the true accuracy lies, after what that is called. */
function interval({ evaluation: { correct, size } }: ClassRun | LabelsRun): string[] {
  const [low, high] = wilsonInterval(correct, size);
  return ["95\u00a0% interval", `${percent(low)} to ${percent(high)}`];
}

/** How far what a run is judged by can be relied on, after what that is called; nothing where that is not known. */
export const intervalRow: OfRun<string[]> = {
  classification: interval,
  multiLabel: interval,
  regression: () => [],
};

/** How good the answers are: rows of a table. */
export const figureRows: OfRun<string[][]> = {
  classification(run) {
    const { evaluation, predictions, calibration } = run;
    const { confusion } = evaluation;
    const ranking = rankingOf(predictions, evaluation);
    const averages = confusion.length > 0 ? classAverages(confusion) : undefined;
    return [
      rightRow(run, "right"),
      interval(run),
      ...averages
        ? [
          ["balanced accuracy", percent(averages.balancedAccuracy)],
          ["macro F1", percent(averages.f1)],
        ]
        : [],
      ...ranking
        ? [
          ["area under the ROC curve", ranking.roc.area.toFixed(4)],
          ["average precision", ranking.precisionRecall.area.toFixed(4)],
        ]
        : [],
      ...calibration ? [["expected calibration error", percent(calibration.error)]] : [],
    ];
  },
  multiLabel: (run) => [
    rightRow(run, "all labels right"),
    interval(run),
    ["answers that are wrong (Hamming loss)", percent(run.answers.hammingLoss)],
    ["macro F1", percent(run.answers.macroF1)],
  ],
  regression: ({ quantities, split }) =>
    quantities.flatMap((quantity) => {
      const of = quantities.length > 1 ? ` of ${escape(quantity.name)}` : "";
      return [
        [`R²${of}, ${split}`, quantity.r2 === null ? "–" : `**${quantity.r2.toFixed(4)}**`],
        [`mean absolute error${of}`, inUnit(quantity.mae, quantity)],
        [`root mean squared error${of}`, inUnit(quantity.rmse, quantity)],
      ];
    }),
};

function rightRow({ evaluation, split }: ClassRun | LabelsRun, right: string): string[] {
  const { correct, size, accuracy } = evaluation;
  return [`${right}, ${split}`, `**${count(correct)} / ${count(size)}**, ${percent(accuracy)}`];
}

/** The answers in detail, and the worst of them. */
export const answerParts: OfRun<Promise<string[]>> = {
  classification: async (run) => [...classTables(run), ...await classMistakes(run)],
  multiLabel: ({ answers, noun }) =>
    Promise.resolve([
      "### Labels",
      table(
        ["label", "precision", "recall", "F1", "ROC area", `${noun}s`],
        answers.labels.map(({ label, precision, recall, f1, rocArea, size }) => [
          escape(label),
          ...[precision, recall, f1].map((value) => percent(value)),
          rocArea?.toFixed(4) ?? "–",
          count(size),
        ]),
      ),
    ]),
  regression: (run) => rowsPart(run, FARTHEST, farthest(run.quantities, ROWS)),
};

function classTables({ evaluation: { confusion }, classes, noun }: ClassRun): string[] {
  const name = (k: number) => escape(classes[k]!);
  const metrics = classMetrics(confusion);
  return [
    "### Classes",
    table(
      ["class", "precision", "recall", "F1", `${noun}s`],
      metrics.map((result, k) => [
        name(k),
        ...[result.precision, result.recall, result.f1].map((value) => percent(value)),
        count(result.size),
      ]),
    ),
    ...confusion.length > MAX_MATRIX ? [] : [
      "### What is taken for what",
      "A row for each actual class, a column for each prediction.",
      table(
        ["", ...classes.map(escape)],
        confusion.map((row, label) => [
          `**${name(label)}**`,
          ...row.map((n, prediction) =>
            n === 0 ? "·" : prediction === label ? `**${count(n)}**` : count(n)
          ),
        ]),
      ),
    ],
  ];
}

/** The surest mistakes: rows of a table, or pictures drawn with characters. */
async function classMistakes(run: ClassRun): Promise<string[]> {
  const { predictions, data, classes } = run;
  const rows = await rowsPart(run, SUREST, surest(run, ROWS));
  if (rows.length > 0 || pictureShapeOf(data) === undefined) return rows;
  const shown = mistakesIn(predictions, MISTAKES);
  if (shown.length === 0) return [];
  const drawn = shown.map((mistake) =>
    drawMistake(mistake, data, classes, { location: run.whereIs(mistake.example), grays: false })
  );
  return [`### ${SUREST}`, ["```text", ...drawn, "```"].join("\n")];
}

/** The rows that are chosen; nothing of data that is no table. */
async function rowsPart(run: ReportedRun, title: string, chosen: Chosen): Promise<string[]> {
  const worst = await worstRows(run, chosen);
  if (worst === undefined || worst.rows.length === 0) return [];
  const rows = worst.rows.map((row) => row.map((cell) => escape(unbroken(cell))));
  return [`### ${title}`, table(worst.head.map(escape), rows)];
}

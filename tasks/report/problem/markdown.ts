/** The answers in a report in Markdown, by the run's problem. @module */

import { classAverages, classMetrics, wilsonInterval } from "../../../lib/evaluate/mod.ts";
import { rankingOf } from "../../evaluate/ranking.ts";
import { type Chosen, farthest, surest, worstRows } from "../../evaluate/worst_rows.ts";
import { drawMistake, mistakesIn, pictureShapeOf } from "../../images/mistakes.ts";
import { count, percent, unbroken } from "../format.ts";
import { escape, table } from "../markdown_parts.ts";
import { ERRORS_TITLE, inUnit, MISTAKES_TITLE } from "../texts.ts";
import type { ClassRun, LabelsRun, OfRun, ReportedRun } from "./runs.ts";

/** The most mistakes that are drawn, and the most rows that are shown. */
const [MAX_DRAWN, MAX_ROWS] = [3, 8];

/** The most classes of a confusion matrix that can be read. */
const MAX_MATRIX_CLASSES = 30;

/** The interval of the true accuracy, after its name. */
function interval({ evaluation: { correct, size } }: ClassRun | LabelsRun): string[] {
  const [low, high] = wilsonInterval(correct, size);
  return ["95\u00a0% interval", `${percent(low)} to ${percent(high)}`];
}

/** The interval of a run's main metric, after its name; empty if there is none. */
export const intervalRow: OfRun<string[]> = {
  classification: interval,
  multiLabel: interval,
  regression: () => [],
};

/** The metrics of the answers, as rows of a table. */
export const metricRows: OfRun<string[][]> = {
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
  regression: (run) => rowsPart(run, ERRORS_TITLE, farthest(run.quantities, MAX_ROWS)),
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
    ...confusion.length > MAX_MATRIX_CLASSES ? [] : [
      "### Confusion matrix",
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
  const rows = await rowsPart(run, MISTAKES_TITLE, surest(run, MAX_ROWS));
  if (rows.length > 0 || pictureShapeOf(data) === undefined) return rows;
  const shown = mistakesIn(predictions, MAX_DRAWN);
  if (shown.length === 0) return [];
  const drawn = shown.map((mistake) =>
    drawMistake(mistake, data, classes, { location: run.whereIs(mistake.example), grays: false })
  );
  return [`### ${MISTAKES_TITLE}`, ["```text", ...drawn, "```"].join("\n")];
}

/** The chosen rows; empty for data that is no table. */
async function rowsPart(run: ReportedRun, title: string, chosen: Chosen): Promise<string[]> {
  const worst = await worstRows(run, chosen);
  if (worst === undefined || worst.rows.length === 0) return [];
  const rows = worst.rows.map((row) => row.map((cell) => escape(unbroken(cell))));
  return [`### ${title}`, table(worst.head.map(escape), rows)];
}

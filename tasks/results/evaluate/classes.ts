/** The evaluation of networks that predict classes. @module */

import { classAverages, classMetrics } from "../../../lib/evaluate/mod.ts";
import type { ClassEvaluation, ClassMetrics } from "../../../lib/evaluate/mod.ts";
import { inPercent, percent } from "../../cli/format.ts";
import { lineWidth, showsColors } from "../../cli/print.ts";
import { table } from "../../cli/table.ts";
import { drawMistake, mistakesIn } from "../../images/mistakes.ts";
import { costAndThresholds, type Evaluated, judge, type Outcome, tableParts } from "./evaluated.ts";
import { thresholdsOf } from "../../run/decided.ts";
import { predictionsOf } from "./predictions.ts";
import { rankingOf } from "./ranking.ts";
import { surest } from "./worst_rows.ts";

/** The most classes of a confusion matrix that fits a terminal; with more, the most frequent confusions are listed. */
const MAX_MATRIX_CLASSES = 20;

/** The most confusions in that list. */
const MAX_LISTED = 20;

/** The metrics of each class, with its name. */
export function classResults(
  confusion: ClassEvaluation["confusion"],
  names: readonly string[],
) {
  return classMetrics(confusion).map((metrics, k) => ({
    class: names[k] ?? String(k),
    ...metrics,
  }));
}

/** Whether outputs are probabilities. */
export function areProbable(opened: Evaluated["opened"]): boolean {
  return opened.every(({ network }) => network.predictsClasses);
}

export async function evaluateClasses(given: Evaluated): Promise<Outcome> {
  const { opened, data, split, worst, noun, locations: { whereIs } } = given;
  const { networks, evaluation, decision, json, alone } = await judge(given);
  const threshold = decision?.threshold;
  const { correct, size, accuracy, confusion } = evaluation;
  const classes = classResults(confusion, data.classes ?? []);
  const names = classes.map((result) => result.class);
  const averages = confusion.length > 0 ? classAverages(confusion) : undefined;
  const predictions = predictionsOf(networks, split, threshold);
  const ranking = rankingOf(predictions, evaluation);
  const positiveClass = ranking && names[ranking.positive];
  const mistakes = worst > 0 ? mistakesIn(predictions, worst) : undefined;
  const calibration = areProbable(opened);
  const { columnsJson, columnsText, rows } = await tableParts(
    given,
    (most) => surest({ predictions, classes: names, calibration }, most),
  );
  const thresholds = thresholdsOf(decision, data);
  const lines = [
    `${correct} / ${size}, ${percent(accuracy)}, ${costAndThresholds(evaluation, thresholds)}`,
  ];
  if (averages !== undefined) {
    const { balancedAccuracy, f1 } = averages;
    lines.push(`Balanced accuracy ${percent(balancedAccuracy)}, macro F1 ${percent(f1)}`);
  }
  if (ranking !== undefined) {
    lines.push(
      `“${positiveClass}”, the rarer class: area under the ROC curve ` +
        `${ranking.roc.area.toFixed(4)}, ` +
        `average precision ${ranking.precisionRecall.area.toFixed(4)}`,
    );
  }
  return {
    json: {
      ...json,
      balancedAccuracy: averages?.balancedAccuracy,
      macroF1: averages?.f1,
      positiveClass,
      rocArea: ranking?.roc.area,
      averagePrecision: ranking?.precisionRecall.area,
      classes,
      ...columnsJson,
      mistakes: mistakes?.map((mistake) => ({ ...mistake, place: whereIs(mistake.example) })),
    },
    alone,
    paragraphs: [
      lines.join("\n"),
      ...confusion.length > 0
        ? [
          table([
            ["class", `${noun}s`, ...METRIC_COLUMNS],
            ...classes.map((result) => [result.class, ...metricCells(result)]),
          ]),
          confusionText(confusion, names, lineWidth()),
        ]
        : [],
      ...columnsText,
      ...rows === undefined
        ? (mistakes ?? []).map((mistake) => {
          const location = whereIs(mistake.example);
          return drawMistake(mistake, split, names, { location, grays: showsColors() });
        })
        : rows.rows.length > 0
        ? [`Mistakes, the surest first\n\n${table([rows.head, ...rows.rows])}`]
        : [],
    ],
  };
}

/** The columns of a table of metrics. */
export const METRIC_COLUMNS = ["precision %", "recall %", "F1 %"];

/** The cells of one class or label, with its size before its metrics. */
export function metricCells({ size, precision, recall, f1 }: ClassMetrics): string[] {
  const cell = (value: number | null) => value === null ? "–" : inPercent(value);
  return [String(size), cell(precision), cell(recall), cell(f1)];
}

/** The confusions that occur, the most frequent first. */
export function frequentConfusions(confusion: ClassEvaluation["confusion"]) {
  return confusion
    .flatMap((row, label) => row.map((n, prediction) => ({ label, prediction, n })))
    .filter(({ label, prediction, n }) => label !== prediction && n > 0)
    .sort((a, b) => b.n - a.n);
}

/** The least and the most characters of a column's name that are shown. */
const [MIN_NAME, MAX_NAME] = [8, 20];

/**
 * The confusion matrix, or the most frequent confusions. The names of the columns are cut where it would be too wide.
 * @param width of a line, in characters
 */
export function confusionText(
  confusion: ClassEvaluation["confusion"],
  names: readonly string[],
  width: number,
): string {
  if (names.length > MAX_MATRIX_CLASSES) {
    const frequent = frequentConfusions(confusion);
    const rows = frequent.slice(0, MAX_LISTED)
      .map(({ label, prediction, n }) => [names[label]!, names[prediction]!, String(n)]);
    return `The most frequent confusions\n\n${table([["actual", "predicted", "times"], ...rows])}`;
  }
  const first = Math.max(...names.map(({ length }) => length));
  const room = Math.floor((width - first) / names.length) - 2; // two spaces part columns
  const longest = Math.min(MAX_NAME, Math.max(MIN_NAME, room));
  const short = names.map((name) =>
    name.length > longest ? `${name.slice(0, longest - 1)}…` : name
  );
  return "Confusion matrix: a row for each class, a column for each prediction\n\n" +
    table([
      ["", ...short],
      ...confusion.map((row, k) => [names[k]!, ...row.map((n) => n === 0 ? "·" : String(n))]),
    ]);
}

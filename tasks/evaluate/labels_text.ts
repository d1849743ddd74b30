/** The evaluation of multi-label networks. @module */

import { percent } from "../cli/format.ts";
import { table } from "../cli/table.ts";
import { METRIC_COLUMNS, metricCells } from "./classes.ts";
import { type Evaluated, judge, type Outcome } from "./evaluated.ts";
import { type LabelResult, labelsOf, type WrongAnswer, wrongAnswers } from "./labels.ts";

/** Evaluates networks that answer yes or no for several labels. */
export async function evaluateLabels(given: Evaluated): Promise<Outcome> {
  const { data, split, worst, noun, locations } = given;
  const { networks, evaluation: { correct, size, accuracy, cost }, json, alone } = await judge(
    given,
  );
  const { hammingLoss, macroF1, labels } = labelsOf(networks, split, data.labels);
  const mistakes = worst > 0
    ? wrongAnswers(networks, split, data.labels, worst)
      .map((answer) => ({ ...answer, place: locations.whereIs(answer.example) }))
    : undefined;
  return {
    json: { ...json, macroF1, hammingLoss, labels, mistakes },
    ...alone,
    paragraphs: [
      `${correct} / ${size} with all labels right, ${percent(accuracy)}, cost ` +
      `${cost.toFixed(4)}\n` +
      `Of single answers ${percent(hammingLoss)} are wrong (Hamming loss), ` +
      `macro F1 ${percent(macroF1)}`,
      labelTable(labels, `${noun}s`),
      ...mistakes !== undefined && mistakes.length > 0
        ? [`Wrong answers, the surest first\n\n${wrongTable(mistakes, noun)}`]
        : [],
    ],
  };
}

function labelTable(labels: readonly LabelResult[], examples: string): string {
  const rows = labels.map((result) => [
    result.label,
    ...metricCells(result),
    result.rocArea?.toFixed(4) ?? "–",
  ]);
  return table([["label", examples, ...METRIC_COLUMNS, "ROC area"], ...rows]);
}

function wrongTable(
  wrong: readonly (WrongAnswer & { readonly place: string })[],
  noun: string,
): string {
  return table([
    [noun, "label", "has it", "output"],
    ...wrong
      .map((
        { place, label, has, output },
      ) => [place, label, has ? "yes" : "no", output.toFixed(3)]),
  ]);
}

/** The evaluation of multi-label networks, each output of which answers yes or no. @module */

import type { Classifier, Dataset } from "../../../mod.ts";
import { labelThresholds } from "../../../lib/table/decide/mod.ts";
import { classMetrics, outputsFor, rocCurve } from "../../../lib/evaluate/mod.ts";
import { percent } from "../../cli/format.ts";
import { table } from "../../cli/table.ts";
import { METRIC_COLUMNS, metricCells } from "./classes.ts";
import { labelAnswers } from "./predictions.ts";
import { thresholdsOf } from "../../run/decided.ts";
import { costAndThresholds, type Evaluated, judge, type Outcome } from "./evaluated.ts";

export type LabelsResult = ReturnType<typeof labelsOf>;

/**
 * Counts the answers for each label.
 * @param data with targets that are 1 for yes and 0 for no
 * @param names of the labels
 * @param from from which output on each is answered with yes
 * @returns the fraction of single answers that are wrong (Schapire and Singer, "BoosTexter", 2000,
 * section 4), and the mean F1 of the labels that an example has or is given; `null` if there is none
 * @throws {TypeError} if the data does not fit the network
 */
export function labelsOf(
  network: Classifier,
  data: Dataset,
  names?: readonly string[],
  from: readonly number[] = labelThresholds(undefined, data.outputs),
) {
  const { outputs: count, size } = data;
  let wrong = 0;
  const labels = labelAnswers(network, data).map(({ scores: own, positives: has }, j) => {
    const confusion = [[0, 0], [0, 0]];
    for (const [r, output] of own.entries()) {
      // A NaN is no answer, and wrong.
      const answer = Number.isNaN(output) ? !has[r] : output >= from[j]!;
      confusion[Number(has[r])]![Number(answer)]!++;
    }
    wrong += confusion[0]![1]! + confusion[1]![0]!;
    const yes = classMetrics(confusion)[1]!;
    // There is no curve where all examples have the label or none has.
    const isRanked = yes.size > 0 && yes.size < size && !own.some(Number.isNaN);
    const rocArea = isRanked ? rocCurve(own, has).area : null;
    return { label: names?.[j] ?? String(j), ...yes, rocArea };
  });
  const scores = labels.flatMap(({ f1 }) => f1 ?? []);
  const macroF1 = scores.length === 0
    ? null
    : scores.reduce((sum, f1) => sum + f1, 0) / scores.length;
  return { hammingLoss: wrong / (size * count), macroF1, labels };
}

/** The wrong answers of which a network is surest. */
export function wrongAnswers(
  network: Classifier,
  data: Dataset,
  names: readonly string[] | undefined,
  most: number,
  from: readonly number[] = labelThresholds(undefined, data.outputs),
) {
  const count = data.outputs;
  const wrong = Array.from(outputsFor(network, data), (output, k) => ({
    example: Math.floor(k / count),
    label: names?.[k % count] ?? String(k % count),
    has: data.targets![k] === 1,
    output,
    from: Math.min(1, from[k % count]!),
    isWrong: output >= from[k % count]! !== (data.targets![k] === 1),
  })).filter(({ isWrong, output }) => isWrong && !Number.isNaN(output));
  const sureness = ({ output, from }: typeof wrong[0]) => Math.abs(output - from);
  return wrong.sort((a, b) => sureness(b) - sureness(a) || a.example - b.example).slice(0, most)
    .map(({ from: _, isWrong: _isWrong, ...answer }) => answer);
}

export async function evaluateLabels(given: Evaluated): Promise<Outcome> {
  const { data, split, worst, noun, locations } = given;
  const { networks, evaluation, decision, json, alone } = await judge(given);
  const from = labelThresholds(decision, split.outputs);
  const { correct, size, accuracy } = evaluation;
  const thresholds = thresholdsOf(decision, data);
  const { hammingLoss, macroF1, labels } = labelsOf(networks, split, data.labels, from);
  const mistakes = worst > 0
    ? wrongAnswers(networks, split, data.labels, worst, from)
      .map((answer) => ({ ...answer, place: locations.whereIs(answer.example) }))
    : undefined;
  const rows = (mistakes ?? []).map(({ place, label, has, output }) => [
    ...[place, label, has ? "yes" : "no", output.toFixed(3)],
  ]);
  return {
    json: { ...json, macroF1, hammingLoss, labels, mistakes },
    alone,
    paragraphs: [
      `${correct} / ${size} with all labels right, ${percent(accuracy)}, ` +
      `${costAndThresholds(evaluation, thresholds)}\n` +
      `Of single answers ${percent(hammingLoss)} are wrong (Hamming loss), ` +
      `macro F1 ${percent(macroF1)}`,
      table([
        ["label", `${noun}s`, ...METRIC_COLUMNS, "ROC area"],
        ...labels.map((result) => [
          ...[result.label, ...metricCells(result), result.rocArea?.toFixed(4) ?? "–"],
        ]),
      ]),
      ...rows.length > 0
        ? [
          `Wrong answers, the surest first\n\n${
            table([[noun, "label", "has it", "output"], ...rows])
          }`,
        ]
        : [],
    ],
  };
}

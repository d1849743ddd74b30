/** The answers of multi-label networks, each output of which answers yes or no. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import type { Classifier } from "../../../lib/evaluate.ts";
import { classMetrics } from "../../../lib/measure/metrics.ts";
import { outputsFor } from "../../../lib/evaluate/predictions.ts";
import { rocCurve } from "../../../lib/measure/ranking.ts";
import { labelThresholds } from "../../../lib/measure/decide/decide.ts";
import { emphasized, hint, inFiles, type Section, table } from "../../../lib/document/blocks.ts";
import { count, percent } from "../../cli/format.ts";
import { labelAnswers } from "./predictions.ts";

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

/** The wrong answers that a network is most confident about. */
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

/** Precision, recall and F1 of each label, and the mean. */
export function labelsSection(
  { answers, split, noun }: {
    readonly answers: LabelsResult;
    readonly split: string;
    readonly noun: string;
  },
): Section {
  return {
    id: "labels",
    title: "Labels",
    hint: `Each output answers yes or no for one label, here on the ${split} ${noun}s.`,
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
      inFiles(hint(emphasized(
        `**Precision** is the share of the ${noun}s given a label that have it. **Recall** is the ` +
          `share of the ${noun}s with a label that are given it. **F1** is the harmonic mean of the ` +
          "two, and macro F1 is its mean over the labels. The **area under the ROC curve** is how often " +
          "the output for a label is larger with the label than without.",
      ))),
    ],
  };
}

/** The wrong answers with their examples. */
export function wrongAnswersSection(
  wrong: ReturnType<typeof wrongAnswers>,
  noun: string,
  whereIs: (example: number) => string,
): Section | undefined {
  const rows = wrong.map(({ example, label, has, output }) => [
    whereIs(example),
    label,
    has ? "yes" : "no",
    output.toFixed(3),
  ]);
  const title = "Wrong answers, the most confident first";
  if (rows.length === 0) return undefined;
  const content = table({ label: title, head: [noun, "label", "has it", "output"], rows });
  return { id: "mistakes", title, only: ["terminal"], content };
}

/** What the threshold and the sets of a model promised by training, beside what they keep on data. @module */

import type { Classifier, Dataset } from "../../mod.ts";
import {
  classScores,
  type Decision,
  type DecisionThreshold,
  mistakesAt,
  rowCosts,
  shareOf,
} from "../../lib/decision/mod.ts";
import { meanInterval, outputsFor, type Predictions } from "../../lib/evaluate/mod.ts";
import { fourDigits, percent } from "../cli/format.ts";
import { intervalText, isBroken } from "./out_of_fold.ts";

/** Of two classes `threshold`, of labels `thresholds`. */
export type Promises = Partial<ReturnType<typeof promisesOf>> & {
  readonly thresholds?: ReturnType<typeof labelPromisesOf>;
};

/** The promises of a model, and what predictions come to. */
export function promisesOf({ threshold, sets }: Decision, { outputs, labels }: Predictions) {
  const positives = Array.from(labels, (label) => label === threshold?.positive);
  const scores = positives.map((_, row) => outputs[2 * row + (threshold?.positive ?? 0)]!);
  const own = sets && classScores(outputs, labels).filter((score) => score <= sets.bound).length;
  const held = own === undefined ? undefined : shareOf(own, labels.length);
  return {
    ...threshold && { threshold: promiseOf(threshold, scores, positives) },
    ...sets && {
      sets: { ...sets, kept: held!, holds: !isBroken(sets.promised, held!, "lower") },
    },
  };
}

/** The promises for each label. */
export function labelPromisesOf(
  thresholds: readonly DecisionThreshold[],
  networks: Classifier,
  data: Dataset,
) {
  const outputs = outputsFor(networks, data);
  const { length } = thresholds;
  const rows = [...Array(data.size).keys()];
  return thresholds.map((threshold, k) =>
    promiseOf(
      threshold,
      rows.map((row) => outputs[row * length + k]!),
      rows.map((row) => data.targets![row * length + k] === 1),
    )
  );
}

function promiseOf(
  threshold: DecisionThreshold,
  scores: ArrayLike<number>,
  positives: readonly boolean[],
) {
  const from = () => threshold.from ?? Infinity;
  const kept = meanInterval(rowCosts(scores, positives, threshold, from));
  return {
    ...threshold,
    ...{ kept, holds: !isBroken(threshold.promised, kept, "higher") },
    ...mistakesAt(scores, positives, from),
  };
}

/** The promises in sentences. */
export function promisesText(
  { threshold, thresholds = threshold ? [threshold] : [], sets }: Promises,
  names: readonly string[],
  split: string,
): string {
  const share = (value: number) => percent(value);
  const verdict = (holds: boolean) =>
    holds ? "." : ": the promise does not hold here, by more than chance.";
  return [
    ...thresholds.map(({ positive, falseAlarm, miss, promised, kept, holds }) =>
      `Mistakes about “${names[positive] ?? positive}” cost ${falseAlarm} for a false alarm and ` +
      `${miss} for a miss: promised ${intervalText(promised, fourDigits)} a row, ` +
      `on ${split} ${intervalText(kept, fourDigits)}${verdict(holds)}`
    ),
    ...sets === undefined ? [] : [
      `Sets hold the class of about ${percent(sets.coverage, 0)} of rows: promised ${
        intervalText(sets.promised, share)
      }, ` +
      `on ${split} ${intervalText(sets.kept, share)}${verdict(sets.holds)}`,
    ],
  ].join("\n");
}

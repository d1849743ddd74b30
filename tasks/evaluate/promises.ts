/** What the threshold and the sets of a model promised by training, beside what they keep on data. @module */

import {
  classScores,
  type Decision,
  mistakesAt,
  rowCosts,
  shareOf,
} from "../../lib/decision/mod.ts";
import { meanInterval, type Predictions } from "../../lib/evaluate/mod.ts";
import { fourDigits, percent } from "../cli/format.ts";
import { intervalText, isBroken } from "./out_of_fold.ts";

export type Promises = ReturnType<typeof promisesOf>;

/** The promises of a model, and what predictions come to. */
export function promisesOf({ threshold, sets }: Decision, { outputs, labels }: Predictions) {
  const positives = Array.from(labels, (label) => label === threshold?.positive);
  const scores = positives.map((_, row) => outputs[2 * row + (threshold?.positive ?? 0)]!);
  const from = () => threshold?.from ?? Infinity;
  const kept = threshold && meanInterval(rowCosts(scores, positives, threshold, from));
  const own = sets && classScores(outputs, labels).filter((score) => score <= sets.bound).length;
  const held = own === undefined ? undefined : shareOf(own, labels.length);
  return {
    ...threshold && {
      threshold: {
        ...threshold,
        ...{ kept: kept!, holds: !isBroken(threshold.promised, kept!, "higher") },
        ...mistakesAt(scores, positives, from),
      },
    },
    ...sets && {
      sets: { ...sets, kept: held!, holds: !isBroken(sets.promised, held!, "lower") },
    },
  };
}

/** The promises in sentences. */
export function promisesText(
  { threshold, sets }: Promises,
  classes: readonly string[],
  split: string,
): string {
  const share = (value: number) => percent(value);
  const verdict = (holds: boolean) =>
    holds ? "." : ": the promise does not hold here, by more than chance.";
  return [
    ...threshold === undefined ? [] : [
      `Mistakes about “${
        classes[threshold.positive]
      }” cost ${threshold.falseAlarm} for a false alarm and ` +
      `${threshold.miss} for a miss: promised ${
        intervalText(threshold.promised, fourDigits)
      } a row, ` +
      `on ${split} ${intervalText(threshold.kept, fourDigits)}${verdict(threshold.holds)}`,
    ],
    ...sets === undefined ? [] : [
      `Sets hold the class of about ${percent(sets.coverage, 0)} of rows: promised ${
        intervalText(sets.promised, share)
      }, ` +
      `on ${split} ${intervalText(sets.kept, share)}${verdict(sets.holds)}`,
    ],
  ].join("\n");
}

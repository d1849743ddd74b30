/** Which of several labels are answered with yes, where each has a threshold. @module */

import { YES_THRESHOLD } from "../../problem/answers.ts";
import type { Answer } from "../../problem/contract.ts";
import type { Decision } from "./decide.ts";

/** From which output on each label is answered with yes: a half without a decision, Infinity for never. */
export function labelThresholds(decision: Decision | undefined, labels: number): number[] {
  return decision?.thresholds?.map(({ from }) => from ?? Infinity) ??
    new Array<number>(labels).fill(YES_THRESHOLD);
}

/** An answer of labels as a model with such a decision gives it. */
export function decideLabels(answer: Answer, decision: Decision | undefined): Answer {
  if (decision?.thresholds === undefined) return answer;
  const from = labelThresholds(decision, answer.values.length);
  return { ...answer, chosen: [...from.keys()].filter((k) => answer.values[k]! >= from[k]!) };
}

/**
 * Whether every label of each row is answered right; a NaN is wrong.
 * @param outputs [rows, labels]
 * @param targets [rows, labels] 1 for yes and 0 for no
 * @param from [labels] from which output on each is answered with yes
 * @returns [rows]
 */
export function areLabelsRight(
  outputs: ArrayLike<number>,
  targets: ArrayLike<number>,
  from: readonly number[],
): boolean[] {
  const { length } = from;
  return Array.from(
    { length: outputs.length / length },
    (_, row) =>
      from.every((least, k) => {
        const output = outputs[row * length + k]!;
        return targets[row * length + k] === 1 ? output >= least : output < least;
      }),
  );
}

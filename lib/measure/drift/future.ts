/**
 * Whether the latest rows are like those before them: where the target drifts, errors of the past say too little of what comes.
 * @module
 */

import { quoted } from "../../checks/texts.ts";
import type { RecordedAnswers } from "../../ensemble/recorded.ts";
import type { Dataset } from "../../dataset.ts";
import { fourDigits } from "../../numerics/number_text.ts";
import type { QuantityScale } from "../../problem/quantities.ts";
import { intervalsOf } from "../intervals.ts";
import { percentText } from "../verdict/amounts.ts";

const { abs, floor, max, sqrt } = Math;

/** A table that is split by time, with the answers to its rows of networks that did not learn from them. */
export interface TimedAnswers {
  readonly training: Dataset;
  /** The latest rows. */
  readonly test: Dataset;
  /** Out of fold. */
  readonly outOfFold: RecordedAnswers;
  /** [rows, outputs] To the test. */
  readonly tested: Float32Array;
  readonly times: { readonly training: Float64Array; readonly test: Float64Array };
  /** The name of each output. */
  readonly names: readonly string[];
  /** What quantities were before they were standardized; none of classes. */
  readonly quantities: readonly QuantityScale[] | undefined;
}

/** Fewer of the latest rows within intervals of 90 % are said, if so few are no chance. */
const LEAST_COVERAGE = 0.8;

/** A share of a class that differs by more from what is answered is said. */
const LARGE_SHARE = 0.1;

/** So many standard errors are no chance. */
const [SURE_COVERAGE, SURE_SHARE] = [2, 3];

/** Over fewer times nothing is said of classes: what they share is no sample. */
const LEAST_TIMES = 5;

const FIFTHS = 5;

/** That the future is not like the past, with how the target went, as a sentence; `undefined` where that is not shown. */
export function futureText(answers: TimedAnswers): string | undefined {
  return answers.quantities === undefined ? shareText(answers) : coverageText(answers);
}

/** Of quantities: the latest rows that are in the intervals which errors out of fold give. */
function coverageText(answers: TimedAnswers): string | undefined {
  const { training, test, outOfFold, tested, quantities } = answers;
  const intervals = intervalsOf(outOfFold, training, true);
  if (intervals === undefined) return undefined;
  const { coverage, halfWidths } = intervals;
  const { outputs, size } = test;
  for (const [j, half] of halfWidths.entries()) {
    let within = 0;
    for (let at = j; at < tested.length; at += outputs) {
      within += Number(abs(tested[at]! - test.targets![at]!) <= half);
    }
    const share = within / size;
    const error = sqrt(coverage * (1 - coverage) / size);
    if (share >= LEAST_COVERAGE || coverage - share <= SURE_COVERAGE * error) continue;
    const { name, mean, deviation } = quantities![j]!;
    const fifths = fifthsOf(answers, j).map((value) => fourDigits(mean + deviation * value));
    const [promised, held] = [coverage, share].map(percentText);
    return `The future is not like the past: intervals that contain ${promised} of the out-of-fold rows ` +
      `contain only ${held} of the latest rows, the test part. In time order, the mean of ${
        quoted(name)
      } ` +
      `over each fifth of the rows was ${fifths.join(", ")}. ` +
      "Intervals are widened to fit the errors on the latest rows.";
  }
  return undefined;
}

/** Of classes: how often they are among the latest rows, and how often that is answered. */
function shareText(answers: TimedAnswers): string | undefined {
  const { test, tested, times, names } = answers;
  const { outputs, size } = test;
  for (let c = outputs === 1 ? 0 : outputs - 1; c >= 0; c--) {
    const sums = new Map<number, { rows: number; off: number }>(); // by time: its rows are one observation
    let [actual, answered] = [0, 0];
    for (let row = 0; row < size; row++) {
      const time = times.test[row]!;
      const [is, probability] = [Number(isOf(test, row, c)), tested[row * outputs + c]!];
      actual += is / size;
      answered += probability / size;
      const { rows, off } = sums.get(time) ?? { rows: 0, off: 0 };
      sums.set(time, { rows: rows + 1, off: off + is - probability });
    }
    const mean = actual - answered;
    const squares = [...sums.values()].reduce((sum, { rows, off }) => {
      const own = off - rows * mean;
      return sum + own * own;
    }, 0);
    const error = sqrt(squares) / size;
    if (sums.size < LEAST_TIMES || abs(mean) <= max(LARGE_SHARE, SURE_SHARE * error)) continue;
    const fifths = fifthsOf(answers, c).map(percentText);
    const [is, said] = [actual, answered].map(percentText);
    return `The future is not like the past: ${quoted(names[c]!)} is ${is} of the latest rows, ` +
      `the test part, but the predictions say ${said}. ` +
      `In time order, it was ${fifths.join(", ")} of each fifth of the rows.`;
  }
  return undefined;
}

/** Whether a row is of a class, or has a label. */
function isOf({ targets, labels, outputs }: Dataset, row: number, c: number): boolean {
  return targets === undefined ? labels[row] === c : targets[row * outputs + c] === 1;
}

/** The mean of an output's target over each fifth of all rows, in the order of time. */
function fifthsOf({ training, test, times }: TimedAnswers, j: number): number[] {
  const valueIn = (data: Dataset, row: number) =>
    data.targets === undefined ? Number(isOf(data, row, j)) : data.targets[row * data.outputs + j]!;
  const rows = [[training, times.training], [test, times.test]] as const;
  const all = rows.flatMap(([data, time]) =>
    Array.from({ length: data.size }, (_, row) => [time[row]!, valueIn(data, row)] as const)
  ).sort(([one], [other]) => one - other);
  return Array.from({ length: FIFTHS }, (_, k) => {
    const some = all.slice(
      floor(k * all.length / FIFTHS),
      floor((k + 1) * all.length / FIFTHS),
    );
    return some.reduce((sum, [, value]) => sum + value, 0) / some.length;
  });
}

/** Columns that give the target away. @module */

import { lowerBound, upperBound } from "../../numerics/bounds.ts";
import { constantAnswer } from "../baselines/constant.ts";
import { argmax } from "../../numerics/argmax.ts";
import { evenly } from "../encode/distributions.ts";
import { percentText } from "./amounts.ts";
import { type ExpectedOutputs, targetsOf } from "../../evaluate/row_scores.ts";

const { max, min } = Math;

/** A column of numbers, or of the indices of levels; NaN, a missing value, is a value of its own. */
export interface LeakColumn {
  /** Its name in the table. */
  readonly name: string;
  /** [all rows] */
  readonly values: ArrayLike<number>;
}

/** A column that alone answers nearly everything. */
export interface Leak {
  /** Its name in the table. */
  readonly name: string;
  /** The share that it gets of what is possible: of accuracy above that of the commonest class, or R² of ranks. */
  readonly share: number;
}

/** A column that alone gets more than this, out of fold, is called a leak. */
const LEAK_SHARE = 0.98;

/** The most rows that are looked at. */
const MAX_ROWS = 2000;

/** On how many rows to each side an answer relies: one finds a rule without noise, eight a rule with some. */
const NEIGHBORS = [1, 8];

/** The number of folds: a row is answered by the other four fifths. */
const FOLDS = 5;

/**
 * Finds the columns that alone, out of fold, get more than 98 % of what is possible. A row is answered by the mean target of
 * the rows of the same value, or else of those beside it in the order of the values.
 * @param columns of all rows
 * @param expected of all rows
 * @param rows which of all rows may be looked at: all but those of the test. Of many, evenly chosen ones are
 */
export function leaksIn(
  columns: readonly LeakColumn[],
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): Leak[] {
  const chosen = Uint32Array.from(evenly(rows.length, MAX_ROWS), (k) => rows[k]!);
  if (chosen.length < 2 * FOLDS) return [];
  const { problem, outputs } = expected;
  const given = targetsOf(expected, chosen);
  const targets = problem.hasAccuracy ? given : ranksOf(given, outputs);
  const first = Uint32Array.from(chosen, (_, k) => k);
  const mean = constantAnswer({ labels: new Uint8Array(), targets, outputs }, first);
  const base = errorOf(expected, targets, () => mean);
  if (base === 0) return [];
  return columns.flatMap(({ name, values }) => {
    const own = Float64Array.from(
      chosen,
      (row) => Number.isNaN(values[row]!) ? Infinity : values[row]!,
    );
    const order = Uint32Array.from(own, (_, k) => k).sort((a, b) =>
      own[a]! < own[b]! ? -1 : Number(own[a]! > own[b]!)
    );
    const folds = Array.from({ length: FOLDS }, (_, fold) => {
      const others = order.filter((k) => k % FOLDS !== fold);
      return new SortedTargets(own, others, targets, outputs);
    });
    const errors = NEIGHBORS.map((near) =>
      errorOf(expected, targets, (k) => folds[k % FOLDS]!.answer(own[k]!, near))
    );
    const share = 1 - min(...errors) / base;
    return share > LEAK_SHARE ? [{ name, share }] : [];
  });
}

/** The rank of each target among those of its output, from 0 to 1: of quantities a few large ones would decide alone. */
function ranksOf(targets: Float32Array, outputs: number): Float32Array {
  const n = targets.length / outputs;
  const columns = Array.from(
    { length: outputs },
    (_, j) => Float32Array.from({ length: n }, (_, r) => targets[r * outputs + j]!).sort(),
  );
  return targets.map((target, k) => {
    const sorted = columns[k % outputs]!;
    return (lowerBound(sorted, target) + upperBound(sorted, target)) / (2 * n);
  });
}

/** Wrong answers, or squared errors over those of the mean. */
function errorOf(
  { problem, outputs }: ExpectedOutputs,
  targets: Float32Array,
  answerTo: (row: number) => ArrayLike<number>,
): number {
  let error = 0;
  for (let r = 0; r < targets.length / outputs; r++) {
    const answer = answerTo(r);
    if (problem.isOneHot) error += 1 - targets[r * outputs + argmax(answer)]!;
    else {
      for (let j = 0; j < outputs; j++) {
        const distance = answer[j]! - targets[r * outputs + j]!;
        error += distance * distance;
      }
    }
  }
  return error;
}

/** Rows in the order of their values, with the sums of their targets. */
class SortedTargets {
  readonly #outputs: number;
  readonly #values: Float64Array;
  /** [rows + 1, outputs] The sums of all rows before. */
  readonly #sums: Float64Array;

  /** @param order the rows, by their values */
  constructor(values: Float64Array, order: Uint32Array, targets: Float32Array, outputs: number) {
    this.#outputs = outputs;
    this.#values = Float64Array.from(order, (row) => values[row]!);
    this.#sums = new Float64Array((order.length + 1) * outputs);
    for (let k = 0; k < order.length * outputs; k++) {
      const [at, j] = [(k - k % outputs) / outputs, k % outputs];
      this.#sums[k + outputs] = this.#sums[k]! + targets[order[at]! * outputs + j]!;
    }
  }

  /** The mean target of rows `start` to `end` − 1. */
  #mean(start: number, end: number): Float64Array {
    const sums = this.#sums.slice(start * this.#outputs, (start + 1) * this.#outputs);
    return sums.map((sum, j) => (this.#sums[end * this.#outputs + j]! - sum) / (end - start));
  }

  /** The mean target of the rows of this value, or of `count` rows to each side; of one, by the line through both. */
  answer(value: number, count: number): Float64Array {
    const values = this.#values;
    const [start, end] = [lowerBound(values, value), upperBound(values, value)];
    if (end - start >= count) return this.#mean(start, end);
    if (count > 1) return this.#mean(max(0, start - count), min(values.length, end + count));
    const [below, above] = [values[start - 1], values[end]];
    const left = below === undefined ? undefined : this.#mean(lowerBound(values, below), start);
    if (left === undefined) return this.#mean(end, upperBound(values, above!));
    if (above === undefined || above === Infinity || value === Infinity) return left;
    const right = this.#mean(end, upperBound(values, above));
    const share = (value - below!) / (above - below!);
    return left.map((mean, j) => mean + share * (right[j]! - mean));
  }
}

/** A remark on a leak, in two sentences. */
export function leakText({ name, share }: Leak, target: string): string {
  return `“${name}” alone gives ${percentText(share)} of what there is to know of “${target}”: ` +
    "is it known before the answer is? If not, leave it out.";
}

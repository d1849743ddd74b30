/**
 * What each row adds to a metric that is not a mean over rows: the metric, and the row's influence on it, which is how fast the
 * metric moves as the row counts more. The mean over rows is the metric, and the deviation gives its standard error (the
 * infinitesimal jackknife: Jaeckel 1972, “The infinitesimal jackknife”; Efron 1982, “The Jackknife, the Bootstrap and Other
 * Resampling Plans”, chapter 6). @module
 */

import { type ExpectedOutputs, targetsOf } from "./row_scores.ts";

/** The class of each row in the data, and in the answer. */
export interface AnsweredClasses {
  /** [rows] */
  readonly actual: ArrayLike<number>;
  /** [rows] */
  readonly answered: ArrayLike<number>;
  /** How many classes there are. */
  readonly classes: number;
}

/** How many rows are of each class, are answered by it, and are so rightly. */
function countsOf({ actual, answered, classes }: AnsweredClasses) {
  const [sizes, predicted, right] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let r = 0; r < actual.length; r++) {
    sizes[actual[r]!]!++;
    predicted[answered[r]!]!++;
    if (actual[r] === answered[r]) right[actual[r]!]!++;
  }
  return { sizes, predicted, right };
}

/**
 * Balanced accuracy: the mean recall of the classes that have rows.
 * @returns `undefined` without rows
 */
export function recallValues(rows: AnsweredClasses): Float64Array | undefined {
  const { actual, answered } = rows;
  const { sizes, right } = countsOf(rows);
  const n = actual.length;
  const found = sizes.reduce((sum, size) => sum + Number(size > 0), 0);
  if (found === 0) return undefined;
  const recalls = right.map((count, k) => count / (sizes[k]! || 1));
  const value = recalls.reduce((sum, recall) => sum + recall, 0) / found;
  return Float64Array.from({ length: n }, (_, r) => {
    const k = actual[r]!;
    return value + (Number(answered[r] === k) - recalls[k]!) * n / sizes[k]! / found;
  });
}

/**
 * F1, 2·right / (rows of the class + rows that are answered by it), or its mean over the classes that have either.
 * @param positive the class; all if left out
 * @returns `undefined` where there are neither
 */
export function f1Values(rows: AnsweredClasses, positive?: number): Float64Array | undefined {
  const { actual, answered } = rows;
  const { sizes, predicted, right } = countsOf(rows);
  const n = actual.length;
  const totals = sizes.map((size, k) =>
    positive === undefined || positive === k ? size + predicted[k]! : 0
  );
  const found = totals.reduce((sum, total) => sum + Number(total > 0), 0);
  if (found === 0) return undefined;
  const f1 = right.map((count, k) => totals[k]! > 0 ? 2 * count / totals[k]! : 0);
  const value = f1.reduce((sum, one) => sum + one, 0) / found;
  return Float64Array.from({ length: n }, (_, r) => {
    const [one, other] = [actual[r]!, answered[r]!];
    let influence = one === other && totals[one]! > 0 ? 2 / totals[one]! : 0;
    for (const k of [one, other]) if (totals[k]! > 0) influence -= f1[k]! / totals[k]!;
    return value + influence * n / found;
  });
}

/** The order of rows by their scores from the least on, and the ends of runs of equal ones. */
function* runsOf(scores: ArrayLike<number>): Generator<readonly number[], void, void> {
  const order = Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  for (let [start, end] = [0, 0]; start < order.length; start = end) {
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    yield order.slice(start, end);
  }
}

/** The rows of the class; `undefined` without rows of both kinds. */
function positivesOf(isYes: ArrayLike<number>): number | undefined {
  let yes = 0;
  for (let r = 0; r < isYes.length; r++) yes += isYes[r]!;
  return yes === 0 || yes === isYes.length ? undefined : yes;
}

/**
 * The area under the ROC curve (DeLong, DeLong and Clarke-Pearson, “Comparing the areas under two or more correlated receiver
 * operating characteristic curves”, 1988).
 * @param isYes [rows] 1 for rows of the class, otherwise 0
 * @returns `undefined` without rows of both kinds
 */
export function rocValues(
  scores: ArrayLike<number>,
  isYes: ArrayLike<number>,
): Float64Array | undefined {
  const n = scores.length;
  const yes = positivesOf(isYes);
  if (yes === undefined) return undefined;
  /** [rows] The share of the rows of the other kind that the row is on the right side of; equal ones count half. */
  const shares = new Float64Array(n);
  let [start, below, area] = [0, 0, 0];
  for (const run of runsOf(scores)) {
    const equal = run.reduce((sum, row) => sum + isYes[row]!, 0);
    const noBelow = start - below;
    const noEqual = run.length - equal;
    for (const row of run) {
      shares[row] = isYes[row]
        ? (noBelow + noEqual / 2) / (n - yes)
        : (yes - below - equal / 2) / yes;
      if (isYes[row]) area += shares[row]! / yes;
    }
    below += equal;
    start += run.length;
  }
  return shares.map((share, row) => area + (share - area) * n / (isYes[row] ? yes : n - yes));
}

/**
 * Average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ: the mean, over the rows of the class, of the precision among the rows that score as
 * much or more. A row moves its own precision and that of all rows of the class below it.
 * @param isYes [rows] 1 for rows of the class, otherwise 0
 * @returns `undefined` without rows of both kinds
 */
export function precisionValues(
  scores: ArrayLike<number>,
  isYes: ArrayLike<number>,
): Float64Array | undefined {
  const n = scores.length;
  const yes = positivesOf(isYes);
  if (yes === undefined) return undefined;
  const values = new Float64Array(n);
  let [above, aboveYes, area] = [n, yes, 0];
  /** Σ over rows of the class that score no more: 1 / rows above, and precision / rows above. */
  let [all, wrong] = [0, 0];
  for (const run of runsOf(scores)) {
    const own = run.reduce((sum, row) => sum + isYes[row]!, 0);
    const precision = aboveYes / above;
    all += own / above;
    wrong += own * precision / above;
    area += own * precision / yes;
    for (const row of run) values[row] = (isYes[row] ? precision + all : 0) - wrong;
    above -= run.length;
    aboveYes -= own;
  }
  return values.map((value, row) => area + (value - (isYes[row] ? area : 0)) * n / yes);
}

/**
 * How much too high average precision is on average: a row of the class counts itself among those above it, which raises its
 * precision by the share of the others there over how many rows there are.
 * @param isYes [rows] 1 for rows of the class, otherwise 0
 */
export function precisionBias(scores: ArrayLike<number>, isYes: ArrayLike<number>): number {
  let [above, aboveYes, bias] = [scores.length, positivesOf(isYes) ?? 0, 0];
  const yes = aboveYes;
  for (const run of runsOf(scores)) {
    const own = run.reduce((sum, row) => sum + isYes[row]!, 0);
    bias += own * (1 - aboveYes / above) / above / yes;
    above -= run.length;
    aboveYes -= own;
  }
  return yes === 0 ? 0 : bias;
}

/** Squared errors above, squared distances from the mean below: an output's share of 1 − R². */
export interface RatioTerm {
  /** [rows] */
  readonly above: Float64Array;
  /** Their sum. */
  readonly sumAbove: number;
  /** [rows] The distances whose squares are below; 1 in each row if it is `undefined`. */
  readonly distances: Float64Array | undefined;
  /** The sum of their squares. */
  readonly sumBelow: number;
}

/** The squared errors of each output, and those of its mean; `undefined` if the targets of one are all the same. */
export function errorTerms(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): RatioTerm[] | undefined {
  const [n, { outputs }] = [rows.length, expected];
  const targets = targetsOf(expected, rows);
  const terms: RatioTerm[] = [];
  for (let j = 0; j < outputs; j++) {
    const origin = targets[j]!; // equal targets then have distances of exactly 0
    let sum = 0;
    for (let r = 0; r < n; r++) sum += targets[r * outputs + j]! - origin;
    const [above, distances] = [new Float64Array(n), new Float64Array(n)];
    let [sumAbove, sumBelow] = [0, 0];
    for (let r = 0; r < n; r++) {
      const target = targets[r * outputs + j]!;
      const [error, distance] = [answers[r * outputs + j]! - target, target - origin - sum / n];
      distances[r] = distance;
      sumAbove += above[r] = error * error;
      sumBelow += distance * distance;
    }
    if (sumBelow === 0) return undefined;
    terms.push({ above, sumAbove, distances, sumBelow });
  }
  return terms;
}

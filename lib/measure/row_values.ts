/**
 * What each row adds to a metric that is not a mean over rows: the metric, and the row's influence on it, which is how fast the
 * metric moves as the row counts more. The mean over rows is the metric, and the deviation gives its standard error (the
 * infinitesimal jackknife: Jaeckel 1972, “The infinitesimal jackknife”; Efron 1982, “The Jackknife, the Bootstrap and Other
 * Resampling Plans”, chapter 6). Where rows have weights, the mean by weight is the metric. @module
 */

import { type ExpectedOutputs, targetsOf } from "./row_scores.ts";
import { type RowWeights, totalWeight, weightsOf } from "./row_weights.ts";

/** The class of each row in the data, and in the answer. */
export interface AnsweredClasses {
  /** [rows] */
  readonly actual: ArrayLike<number>;
  /** [rows] */
  readonly answered: ArrayLike<number>;
  /** How many classes there are. */
  readonly classes: number;
  /** [rows] How much each row counts. Default: 1 each */
  readonly weights?: RowWeights;
}

/** How many rows are of each class, are answered by it, and are so rightly, by weight; and how many there are. */
function countsOf({ actual, answered, classes, weights }: AnsweredClasses) {
  const [sizes, predicted, right] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let r = 0; r < actual.length; r++) {
    const weight = weights?.[r] ?? 1;
    sizes[actual[r]!]! += weight;
    predicted[answered[r]!]! += weight;
    if (actual[r] === answered[r]) right[actual[r]!]! += weight;
  }
  return { sizes, predicted, right, total: totalWeight(actual.length, weights) };
}

/**
 * Balanced accuracy: the mean recall of the classes that have rows.
 * @returns `undefined` without rows
 */
export function recallValues(rows: AnsweredClasses): Float64Array | undefined {
  const { actual, answered } = rows;
  const { sizes, right, total: n } = countsOf(rows);
  const found = sizes.reduce((sum, size) => sum + Number(size > 0), 0);
  if (found === 0) return undefined;
  const recalls = right.map((count, k) => count / (sizes[k]! || 1));
  const value = recalls.reduce((sum, recall) => sum + recall, 0) / found;
  return Float64Array.from({ length: actual.length }, (_, r) => {
    const k = actual[r]!;
    if (sizes[k] === 0) return value; // a row of weight 0
    return value + (Number(answered[r] === k) - recalls[k]!) * n / sizes[k]! / found;
  });
}

/**
 * The recall of a class.
 * @returns `undefined` without rows of it
 */
export function recallOfValues(rows: AnsweredClasses, positive: number): Float64Array | undefined {
  const { actual, answered } = rows;
  const { sizes, right, total: n } = countsOf(rows);
  const size = sizes[positive]!;
  if (size === 0) return undefined;
  const recall = right[positive]! / size;
  return Float64Array.from(
    { length: actual.length },
    (_, r) =>
      actual[r] === positive
        ? recall + (Number(answered[r] === positive) - recall) * n / size
        : recall,
  );
}

/**
 * F1, 2·right / (rows of the class + rows that are answered by it), or its mean over the classes that have either.
 * @param positive the class; all if left out
 * @returns `undefined` where there are neither
 */
export function f1Values(rows: AnsweredClasses, positive?: number): Float64Array | undefined {
  const { actual, answered } = rows;
  const { sizes, predicted, right, total: n } = countsOf(rows);
  const totals = sizes.map((size, k) =>
    positive === undefined || positive === k ? size + predicted[k]! : 0
  );
  const found = totals.reduce((sum, total) => sum + Number(total > 0), 0);
  if (found === 0) return undefined;
  const f1 = right.map((count, k) => totals[k]! > 0 ? 2 * count / totals[k]! : 0);
  const value = f1.reduce((sum, one) => sum + one, 0) / found;
  return Float64Array.from({ length: actual.length }, (_, r) => {
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

/** How many rows are of the class, and of others, by weight; `undefined` without rows of both kinds. */
function sidesOf(
  isYes: ArrayLike<number>,
  weights: RowWeights,
): { readonly yes: number; readonly no: number } | undefined {
  let [yes, no] = [0, 0];
  for (let r = 0; r < isYes.length; r++) {
    if (isYes[r]) yes += weights?.[r] ?? 1;
    else no += weights?.[r] ?? 1;
  }
  return yes === 0 || no === 0 ? undefined : { yes, no };
}

/** The sums of weights of rows of the class, and of others. */
function weighRun(
  run: readonly number[],
  isYes: ArrayLike<number>,
  weights: RowWeights,
): readonly [yes: number, no: number] {
  let [yes, no] = [0, 0];
  for (const row of run) {
    if (isYes[row]) yes += weights?.[row] ?? 1;
    else no += weights?.[row] ?? 1;
  }
  return [yes, no];
}

/**
 * The area under the ROC curve (DeLong, DeLong and Clarke-Pearson, “Comparing the areas under two or more correlated receiver
 * operating characteristic curves”, 1988).
 * @param isYes [rows] 1 for rows of the class, otherwise 0
 * @param weights [rows] How much each row counts. Default: 1 each
 * @returns `undefined` without rows of both kinds
 */
export function rocValues(
  scores: ArrayLike<number>,
  isYes: ArrayLike<number>,
  weights?: RowWeights,
): Float64Array | undefined {
  const sides = sidesOf(isYes, weights);
  if (sides === undefined) return undefined;
  const { yes, no } = sides;
  /** [rows] The share of the rows of the other kind that the row is on the right side of; equal ones count half. */
  const shares = new Float64Array(scores.length);
  let [below, noBelow, area] = [0, 0, 0];
  for (const run of runsOf(scores)) {
    const [equal, noEqual] = weighRun(run, isYes, weights);
    for (const row of run) {
      shares[row] = isYes[row] ? (noBelow + noEqual / 2) / no : (yes - below - equal / 2) / yes;
      if (isYes[row]) area += shares[row]! * (weights?.[row] ?? 1) / yes;
    }
    below += equal;
    noBelow += noEqual;
  }
  return shares.map((share, row) => area + (share - area) * (yes + no) / (isYes[row] ? yes : no));
}

/**
 * Average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ: the mean, over the rows of the class, of the precision among the rows that score as
 * much or more. A row moves its own precision and that of all rows of the class below it.
 * @param isYes [rows] 1 for rows of the class, otherwise 0
 * @param weights [rows] How much each row counts. Default: 1 each
 * @returns `undefined` without rows of both kinds
 */
export function precisionValues(
  scores: ArrayLike<number>,
  isYes: ArrayLike<number>,
  weights?: RowWeights,
): Float64Array | undefined {
  const sides = sidesOf(isYes, weights);
  if (sides === undefined) return undefined;
  const { yes, no } = sides;
  const values = new Float64Array(scores.length);
  let [aboveYes, aboveNo, area] = [yes, no, 0];
  /** Σ over rows of the class that score no more: 1 / rows above, and precision / rows above. */
  let [all, wrong] = [0, 0];
  for (const run of runsOf(scores)) {
    const [own, others] = weighRun(run, isYes, weights);
    const above = aboveYes + aboveNo;
    if (!(above > 0)) break; // rows of weight 0 are left, or rounding
    const precision = aboveYes / above;
    all += own / above;
    wrong += own * precision / above;
    area += own * precision / yes;
    for (const row of run) values[row] = (isYes[row] ? precision + all : 0) - wrong;
    aboveNo -= others;
    aboveYes -= own;
  }
  return values.map((value, row) => area + (value - (isYes[row] ? area : 0)) * (yes + no) / yes);
}

/**
 * How much too high average precision is on average: a row of the class counts itself among those above it, which raises its
 * precision by the share of the others there over how many rows there are.
 * @param isYes [rows] 1 for rows of the class, otherwise 0
 * @param weights [rows] How much each row counts. Default: 1 each
 */
export function precisionBias(
  scores: ArrayLike<number>,
  isYes: ArrayLike<number>,
  weights?: RowWeights,
): number {
  const sides = sidesOf(isYes, weights);
  if (sides === undefined) return 0;
  let [aboveYes, aboveNo, bias] = [sides.yes, sides.no, 0];
  for (const run of runsOf(scores)) {
    const [own, others] = weighRun(run, isYes, weights);
    const squares = weights === undefined
      ? own
      : run.reduce((sum, row) => sum + isYes[row]! * weights[row]! * weights[row]!, 0);
    const above = aboveYes + aboveNo;
    if (squares > 0) bias += squares * (1 - aboveYes / above) / above / sides.yes;
    aboveNo -= others;
    aboveYes -= own;
  }
  return bias;
}

/** Squared errors above, squared distances from the mean below: an output's share of 1 − R². */
export interface RatioTerm {
  /** [rows] */
  readonly above: Float64Array;
  /** Their sum, by weight. */
  readonly sumAbove: number;
  /** [rows] The distances whose squares are below; 1 in each row if it is `undefined`. */
  readonly distances: Float64Array | undefined;
  /** The sum of their squares, by weight. */
  readonly sumBelow: number;
}

/** The squared errors of each output, and those of its mean; `undefined` if the targets of one are all the same. */
export function errorTerms(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): RatioTerm[] | undefined {
  const [n, { outputs }] = [rows.length, expected];
  const weights = weightsOf(expected, rows);
  const total = totalWeight(n, weights);
  const targets = targetsOf(expected, rows);
  const terms: RatioTerm[] = [];
  for (let j = 0; j < outputs; j++) {
    const origin = targets[j]!; // equal targets then have distances of exactly 0
    let sum = 0;
    for (let r = 0; r < n; r++) sum += (targets[r * outputs + j]! - origin) * (weights?.[r] ?? 1);
    const [above, distances] = [new Float64Array(n), new Float64Array(n)];
    let [sumAbove, sumBelow] = [0, 0];
    for (let r = 0; r < n; r++) {
      const target = targets[r * outputs + j]!;
      const [error, distance] = [answers[r * outputs + j]! - target, target - origin - sum / total];
      const weight = weights?.[r] ?? 1;
      distances[r] = distance;
      above[r] = error * error;
      sumAbove += weight * above[r]!;
      sumBelow += weight * (distance * distance);
    }
    if (sumBelow === 0) return undefined;
    terms.push({ above, sumAbove, distances, sumBelow });
  }
  return terms;
}

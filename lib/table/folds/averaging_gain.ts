/**
 * What the model that ships gains over its answers out of fold: new rows are answered by the mean over all folds, a row out of
 * fold by the members of one.
 *
 * For squared error this is the variance of the folds' answers around their mean (Krogh and Vedelsby 1995, “Neural network
 * ensembles, cross validation, and active learning”: the ambiguity), on rows from which none of them learned. Where all rows
 * are in folds there are no such rows, so they are crossed: answers to them need no target. @module
 */

import type { Dataset } from "../../dataset.ts";
import { argmax } from "../../numerics/argmax.ts";
import { RandomStream } from "../../numerics/random.ts";
import type { MetricName } from "../../options/metric_names.ts";
import type { MeasuredAnswers } from "../../measure/metric.ts";
import { METRICS, metricValue } from "../../measure/metric_table.ts";
import { positiveOf } from "../../measure/metric/answered.ts";
import { meanOf, weightsOf } from "../../measure/row_weights.ts";
import { type ExpectedOutputs, targetsOf } from "../../measure/row_scores.ts";
import type { TableDescription } from "../columns/columns.ts";
import { widthOf } from "../columns/features.ts";
import { FoldEnsemble } from "./fold_ensemble.ts";

const { floor, min } = Math;

/** So many rows are crossed at most: the gain is then known well enough. */
const CROSSED_ROWS = 2000;

/** A row is crossed with the nearest of so many others, so that values stand together that may. */
const NEAREST_OF = 16;

/**
 * Rows from which no model learned: each has about half of its columns from a row, and the others from a near one.
 * @returns the rows that they began from, with these features in place of their own; targets and weights are theirs
 */
export function crossedRows(
  training: Dataset,
  { columns }: Pick<TableDescription, "columns">,
): Dataset {
  const { size, features } = training;
  const inputs = training.inputs as Float32Array;
  const random = new RandomStream(1, "crossing");
  const count = min(size, CROSSED_ROWS);
  const begun = Uint32Array.from({ length: count }, (_, r) => floor(r * size / count));
  const crossed = training.select(begun);
  const scales = inverseVariances(inputs, features);
  const widths = columns.map(widthOf);
  for (let r = 0; r < count; r++) {
    const row = begun[r]!;
    let [nearest, least] = [row, Infinity];
    for (let k = 0; k < NEAREST_OF; k++) {
      const other = floor(random.uniform() * size);
      const distance = squaredDistance(inputs, row * features, other * features, scales);
      if (other !== row && distance < least) [nearest, least] = [other, distance];
    }
    let start = 0;
    for (const width of widths) {
      if (random.uniform() < 0.5) {
        const from = nearest * features + start;
        crossed.inputs.set(inputs.subarray(from, from + width), r * features + start);
      }
      start += width;
    }
  }
  return crossed;
}

/** [features] */
function inverseVariances(inputs: Float32Array, features: number): Float64Array {
  const size = inputs.length / features;
  return Float64Array.from({ length: features }, (_, k) => {
    let [sum, squares] = [0, 0];
    for (let at = k; at < inputs.length; at += features) {
      sum += inputs[at]!;
      squares += inputs[at]! * inputs[at]!;
    }
    const variance = squares / size - (sum / size) * (sum / size);
    return variance > 0 ? 1 / variance : 0;
  });
}

function squaredDistance(
  inputs: Float32Array,
  one: number,
  other: number,
  scales: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < scales.length; k++) {
    const difference = inputs[one + k]! - inputs[other + k]!;
    sum += scales[k]! * difference * difference;
  }
  return sum;
}

/** The ensemble of the members of a fold: those that answer its rows out of fold. */
export function ensembleOfFold(ensemble: FoldEnsemble, fold: number): FoldEnsemble {
  const families = ensemble.families.filter(({ weight }) => weight > 0).map((family) => ({
    ...family,
    members: family.members.filter((member) => member.fold === fold),
  }));
  return new FoldEnsemble(families, ensemble);
}

/** What a model answers out of fold, and what is expected there. */
export interface FoldedAnswers {
  /** [rows, outputs] */
  readonly outOfFold: MeasuredAnswers;
  readonly expected: ExpectedOutputs;
  /** The rows that are in folds, which come first. */
  readonly rows: Uint32Array;
}

/**
 * By how much a metric of the mean of the folds' answers is better than that of one fold's, on average; 0 where it is not defined.
 *
 * The targets of crossed rows are drawn: classes and labels by the mean's probabilities, quantities as the mean and the error of
 * a row out of fold. So it holds for every metric. R² needs none: it is the ambiguity over the variance of the targets.
 * @param answers [folds][crossed rows, outputs]
 */
export function averagingGain(
  metric: MetricName,
  answers: readonly Float32Array[],
  crossed: Dataset,
  folded: FoldedAnswers,
): number {
  const { expected, outOfFold: { thresholds } } = folded;
  const mean = meanAnswers(answers);
  const { interval, goal } = METRICS[metric];
  if (interval === "ratio") return explainedGain(answers, mean, crossed, folded);
  const drawn = { ...drawnTargets(mean, crossed, folded), units: undefined };
  const rows = Uint32Array.from({ length: crossed.size }, (_, row) => row);
  const fixed = thresholds?.map(({ from, ...threshold }) => ({
    ...threshold,
    from: typeof from === "function" ? from(folded.rows.length) : from, // that of new rows
  }));
  const valueOf = (outputs: Float32Array) =>
    metricValue(metric, { outputs, thresholds: fixed }, { ...expected, ...drawn }, rows);
  const value = valueOf(mean);
  const values = answers.flatMap((outputs) => valueOf(outputs) ?? []);
  if (value === undefined || values.length < answers.length) return 0;
  const gain = value - values.reduce((sum, one) => sum + one, 0) / values.length;
  return goal === "maximize" ? gain : -gain;
}

function meanAnswers(answers: readonly Float32Array[]): Float32Array {
  return answers[0]!.map((_, k) =>
    answers.reduce((sum, outputs) => sum + outputs[k]!, 0) / answers.length
  );
}

/** The ambiguity of each quantity over the variance of its targets, on average. */
function explainedGain(
  answers: readonly Float32Array[],
  mean: Float32Array,
  { size, weights }: Dataset,
  { expected, rows }: FoldedAnswers,
): number {
  const { outputs } = expected;
  const targets = targetsOf(expected, rows);
  const rowWeights = weightsOf(expected, rows);
  let sum = 0;
  for (let j = 0; j < outputs; j++) {
    const ambiguity = Float64Array.from({ length: size }, (_, r) => {
      const at = r * outputs + j;
      const squares = answers.map((own) => (own[at]! - mean[at]!) * (own[at]! - mean[at]!));
      return squares.reduce((sum, square) => sum + square, 0) / answers.length;
    });
    const quantities = Float64Array.from(rows, (_, r) => targets[r * outputs + j]!);
    const middle = meanOf(quantities, rowWeights);
    const variance = meanOf(quantities.map((y) => (y - middle) * (y - middle)), rowWeights);
    if (variance > 0) sum += meanOf(ambiguity, weights) / variance;
  }
  return sum / outputs;
}

/** Draws what is expected to crossed rows if the mean of the answers is right. */
function drawnTargets(
  mean: Float32Array,
  { size, weights }: Dataset,
  { expected, outOfFold, rows }: FoldedAnswers,
): Partial<ExpectedOutputs> {
  const { problem, outputs } = expected;
  const random = new RandomStream(2, "crossing");
  if (problem.isOneHot) {
    const labels = Uint16Array.from({ length: size }, (_, r) => {
      let rest = random.uniform();
      const own = mean.subarray(r * outputs, (r + 1) * outputs);
      const drawn = own.findIndex((share) => (rest -= share) < 0);
      return drawn === -1 ? argmax(own) : drawn;
    });
    return { labels, weights, positive: outputs === 2 ? positiveOf(expected) : undefined };
  }
  const targets = targetsOf(expected, rows);
  const drawn = new Float32Array(mean.length);
  for (let r = 0; r < size; r++) {
    const other = floor(random.uniform() * rows.length);
    for (let j = 0; j < outputs; j++) {
      const [at, from] = [r * outputs + j, other * outputs + j];
      drawn[at] = problem.hasAccuracy
        ? Number(random.uniform() < mean[at]!)
        : mean[at]! + targets[from]! - outOfFold.outputs[from]!;
    }
  }
  return { targets: drawn, weights };
}

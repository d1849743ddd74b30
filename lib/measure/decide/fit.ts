/** What a model decides, chosen by answers to rows that it did not learn from. @module */

import type { Dataset } from "../../dataset.ts";
import type { Classifier } from "../../evaluate.ts";
import { meanInterval, type MetricInterval } from "../metric_interval.ts";
import { rarerClass } from "../metric/answered.ts";
import { wilsonInterval } from "../uncertainty.ts";
import { outputsFor, predictDataset } from "../../evaluate/predictions.ts";
import { effectiveSize, meanOf, type RowWeights, weightsOf } from "../row_weights.ts";
import type { AskedMetric } from "../../options/metric_names.ts";
import { quoted } from "../../checks/texts.ts";
import type { Decision, DecisionSets, DecisionThreshold } from "./decide.ts";
import { fitThreshold, type MistakeCosts, rowCosts } from "./threshold.ts";
import { conformalBoundOf } from "../intervals.ts";

/**
 * The bound that the scores of a share of all rows like these are within, see {@linkcode conformalBoundOf}.
 *
 * Of rows that the network did not learn from, the coverage is at least what is promised and at most 1 / (n + 1) more. Of
 * answers out of fold it is about that: other networks give them than the ensemble that answers.
 * @param scores [rows] how far off the answer to each row is
 * @param coverage the share of rows, between 0 and 1
 * @param rows which rows decide; all of them if left out
 * @param choosing by how many rows networks chose their epochs, these among them; 0 for none
 * @param weights [rows] How much each row counts. Default: 1 each
 * @returns `undefined` if there are too few rows for this coverage
 */
export function conformalBound(
  scores: ArrayLike<number>,
  coverage: number,
  rows?: ArrayLike<number>,
  choosing = 0,
  weights: ArrayLike<number> | undefined = undefined,
): number | undefined {
  const own = rows === undefined
    ? Float64Array.from(scores)
    : Float64Array.from(rows, (row) => scores[row]!);
  const ownWeights = weights && rows ? Float64Array.from(rows, (row) => weights[row]!) : weights;
  return conformalBoundOf(own, coverage, choosing, ownWeights);
}

/**
 * The score of each row for sets of classes: 1 less the probability of its own class (Sadinle, Lei and Wasserman 2019, “Least
 * Ambiguous Set-Valued Classifiers With Bounded Error Levels”).
 * @param probabilities [rows, classes]
 * @param labels [rows] the class of each row
 */
export function classScores(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Float64Array {
  const classes = probabilities.length / labels.length;
  return Float64Array.from(labels, (label, row) => 1 - probabilities[row * classes + label]!);
}

/** What is to be decided. */
export interface DecisionOptions {
  /** What each mistake costs, of two classes or of each label: thresholds follow. */
  readonly costs?: MistakeCosts | undefined;
  /** The class that `costs` is to find. Default: the rarer one */
  readonly positive?: string | undefined;
  /** The share of the rows of each class whose class is to be in their set; of all rows, where a class has too few. */
  readonly coverage?: number | undefined;
}

/** What a network decides by, where mistakes have costs, and what it is compared by. */
export interface NetworkDecisions extends Pick<DecisionOptions, "positive"> {
  readonly decision?: Decision | undefined;
  readonly metric?: AskedMetric | undefined;
}

export interface DecidingRows {
  /** [rows, classes] */
  readonly probabilities: ArrayLike<number>;
  /** [rows] */
  readonly labels: ArrayLike<number>;
  /** [rows] The fold of each row; rows are split into five if left out. */
  readonly foldOf?: ArrayLike<number> | undefined;
  /** [rows] How much each row counts. Default: 1 each */
  readonly weights?: ArrayLike<number> | undefined;
}

const { ceil, min } = Math;

/** So many parts promise, where there are no folds. */
const PARTS = 5;

/**
 * Why a model of these classes cannot decide so, as the end of a sentence; `undefined` if it can.
 * @param classes none of quantities
 * @param rows how many rows decide
 * @param parts how many folds they are split into
 */
export function decisionProblem(
  { costs, positive, coverage }: DecisionOptions,
  classes: readonly string[] | undefined,
  rows: number,
  parts: number = PARTS,
): string | undefined {
  if (costs === undefined && positive !== undefined) {
    return "expected costs beside the class to find";
  }
  if (costs !== undefined && classes?.length !== 2) {
    return `expected two classes for costs, got ${classes?.length ?? "quantities"}`;
  }
  if (coverage !== undefined && classes === undefined) {
    return "expected classes for a coverage, got quantities";
  }
  const others = rows - ceil(rows / parts);
  if (coverage !== undefined && ceil(coverage * (others + 1)) > others) {
    return `expected more rows for a coverage of ${coverage}, got ${rows} that it can be chosen by`;
  }
  if (positive !== undefined && !classes!.includes(positive)) {
    return `expected ${classes!.map(quoted).join(" or ")} as the class to find, got ${
      quoted(positive)
    }`;
  }
  return undefined;
}

/**
 * Chooses the threshold of least cost and the bound of sets by all rows, and promises what they come to on rows that did not
 * choose.
 * @returns `undefined` if nothing is to be decided
 * @throws {RangeError} if they cannot decide so, see {@linkcode decisionProblem}
 */
export function fitDecision(
  options: DecisionOptions,
  classes: readonly string[],
  rows: DecidingRows,
): Decision | undefined {
  const { costs, positive, coverage } = options;
  const { labels, foldOf = foldsOf(labels) } = rows;
  const parts = new Set(Array.from(foldOf)).size;
  const problem = decisionProblem(options, classes, labels.length, parts);
  if (problem !== undefined) throw new RangeError(`Cannot decide: ${problem}`);
  if (costs === undefined && coverage === undefined) return undefined;
  return {
    ...costs && { threshold: classThreshold(rows, costs, positiveOf(rows, classes, positive)) },
    ...coverage !== undefined && { sets: fitSets(rows, coverage)! },
  };
}

/**
 * What a network decides by its answers to a data set that it did not learn from: of several labels, a threshold for each.
 * @param foldOf [examples] the fold of each, if they are split
 * @throws {RangeError} as {@linkcode fitDecision}
 */
export function decisionOf(
  network: Omit<Classifier, "cost">,
  data: Dataset,
  options: DecisionOptions,
  foldOf?: ArrayLike<number>,
): Decision | undefined {
  const { costs, coverage } = options;
  if (costs === undefined && coverage === undefined) return undefined;
  if (!data.problem.isOneHot && costs !== undefined) {
    const { outputs: labels, targets, weights } = data;
    const outputs = outputsFor(network, data);
    const columnOf = (values: ArrayLike<number>, k: number) =>
      Array.from({ length: data.size }, (_, row) => values[row * labels + k]!);
    const thresholds = Array.from({ length: labels }, (_, k) => {
      const positives = columnOf(targets!, k).map((target) => target === 1);
      const parts = foldOf ?? foldsOf(positives);
      return thresholdOf(columnOf(outputs, k), positives, costs, k, parts, weights);
    });
    return { thresholds };
  }
  const { outputs, labels, weights } = predictDataset(network, data);
  const rows = { probabilities: outputs, labels, foldOf, weights };
  return fitDecision(options, data.classNames!, rows);
}

/** The class to find: the rarer one unless it is named, the second of equals. */
function positiveOf(
  { labels, weights }: DecidingRows,
  classes: readonly string[],
  name: string | undefined,
): number {
  return name === undefined ? rarerClass(labels, weights) : classes.indexOf(name);
}

function classThreshold(
  { probabilities, labels, foldOf = foldsOf(labels), weights }: DecidingRows,
  costs: MistakeCosts,
  positive: number,
): DecisionThreshold {
  const scores = Float64Array.from(labels, (_, row) => probabilities[2 * row + positive]!);
  const positives = Array.from(labels, (label) => label === positive);
  return thresholdOf(scores, positives, costs, positive, foldOf, weights);
}

function thresholdOf(
  scores: ArrayLike<number>,
  positives: readonly boolean[],
  costs: MistakeCosts,
  positive: number,
  foldOf: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): DecisionThreshold {
  const choose = (rows?: Uint32Array) => fitThreshold(scores, positives, costs, rows, weights);
  const from = choose();
  const each = rowCosts(scores, positives, costs, crossFit(foldOf, choose));
  const promised = meanInterval(each, { weights });
  const { falseAlarm, miss } = costs;
  return { falseAlarm, miss, positive, from: from === Infinity ? null : from, promised };
}

/**
 * Bounds of sets by the rows of each class (Vovk 2012, “Conditional Validity of Inductive Conformal Predictors”, section 4),
 * so that a rare class is in the sets of its rows as often as a common one. Where a class has too few rows, there is one bound
 * for all classes.
 *
 * The promise has no further ranks: it is as much too good as the answers out of fold, which the bound makes up for.
 * @returns `undefined` if all rows together are too few for this coverage
 */
export function fitSets(
  { probabilities, labels, foldOf, weights }: DecidingRows,
  coverage: number,
): DecisionSets | undefined {
  const scores = classScores(probabilities, labels);
  const all = Uint32Array.from(scores, (_, row) => row);
  const classes = probabilities.length / labels.length;
  const ofClass = Array.from({ length: classes }, (_, k) => all.filter((row) => labels[row] === k));
  const folds = foldOf ?? foldsOf(labels);
  const choosing = foldOf === undefined ? 0 : labels.length;
  const isHeld = new Uint8Array(labels.length);
  /** The bound by some rows; marks those within the bound by the other folds' rows. */
  const boundBy = (part: Uint32Array): number | undefined => {
    const without = crossFit(
      part.map((row) => folds[row]!),
      (others) => conformalBound(scores, coverage, others.map((index) => part[index]!), 0, weights),
    );
    const bounds = Array.from(part, (_, index) => without(index));
    for (const [index, row] of part.entries()) isHeld[row] = Number(scores[row]! <= bounds[index]!);
    return bounds.includes(undefined)
      ? undefined
      : conformalBound(scores, coverage, part, choosing, weights);
  };
  const own = ofClass.map(boundBy).filter((bound) => bound !== undefined);
  const bound = own.length === classes ? own : boundBy(all);
  if (bound === undefined) return undefined;
  const heldIn = (rows: Uint32Array) =>
    shareOf(Array.from(rows, (row) => isHeld[row]!), weightsOf({ weights }, rows));
  return {
    coverage,
    bound,
    promised: heldIn(all),
    classes: ofClass.map((rows) => countsAny(rows, weights) ? heldIn(rows) : null),
  };
}

/** Whether there are rows, and one of them counts. */
export function countsAny(rows: ArrayLike<number>, weights: RowWeights): boolean {
  return Array.from(rows).some((row) => weights?.[row] !== 0);
}

/**
 * The share of rows, by weight, with Wilson's interval for the rows of equal weight with as much information.
 * @param isHeld [rows] 1 or 0
 */
export function shareOf(isHeld: readonly number[], weights?: RowWeights): MetricInterval {
  const value = meanOf(isHeld, weights);
  const size = effectiveSize(isHeld.length, weights);
  const count = weights === undefined ? isHeld.reduce((sum, one) => sum + one, 0) : value * size;
  const [low, high] = wilsonInterval(min(count, size), size);
  return { value, low, high };
}

function foldsOf({ length }: { readonly length: number }): Uint8Array {
  return Uint8Array.from({ length }, (_, row) => row % PARTS);
}

/**
 * Makes a choice for each fold by the rows of all others (cross-fitting), so that what it comes to on the fold's own rows is
 * not flattered by them.
 * @param foldOf [rows] the fold of each row, from 0
 * @param choose makes the choice by some rows
 * @returns the choice for each row
 */
export function crossFit<Choice>(
  foldOf: ArrayLike<number>,
  choose: (rows: Uint32Array) => Choice,
): (row: number) => Choice {
  const all = Uint32Array.from(foldOf, (_, row) => row);
  const choices = new Map<number, Choice>();
  for (const fold of new Set(Array.from(foldOf))) {
    choices.set(fold, choose(all.filter((row) => foldOf[row] !== fold)));
  }
  return (row) => choices.get(foldOf[row]!)!;
}

/** What a model decides by its probabilities of classes: which one it answers, and which may be right. @module */

import type { MetricInterval } from "../metric_interval.ts";
import type { Answer } from "../../problem/contract.ts";
import type { MistakeCosts } from "./threshold.ts";
import { YES_THRESHOLD } from "../../problem/answers.ts";

/** What a model file keeps under `decision`, as plain JSON. */
export interface Decision {
  /** From which probability on the one of two classes is answered. */
  readonly threshold?: DecisionThreshold;
  /** From which probability on each of several labels is answered with yes, in their order. */
  readonly thresholds?: readonly DecisionThreshold[];
  /** Which classes are in the set of a row. */
  readonly sets?: DecisionSets;
}

/** A threshold by what mistakes cost. */
export interface DecisionThreshold extends MistakeCosts {
  /** The index of the class that is to be found, or of the label. */
  readonly positive: number;
  /** Its least probability where it is answered; null for never. */
  readonly from: number | null;
  /** The cost of a row like those of training, cross-fitted. */
  readonly promised: MetricInterval;
}

/** Sets of classes. */
export interface DecisionSets {
  /** The share of rows, like the training rows, whose set contains the class; for each class, if each has a bound. */
  readonly coverage: number;
  /** A class is in the set if 1 less its probability is at most this: one bound for all classes, or one for each. */
  readonly bound: number | readonly number[];
  /** The share of rows of training whose class was in the set, cross-fitted. */
  readonly promised: MetricInterval;
  /** The same among the rows of each class; `null` for a class without rows. */
  readonly classes: readonly (MetricInterval | null)[];
}

export function decidedClass(
  probabilities: ArrayLike<number>,
  { positive, from }: Pick<DecisionThreshold, "positive" | "from">,
): number {
  return probabilities[positive]! >= (from ?? Infinity) ? positive : 1 - positive;
}

/**
 * The classes of a row whose scores are within their bounds, in their order; none where even the most probable one is not.
 * @param probabilities [classes] of the row
 */
export function classSet(
  probabilities: ArrayLike<number>,
  bound: DecisionSets["bound"],
): number[] {
  const classes: number[] = [];
  for (let k = 0; k < probabilities.length; k++) {
    if (1 - probabilities[k]! <= boundOf(bound, k)) classes.push(k);
  }
  return classes;
}

/** The bound of a class. */
export function boundOf(bound: DecisionSets["bound"], k: number): number {
  return typeof bound === "number" ? bound : bound[k]!;
}

/** An answer as a model with such a decision gives it. */
export function decide(answer: Answer, decision: Decision | undefined): Answer {
  if (decision === undefined) return answer;
  const { threshold, sets } = decision;
  return {
    ...answer,
    ...threshold && { chosen: [decidedClass(answer.values, threshold)] },
    ...sets && { set: classSet(answer.values, sets.bound) },
  };
}

/** The set of an answer by its classes, under `set`; nothing of models without sets. */
export function namedSet<Label>(
  { set }: Pick<Answer, "set">,
  labels: readonly Label[],
): { readonly set?: readonly Label[] } {
  return set === undefined ? {} : { set: set.map((k) => labels[k]!) };
}

/**
 * Reads what a model file keeps.
 * @param text JSON; `undefined` in files without it
 * @param classes how many classes or labels there are
 * @throws {SyntaxError} if it is something else, or of other classes
 */
export function parseDecision(text: string | undefined, classes: number): Decision | undefined {
  if (text === undefined) return undefined;
  try {
    const decision = JSON.parse(text) as Decision;
    const { threshold, thresholds, sets, ...others } = decision;
    const isOf = (labels: readonly DecisionThreshold[]) =>
      labels.length === classes && labels.every((of, k) => of.positive === k && isThreshold(of));
    const isWhole = Object.keys(others).length === 0 &&
      (threshold ?? thresholds ?? sets) !== undefined &&
      (threshold === undefined ||
        classes === 2 && [0, 1].includes(threshold.positive) && isThreshold(threshold)) &&
      (thresholds === undefined || (threshold ?? sets) === undefined && isOf(thresholds)) &&
      (sets === undefined || isSets(sets, classes));
    if (isWhole) return decision;
  } catch { // no JSON, or no such object
  }
  throw new SyntaxError("Cannot read a network: its decision is not what train writes");
}

function isThreshold({ from, falseAlarm, miss, promised }: DecisionThreshold): boolean {
  return (from === null || isShare(from)) && falseAlarm > 0 && miss > 0 &&
    Number.isFinite(promised.value);
}

function isSets({ coverage, bound, promised, classes }: DecisionSets, count: number): boolean {
  return [coverage, promised.value, ...typeof bound === "number" ? [bound] : bound].every(
    isShare,
  ) &&
    (typeof bound === "number" || bound.length === count) &&
    classes.length === count && classes.every((of) => of === null || isShare(of.value));
}

function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

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

/** What outputs answer, by the problem; and an answer by the names of its outputs. @module */

import { argmax } from "../numerics/argmax.ts";
import type { Answer, AnswerFacts, Interval, Problem, ProblemName } from "./contract.ts";

/** From this output on a label is answered with yes. */
export const YES_THRESHOLD = 0.5;

/** The class: of several outputs that of the largest, the first of equals. */
export function answerClass(
  outputs: ArrayLike<number>,
  { areProbabilities }: AnswerFacts = {},
): Answer {
  const single = outputs.length === 1;
  const chosen = [single ? Number(outputs[0]! >= YES_THRESHOLD) : argmax(outputs)];
  const values = single ? [1 - outputs[0]!, outputs[0]!] : outputs;
  return { outputs, chosen, values, probabilities: areProbabilities ? values : undefined };
}

/** The labels that are answered with yes. */
export function answerLabels(outputs: ArrayLike<number>): Answer {
  const chosen = [...Array(outputs.length).keys()].filter((k) => outputs[k]! >= YES_THRESHOLD);
  return { outputs, chosen, values: outputs };
}

const NOT_STANDARDIZED = { mean: 0, deviation: 1 };

/** The quantities in their units. */
export function answerQuantities(
  outputs: ArrayLike<number>,
  { quantities, intervals }: AnswerFacts = {},
): Answer {
  const values: number[] = [];
  const ends: Interval[] = [];
  for (let k = 0; k < outputs.length; k++) {
    const { mean, deviation } = quantities?.[k] ?? NOT_STANDARDIZED;
    const value = values[k] = outputs[k]! * deviation + mean;
    const half = deviation * (intervals?.halfWidths[k] ?? 0);
    ends[k] = { low: value - half, high: value + half };
  }
  return { outputs, chosen: [], values, intervals: intervals && ends };
}

/** What makes answers, by the name of the problem: without the rest of it, which training needs. */
export const ANSWERS: { readonly [name in ProblemName]: Problem["answer"] } = {
  classification: answerClass,
  multiLabel: answerLabels,
  regression: answerQuantities,
};

/** A class as an answer gives it: in the type that it came in. */
export type ClassLabel = string | number | boolean;

/** An answer by the names of its outputs: the library, the server and exported modules have the same. */
export interface NamedAnswer {
  /** The class; `undefined` for labels and quantities, and without a prediction. */
  readonly label: ClassLabel | undefined;
  /** The network's probability of the class, from 0 to 1. */
  readonly probability: number | undefined;
  /** The probability of each class or label by its name. */
  readonly probabilities: Readonly<Record<string, number>> | undefined;
  /** The quantity in its unit, if there is one. */
  readonly value: number | undefined;
  /** The probabilities, or each quantity by its name, in its unit; empty without a prediction. */
  readonly values: Readonly<Record<string, number>>;
  /** The interval of the one quantity; `undefined` if the model file has none. */
  readonly interval: Interval | undefined;
  /** That of each quantity by its name: 9 of 10 examples like the training data are in it. */
  readonly intervals: Readonly<Record<string, Interval>> | undefined;
}

/** Where there is no answer. */
export const NO_ANSWER: NamedAnswer = {
  label: undefined,
  probability: undefined,
  probabilities: undefined,
  value: undefined,
  values: {},
  interval: undefined,
  intervals: undefined,
};

/**
 * Names what outputs answer.
 * @param labels the classes in the type that they came in
 */
export function namedAnswer(
  problem: ProblemName,
  names: readonly string[],
  { chosen, values, intervals }: Answer,
  labels: readonly ClassLabel[] = names,
): NamedAnswer {
  const best = problem === "classification" ? chosen[0] : undefined;
  const isQuantity = problem === "regression";
  const isOne = isQuantity && names.length === 1;
  const named = byName(names, values);
  return {
    label: best === undefined ? undefined : labels[best],
    probability: best === undefined ? undefined : values[best],
    probabilities: isQuantity ? undefined : named,
    value: isOne ? values[0] : undefined,
    values: named,
    interval: isOne ? intervals?.[0] : undefined,
    intervals: intervals && byName(names, intervals),
  };
}

/** An object of values by their names. */
function byName<T>(names: readonly string[], values: ArrayLike<T>): Record<string, T> {
  if (names.includes("__proto__")) {
    return Object.fromEntries(names.map((name, k) => [name, values[k]!]));
  }
  const object: Record<string, T> = {}; // in Node 0.3 µs less an answer
  for (let k = 0; k < names.length; k++) object[names[k]!] = values[k]!;
  return object;
}

/** What a problem owns: all of training, evaluation and answers that depends on what is learned. @module */

import type { Dataset } from "../dataset.ts";
import type { Matrix } from "../engine/matrix.ts";
import type { QuantityMetrics } from "./errors.ts";

/** The name of a problem. */
export type ProblemName = "classification" | "multiLabel" | "regression";

/** The labels or targets of a data set. */
export type ExpectedAnswers =
  & Pick<Dataset, "labels" | "targets" | "classes" | "outputs">
  & Partial<Pick<Dataset, "weights" | "quantities">>;

/** The metrics of an evaluation that depend on the problem; each problem has some of them. */
export interface ProblemMetrics extends Partial<QuantityMetrics> {
  /** How many examples are answered right; absent for quantities, of which no answer is right or wrong. */
  correct?: number;
  /** The share that is answered right, by weight if examples have weights; absent for quantities. */
  accuracy?: number;
  /**
   * `confusion[label][prediction]` counts the examples of a label that got a prediction, or sums their weights. With one output both are 0 for
   * no and 1 for yes. Absent where the data has no labels, or more than 1000 classes.
   */
  confusion?: number[][];
}

/** Compares outputs with the labels or targets, example after example. */
export interface Scorer {
  /**
   * Adds an example.
   * @param outputs [batch, outputs]
   * @param targets [batch, outputs]
   */
  add(outputs: Matrix, targets: Matrix, row: number, example: number): void;
  /** The metrics of all examples added. */
  metrics(): ProblemMetrics;
}

/** What an answer depends on, beside the outputs of the network. */
export interface AnswerFacts {
  /** Whether outputs are probabilities, as with softmax and the sigmoid. Default: false */
  readonly areProbabilities?: boolean;
  /** The scale of each standardized quantity, which is output × deviation + mean, in its unit. */
  readonly quantities?:
    | readonly { readonly mean: number; readonly deviation: number }[]
    | undefined;
  /** Half the width of each quantity's interval, in the unit of the output. */
  readonly intervals?: { readonly halfWidths: readonly number[] } | undefined;
}

/** The ends of an interval around a quantity, in its unit. */
export interface Interval {
  /** Below the quantity. */
  readonly low: number;
  /** Above it. */
  readonly high: number;
}

/** The answer that outputs give for an example. */
export interface Answer {
  /** The output layer as it is. */
  readonly outputs: ArrayLike<number>;
  /** The indices of the answer: the class, or the labels answered with yes; empty for quantities. */
  readonly chosen: readonly number[];
  /** The output of each class or label (1 − p of no and p of yes for a single output), or each quantity in its unit. */
  readonly values: ArrayLike<number>;
  /** The probability of each class, where one class is right; without them an answer cannot be unsure. */
  readonly probabilities?: ArrayLike<number> | undefined;
  /** The interval of each quantity, in its unit. */
  readonly intervals?: readonly Interval[] | undefined;
  /** The indices of the classes that may be right, for models that promise sets. */
  readonly set?: readonly number[] | undefined;
}

/** What is learned. */
export interface Problem {
  /** Its name. */
  readonly name: ProblemName;
  /** What the outputs of a network stand for, in the plural. */
  readonly noun: "classes" | "labels" | "quantities";
  /** The word of a config's `dataset.kind` for it. */
  readonly kind: "class" | "labels" | "quantity";
  /** Whether an answer is right or wrong, rather than more or less far off. */
  readonly hasAccuracy: boolean;
  /** Whether of the outputs of an example one is 1 and the others are 0. */
  readonly isOneHot: boolean;
  /** The least number of outputs that can learn it. */
  readonly minOutputs: number;
  /** The outputs and the cost that it is learned with, unless a config names others. */
  readonly defaults: {
    readonly outputActivation: "softmax" | "sigmoid" | "linear";
    readonly cost: "logLikelihood" | "crossEntropy" | "quadratic";
  };
  /**
   * Writes y of some examples.
   * @param out [rows, outputs]
   */
  writeTargets(
    expected: ExpectedAnswers,
    examples: Uint32Array,
    rows: number,
    out: Float32Array,
  ): void;
  /** Whether a network of another problem can be evaluated on it: quantities may all be 0 or 1, as labels are. */
  isLike(other: Problem): boolean;
  /** Starts to compare outputs with the labels or targets. */
  scorer(expected: ExpectedAnswers): Scorer;
  /** Makes an answer of outputs. */
  answer(outputs: ArrayLike<number>, facts?: AnswerFacts): Answer;
}

/** Multi-label classification: each output answers yes or no by itself; with one output, a question of yes or no. @module */

import type { Matrix } from "../engine/matrix.ts";
import { answerLabels, YES_THRESHOLD } from "./answers.ts";
import type { ExpectedAnswers, Problem, ProblemMetrics } from "./contract.ts";

/** Any number of labels an example. */
export const multiLabel: Problem = {
  name: "multiLabel",
  noun: "labels",
  kind: "labels",
  hasAccuracy: true,
  isOneHot: false,
  minOutputs: 1,
  defaults: { outputActivation: "sigmoid", cost: "crossEntropy" },
  writeTargets: copyTargets,
  isLike: () => true,
  scorer({ labels, classes, weights }) {
    const counts = new AnswerCounts(classes);
    return {
      add(outputs, targets, row, example) {
        const isRight = agree(outputs, targets, row);
        const label = labels[example]; // of one output: 0, no, or 1, yes
        counts.add(isRight, label, isRight ? label! : 1 - label!, weights?.[example]);
      },
      metrics: () => counts.metrics(),
    };
  },
  answer: answerLabels,
};

/** Whether every output of row `r` is on its target's side of ½; a NaN is on neither. */
function agree({ values, columns }: Matrix, targets: Matrix, r: number): boolean {
  for (let k = r * columns; k < (r + 1) * columns; k++) {
    if (!(targets.values[k] === 1 ? values[k]! >= YES_THRESHOLD : values[k]! < YES_THRESHOLD)) {
      return false;
    }
  }
  return true;
}

/** Copies targets that were given as they are, see {@linkcode Problem.writeTargets}. */
export function copyTargets(
  { targets, outputs }: ExpectedAnswers,
  examples: Uint32Array,
  rows: number,
  out: Float32Array,
): void {
  for (let r = 0; r < rows; r++) {
    const start = examples[r]! * outputs;
    for (let k = 0; k < outputs; k++) out[r * outputs + k] = targets![start + k]!;
  }
}

/** A confusion matrix of more classes than this would be a large square of zeros. */
const MAX_CLASSES = 1000;

/** How many answers are right, and which class is taken for which. */
export class AnswerCounts {
  /** `[label][prediction]`; `undefined` of no classes or very many. */
  readonly #confusion: number[][] | undefined;
  #correct = 0;
  /** The sum of the weights, of right answers and of all. */
  #right = 0;
  #total = 0;

  constructor(classes: number) {
    if (classes === 0 || classes > MAX_CLASSES) return;
    this.#confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  }

  /** Counts an answer; an example of several labels has no single `label`. */
  add(isRight: boolean, label: number | undefined, prediction: number, weight = 1): void {
    if (isRight) {
      this.#correct++;
      this.#right += weight;
    }
    if (label !== undefined && this.#confusion !== undefined) {
      this.#confusion[label]![prediction]! += weight;
    }
    this.#total += weight;
  }

  /** The metrics of all answers added. */
  metrics(): ProblemMetrics {
    const counts = { correct: this.#correct, accuracy: this.#right / this.#total };
    return this.#confusion === undefined ? counts : { ...counts, confusion: this.#confusion };
  }
}

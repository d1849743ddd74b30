/** Counts of answers that are right or wrong. @module */

import type { ProblemMetrics } from "./contract.ts";

/** A confusion matrix of more classes than this would be a large square of zeros. */
const MAX_CLASSES = 1000;

/** How many answers are right, and which class is taken for which. */
export class AnswerCounts {
  /** `[label][prediction]`; `undefined` of no classes or very many. */
  readonly #confusion: number[][] | undefined;
  #correct = 0;
  #size = 0;

  constructor(classes: number) {
    if (classes === 0 || classes > MAX_CLASSES) return;
    this.#confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  }

  /** Counts an answer; an example of several labels has no single `label`. */
  add(isRight: boolean, label: number | undefined, prediction: number): void {
    if (isRight) this.#correct++;
    if (label !== undefined && this.#confusion !== undefined) {
      this.#confusion[label]![prediction]!++;
    }
    this.#size++;
  }

  /** The metrics of all answers added. */
  metrics(): ProblemMetrics {
    const counts = { correct: this.#correct, accuracy: this.#correct / this.#size };
    return this.#confusion === undefined ? counts : { ...counts, confusion: this.#confusion };
  }
}

/** Classification: each example is of one class, and the largest output names it. @module */

import { argmax } from "../numerics/argmax.ts";
import type { Problem, Scorer, Wanted } from "./contract.ts";
import { confusionOf } from "./confusion.ts";
import { YES } from "./multi_label.ts";

/** One class an example. */
export const classification: Problem = {
  name: "classification",
  noun: "classes",
  kind: "class",
  hasAccuracy: true,
  isOneHot: true,
  minOutputs: 2,
  defaults: { outputActivation: "softmax", cost: "logLikelihood" },
  metrics: [{ key: "accuracy", goal: "maximize", unit: "fraction" }],
  writeTargets({ labels, outputs }, examples, rows, out) {
    out.fill(0, 0, rows * outputs);
    for (let r = 0; r < rows; r++) out[r * outputs + labels[examples[r]!]!] = 1;
  },
  isLike: ({ hasAccuracy }) => hasAccuracy,
  scorer: (wanted) => new ClassScorer(wanted),
  answer(outputs, { areProbabilities } = {}) {
    const single = outputs.length === 1;
    const chosen = [single ? Number(outputs[0]! >= YES) : argmax(outputs)]; // the first of equals
    const values = single ? [1 - outputs[0]!, outputs[0]!] : outputs;
    return { outputs, chosen, values, probabilities: areProbabilities ? values : undefined };
  },
};

/** Counts the examples of each class by the class that they are taken for. */
class ClassScorer implements Scorer {
  readonly #labels: Wanted["labels"];
  readonly #confusion: number[][] | undefined;
  #correct = 0;
  #size = 0;

  constructor({ labels, classes }: Wanted) {
    this.#labels = labels;
    this.#confusion = confusionOf(classes);
  }

  add(
    { values, columns }: { values: Float32Array; columns: number },
    _: unknown,
    row: number,
    example: number,
  ): void {
    const label = this.#labels[example]!;
    const prediction = argmax(values, row * columns, columns);
    if (this.#confusion !== undefined) this.#confusion[label]![prediction]!++;
    if (prediction === label) this.#correct++;
    this.#size++;
  }

  metrics() {
    const [correct, confusion] = [this.#correct, this.#confusion];
    const counts = { correct, accuracy: correct / this.#size };
    return confusion === undefined ? counts : { ...counts, confusion };
  }
}

/** Multi-label classification: each output answers yes or no by itself; with one output, a question of yes or no. @module */

import type { Matrix } from "../engine/matrix.ts";
import type { Problem, Scorer, Wanted } from "./contract.ts";
import { confusionOf } from "./confusion.ts";
import { copyTargets } from "./targets.ts";

/** From here on an output by itself says yes. */
export const YES = 0.5;

/** Any number of labels an example. */
export const multiLabel: Problem = {
  name: "multiLabel",
  noun: "labels",
  kind: "labels",
  hasAccuracy: true,
  isOneHot: false,
  minOutputs: 1,
  defaults: { outputActivation: "sigmoid", cost: "crossEntropy" },
  metrics: [{ key: "accuracy", goal: "maximize", unit: "fraction" }],
  writeTargets: copyTargets,
  isLike: () => true,
  scorer: (wanted) => new LabelScorer(wanted),
  answer(outputs) {
    const chosen = [...Array(outputs.length).keys()].filter((k) => outputs[k]! >= YES);
    return { outputs, chosen, values: outputs };
  },
};

/** Counts the examples all of whose answers are right; of one output also by no and yes. */
class LabelScorer implements Scorer {
  readonly #labels: Wanted["labels"];
  readonly #confusion: number[][] | undefined;
  #correct = 0;
  #size = 0;

  constructor({ labels, classes }: Wanted) {
    this.#labels = labels;
    this.#confusion = confusionOf(classes);
  }

  add(outputs: Matrix, targets: Matrix, row: number, example: number): void {
    const isRight = agree(outputs, targets, row);
    const label = this.#labels[example];
    if (isRight) this.#correct++;
    if (label !== undefined) this.#confusion![label]![isRight ? label : 1 - label]!++;
    this.#size++;
  }

  metrics() {
    const [correct, confusion] = [this.#correct, this.#confusion];
    const counts = { correct, accuracy: correct / this.#size };
    return confusion === undefined ? counts : { ...counts, confusion };
  }
}

/** Whether every output of row `r` is on its target's side of ½; a NaN is on neither. */
function agree({ values, columns }: Matrix, targets: Matrix, r: number): boolean {
  for (let k = r * columns; k < (r + 1) * columns; k++) {
    if (!(targets.values[k] === 1 ? values[k]! >= YES : values[k]! < YES)) return false;
  }
  return true;
}

/** Multi-label classification: each output answers yes or no by itself; with one output, a question of yes or no. @module */

import type { Matrix } from "../engine/matrix.ts";
import { AnswerCounts } from "./answer_counts.ts";
import type { Problem } from "./contract.ts";
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
  scorer({ labels, classes }) {
    const counts = new AnswerCounts(classes);
    return {
      add(outputs, targets, row, example) {
        const isRight = agree(outputs, targets, row);
        const label = labels[example]; // of one output: 0, no, or 1, yes
        counts.add(isRight, label, isRight ? label! : 1 - label!);
      },
      metrics: () => counts.metrics(),
    };
  },
  answer(outputs) {
    const chosen = [...Array(outputs.length).keys()].filter((k) => outputs[k]! >= YES);
    return { outputs, chosen, values: outputs };
  },
};

/** Whether every output of row `r` is on its target's side of ½; a NaN is on neither. */
function agree({ values, columns }: Matrix, targets: Matrix, r: number): boolean {
  for (let k = r * columns; k < (r + 1) * columns; k++) {
    if (!(targets.values[k] === 1 ? values[k]! >= YES : values[k]! < YES)) return false;
  }
  return true;
}

/** Classification: each example is of one class, and the largest output names it. @module */

import { argmax } from "../numerics/argmax.ts";
import { answerClass } from "./answers.ts";
import { AnswerCounts } from "./multi_label.ts";
import type { Problem } from "./contract.ts";

/** One class an example. */
export const classification: Problem = {
  name: "classification",
  noun: "classes",
  kind: "class",
  hasAccuracy: true,
  isOneHot: true,
  minOutputs: 2,
  defaults: { outputActivation: "softmax", cost: "logLikelihood" },
  writeTargets({ labels, outputs }, examples, rows, out) {
    out.fill(0, 0, rows * outputs);
    for (let r = 0; r < rows; r++) out[r * outputs + labels[examples[r]!]!] = 1;
  },
  isLike: ({ hasAccuracy }) => hasAccuracy,
  scorer({ labels, classes, weights }) {
    const counts = new AnswerCounts(classes);
    return {
      add({ values, columns }, _, row, example) {
        const prediction = argmax(values, row * columns, columns);
        counts.add(prediction === labels[example], labels[example], prediction, weights?.[example]);
      },
      metrics: () => counts.metrics(),
    };
  },
  answer: answerClass,
};

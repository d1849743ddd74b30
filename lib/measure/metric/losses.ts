/** What wrong answers cost. @module */

import type { MetricName } from "../../options/metric_names.ts";
import type { Metric } from "../metric.ts";
import { answeredLabel, mistakes } from "./answered.ts";
import { rowScores } from "../row_scores.ts";

/** Losses of classes and labels. */
export const LOSS_METRICS = {
  /** The fraction of wrong answers to labels. */
  hammingLoss: {
    label: "Hamming loss",
    hint: "How many single answers are wrong. Lower is better.",
    print: "percent",
    of: "labels",
    goal: "minimize",
    isShare: true,
    interval: "share",
    rowValues: (answers, expected, rows) => {
      const { hasAccuracy, isOneHot } = expected.problem;
      if (!hasAccuracy || isOneHot) return undefined;
      const sums = new Float64Array(rows.length);
      for (let k = 0; k < expected.outputs; k++) {
        const { actual, answered } = answeredLabel(answers, expected, rows, k);
        for (let r = 0; r < sums.length; r++) sums[r]! += Number(actual[r] !== answered[r]);
      }
      return sums.map((sum) => sum / expected.outputs);
    },
  },
  /** −ln p of the class, or −Σ ln p of answers of yes and no. */
  logLoss: {
    label: "log loss",
    hint: "Lower is better.",
    print: "digits",
    result: { key: "cost", words: "cost" }, // the cost function's mean
    isInResults: true,
    of: "classes",
    goal: "minimize",
    isShare: false,
    needsProbabilities: true,
    interval: "mean",
    rowValues: ({ outputs }, expected, rows) =>
      expected.problem.hasAccuracy ? rowScores(outputs, expected, rows).costs : undefined,
  },
  /** What the mistakes cost, in the unit of the costs that were given; only with thresholds. */
  cost: {
    label: "cost",
    hint: "What mistakes cost on average. Lower is better.",
    print: "digits",
    result: { key: "costOfMistakes", words: "cost of mistakes" },
    of: "costs",
    goal: "minimize",
    isShare: false,
    unit: "own",
    interval: "mean",
    rowValues: ({ outputs, thresholds }, expected, rows) =>
      thresholds && mistakes(outputs, thresholds, expected, rows).costs,
  },
} satisfies { readonly [Name in MetricName]?: Metric };

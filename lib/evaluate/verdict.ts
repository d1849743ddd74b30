/** The verdict on a model: whether it is shown to be better than simpler ones, in a sentence. @module */

import { countText, differenceText, sentence, type TruthMetric, withMargin } from "./amounts.ts";
import { largestErrorRate } from "./distributions.ts";
import type { MetricInterval } from "./metric_interval.ts";
import type { Comparison } from "./paired.ts";

const { abs } = Math;

/** What a model is compared with. */
export interface Rival {
  /** Its name in a sentence: `a linear model`. */
  readonly name: string;
  /** The model's answers beside its answers to the test rows. */
  readonly comparison: Comparison;
  /** What to do where the model is not shown to be better: `ship that, with --model linear`. */
  readonly advice?: string | undefined;
}

/**
 * Whether a comparison shows that the first one is better: `"better"` by the metric, or by `"probabilities"` alone, whose
 * cost is lower; the opposites of these; or `"notShown"`. Each of the two differences is in its direction by chance in one of
 * 40 comparisons, so that of two equal models one is called better in at most one of 20.
 */
export type Finding =
  | "better"
  | "probabilities"
  | "notShown"
  | "worseProbabilities"
  | "worse";

/** A smaller difference of costs is of no use, however sure. */
const MIN_COST_DIFFERENCE = 0.001;

/** What a comparison shows. */
export function findingOf({ metric, cost }: Comparison): Finding {
  if (metric.shown !== "neither") return metric.shown === "first" ? "better" : "worse";
  if (cost === undefined || cost.shown === "neither") return "notShown";
  if (abs(cost.value) < MIN_COST_DIFFERENCE) return "notShown";
  return cost.shown === "first" ? "probabilities" : "worseProbabilities";
}

/**
 * The verdict by the paired differences on the test rows.
 * @param rivals in the order of the sentences, one each; a constant answer that is beaten is named only if it is alone
 */
export function verdictOf(
  metric: TruthMetric,
  rivals: readonly (Rival & { readonly isConstant?: boolean })[],
): string {
  const named = rivals.filter(({ comparison, isConstant = false }) =>
    !isConstant || !["better", "probabilities"].includes(findingOf(comparison))
  );
  return (named.length === 0 ? rivals : named).map((rival, k) =>
    sentence(findingText(metric, rival, k === 0))
  ).join(" ");
}

function findingText(
  metric: TruthMetric,
  { name, comparison, advice }: Rival,
  isFirst: boolean,
): string {
  const { rows, metric: difference, cost } = comparison;
  const where = isFirst ? ` on ${countText(rows, "test row")}` : "";
  const amount = differenceText(metric, difference) + where;
  const size = differenceText(metric, { ...difference, value: -difference.value }) + where;
  const advised = advice === undefined ? "" : `: ${advice}`;
  const costs = cost && withMargin(abs(cost.value), cost.plusMinus);
  switch (findingOf(comparison)) {
    case "better":
      return `better than ${name} by ${amount}`;
    case "worse":
      return `worse than ${name} by ${size}${advised}`;
    case "probabilities":
      return `with better probabilities than ${name}, whose cost is higher by ${costs}, and not shown ` +
        `to be more accurate (${amount})`;
    case "worseProbabilities":
      return `with worse probabilities than ${name}, whose cost is lower by ${costs}, and not shown ` +
        `to differ in accuracy (${amount})${advised}`;
    case "notShown":
      return `not shown to be better than ${name} (${amount})${advised}`;
  }
}

/** A test of fewer rows is called small. */
const SMALL_TEST = 100;

/**
 * What a small test part allows, in a sentence; `undefined` for one of 100 rows or more.
 * @param test R² with its interval, where no answer is right or wrong
 * @param wrong how many answers are wrong, of classes and labels
 * @param noun what is tested
 */
export function smallTestText(
  rows: number,
  { test, wrong, noun = "row", part = "test part" }: {
    readonly test?: MetricInterval | undefined;
    readonly wrong?: number;
    readonly noun?: string;
    readonly part?: string;
  },
): string | undefined {
  if (rows >= SMALL_TEST || rows === 0) return undefined;
  const start = `The ${part} has ${countText(rows, noun)}:`;
  if (wrong !== undefined) {
    const rate = (100 * largestErrorRate(wrong, rows)).toFixed();
    const allows = wrong === 0 ? "still allows" : "allows";
    return `${start} ${wrong} of ${rows} wrong ${allows} an error of up to ${rate} %.`;
  }
  if (test?.low === undefined || test.low === null) return `${start} too few to rely on.`;
  const value = (number: number) => number.toFixed(2).replace(/^-/, "−");
  return `${start} R² ${value(test.value)} allows one as low as ${value(test.low)}.`;
}

/** What out-of-fold metrics are worth. */
export const OUT_OF_FOLD_NOTE =
  "Out-of-fold metrics are slightly favorable: each member chose its epoch on the rows that it answers. " +
  "The spread over folds is their standard deviation and no interval.";

/** Answers that decide: those to rows of validation, over folds by the members alone that did not learn from them. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import type { Classifier } from "../../../lib/evaluate.ts";
import type { MetricInterval } from "../../../lib/measure/metric_interval.ts";
import { crossFit } from "../../../lib/measure/decide/fit.ts";
import { independentDifference } from "../../../lib/measure/verdict/independent.ts";
import type { OpenData } from "../../data/source.ts";
import { percent } from "../../cli/format.ts";
import { ensembleAnswererOf } from "../../run/evaluated_model.ts";

/** So many parts promise, where there are no folds. */
const PARTS = 5;

/** The rows that decide. */
export interface OutOfFold {
  readonly networks: Classifier;
  readonly data: Dataset;
  /** The fold of each row; absent without folds. */
  readonly foldOf: ArrayLike<number> | undefined;
  /** Makes a choice for each fold by the rows of all others. */
  crossFit<Choice>(choose: (rows: Uint32Array) => Choice): (row: number) => Choice;
}

/** @throws {Error} if there are no such rows */
export function outOfFoldOf(
  ensemble: Ensemble,
  data: Pick<OpenData, "validation" | "folded">,
): OutOfFold {
  if (data.validation.size === 0) {
    throw new Error("Cannot choose by the validation split: this data has none");
  }
  return outOfFoldBy(ensembleAnswererOf(ensemble, "validation", data.folded), data);
}

/** @param networks what answers for the rows of validation, out of fold */
export function outOfFoldBy(
  networks: Classifier,
  { validation, folded }: Pick<OpenData, "validation" | "folded">,
): OutOfFold {
  const foldOf = folded?.folds[0];
  const parts = foldOf ?? Uint8Array.from({ length: validation.size }, (_, row) => row % PARTS);
  return {
    networks,
    data: validation,
    foldOf,
    crossFit: (choose) => crossFit(parts, choose),
  };
}

/** Whether what was kept is worse than what was promised, by more than chance. */
export function isBroken(
  promised: MetricInterval,
  kept: MetricInterval,
  worse: "higher" | "lower",
): boolean {
  const difference = independentDifference(promised, kept);
  if (difference === undefined) return false;
  return worse === "higher" ? difference.low > 0 : difference.high < 0;
}

/** The sentence where one bound of sets serves all classes. */
export const POOLED =
  " One bound serves all classes, since a class has too few rows for its own: " +
  "its sets may miss it more often.";

/** `91.00 % (88.00 to 93.00)` */
export function percentInterval(interval: MetricInterval): string {
  return intervalText(interval, (value) => percent(value));
}

/** `0.4123 (0.38 to 0.45)` */
export function intervalText(
  { value, low, high }: MetricInterval,
  text: (value: number) => string,
): string {
  return low === null || high === null
    ? text(value)
    : `${text(value)} (${text(low).replace(" %", "")} to ${text(high).replace(" %", "")})`;
}

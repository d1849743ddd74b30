/** Intervals around predicted quantities, by split conformal prediction. @module */

import type { Dataset } from "../dataset.ts";
import type { Classifier } from "../evaluate.ts";
import { outputsFor } from "./predictions.ts";
import { conformalBoundOf } from "./distributions.ts";
import { matchClasses } from "./match_classes.ts";

const { abs } = Math;

/** The widths of intervals around predicted quantities, as plain JSON. */
export interface PredictionIntervals {
  /** The fraction of new examples, like the validation examples, whose quantity is in its interval: 0.9. */
  readonly coverage: number;
  /** Half the width of each output's interval, in the unit of the output. */
  readonly halfWidths: readonly number[];
}

const COVERAGE = 0.9;

/**
 * Finds intervals by the network's errors on examples that it did not train on (Lei, G'Sell, Rinaldo, Tibshirani and
 * Wasserman 2018, “Distribution-Free Predictive Inference for Regression”, split conformal prediction): half the width is
 * the ⌈0.9 (n + 1)⌉-th smallest of the n absolute errors, and of errors out of fold one further, see
 * {@linkcode conformalBoundOf}.
 * @param isOutOfFold whether networks chose their epochs by these examples
 * @returns `undefined` if there are too few examples, fewer than 9
 * @throws {TypeError} if the data does not fit the network
 */
export function intervalsOf(
  network: Omit<Classifier, "cost">,
  given: Dataset,
  isOutOfFold = false,
): PredictionIntervals | undefined {
  const data = matchClasses(given, network);
  const { size, outputs, problem } = data;
  if (problem.hasAccuracy) {
    throw new TypeError(`Cannot find intervals of ${problem.noun}: expected quantities`);
  }
  const answers = outputsFor(network, data);
  const halfWidths = Array.from({ length: outputs }, (_, j) => {
    const errorOf = (example: number) =>
      abs(answers[example * outputs + j]! - data.targets![example * outputs + j]!);
    const errors = Float64Array.from({ length: size }, (_, example) => errorOf(example));
    return conformalBoundOf(errors, COVERAGE, isOutOfFold ? errors.length : 0);
  });
  if (halfWidths.includes(undefined)) return undefined;
  return { coverage: COVERAGE, halfWidths: halfWidths as number[] };
}

/**
 * Reads intervals in JSON.
 * @throws {SyntaxError} if the text is something else
 */
export function parseIntervals(text: string): PredictionIntervals {
  try {
    const { coverage, halfWidths, ...others } = JSON.parse(text) as PredictionIntervals;
    const isNumber = (value: unknown) => typeof value === "number" && value >= 0;
    const isWhole = Object.keys(others).length === 0 && Array.isArray(halfWidths);
    if (isWhole && [coverage, ...halfWidths].every(isNumber)) return { coverage, halfWidths };
  } catch { // no JSON, or no object
  }
  throw new SyntaxError("Cannot read a network: its intervals are not a coverage and half widths");
}

/** Intervals around predicted quantities, by split conformal prediction. @module */

import type { Dataset } from "../dataset.ts";
import type { Classifier } from "../evaluate.ts";
import { outputsFor } from "../evaluate/predictions.ts";
import { matchClasses } from "../evaluate/match_classes.ts";
import { effectiveSize, totalWeight } from "./row_weights.ts";

const { abs, ceil, floor, max, min, sqrt } = Math;

/** The widths of intervals around predicted quantities, as plain JSON. */
export interface PredictionIntervals {
  /** The fraction of new examples, like the validation examples, whose quantity is in its interval: 0.9. */
  readonly coverage: number;
  /** Half the width of each output's interval, in the unit of the network's predictions. */
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
    const unit = data.quantities?.[j]?.deviation ?? 1;
    const errorOf = (example: number) =>
      unit * abs(answers[example * outputs + j]! - data.targets![example * outputs + j]!);
    const errors = Float64Array.from({ length: size }, (_, example) => errorOf(example));
    return conformalBoundOf(errors, COVERAGE, isOutOfFold ? errors.length : 0, data.weights);
  });
  if (halfWidths.includes(undefined)) return undefined;
  return { coverage: COVERAGE, halfWidths: halfWidths as number[] };
}

/** The wider intervals of each output, of those by errors out of fold and those by errors on rows that are ahead. */
export function widerIntervals(
  one: PredictionIntervals | undefined,
  ahead: PredictionIntervals | undefined,
): PredictionIntervals | undefined {
  if (one === undefined || ahead === undefined) return one ?? ahead;
  const halfWidths = one.halfWidths.map((half, j) => max(half, ahead.halfWidths[j]!));
  return { coverage: one.coverage, halfWidths };
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

/**
 * The bound that the errors of a share of all rows like these are within: the ⌈c (n + 1)⌉-th smallest of n (Lei, G'Sell,
 * Rinaldo, Tibshirani and Wasserman 2018, “Distribution-Free Predictive Inference for Regression”).
 *
 * Answers out of fold are too good: each network chose its epoch by the rows that it answers. So their bound is one standard
 * error of the coverage further, √(c (1 − c) / N) where N rows chose, as in the one-standard-error rule of Breiman, Friedman,
 * Olshen and Stone 1984 (“Classification and Regression Trees”, section 3.4.3): between two errors in proportion. In
 * simulations they were too good by up to that; it falls with N.
 * @param errors of n rows, which it sorts unless they have weights
 * @param coverage c, the share of rows, between 0 and 1
 *
 * Where rows have weights w, the bound is the smallest error that errors of c (Σw + Σw / n) by weight are within (Tibshirani, Foygel
 * Barber, Candès and Ramdas 2019, “Conformal Prediction Under Covariate Shift”, for a new row of the mean weight); n and N are
 * the numbers of rows of equal weight with as much information.
 * @param choosing N, by how many rows networks chose their epochs, these among them; 0 for none
 * @param weights of the errors, in their order. Default: 1 each
 * @returns `undefined` if there are too few rows for this coverage
 */
export function conformalBoundOf(
  errors: Float64Array,
  coverage: number,
  choosing: number,
  weights?: ArrayLike<number>,
): number | undefined {
  const { length: n } = errors;
  if (weights !== undefined) return weightedBound(errors, coverage, choosing, weights);
  errors.sort();
  const rank = ceil(coverage * (n + 1));
  if (choosing === 0 || rank > n) return errors[rank - 1];
  const further = min(n, rank + sqrt(coverage * (1 - coverage) * (n * (n / choosing))));
  const below = errors[floor(further) - 1]!;
  const above = errors[ceil(further) - 1]!;
  return below + (further - floor(further)) * (above - below);
}

function weightedBound(
  errors: Float64Array,
  coverage: number,
  choosing: number,
  weights: ArrayLike<number>,
): number | undefined {
  const n = effectiveSize(errors.length, weights);
  const total = totalWeight(errors.length, weights);
  const within = coverage * (total + total / n);
  if (!(within <= total)) return undefined;
  const further = choosing === 0
    ? 0
    : total * sqrt(coverage * (1 - coverage) / (choosing * n / errors.length));
  const order = Array.from(errors.keys()).sort((a, b) => errors[a]! - errors[b]!);
  let [sum, bound] = [0, undefined as number | undefined];
  for (const row of order) {
    if (weights[row] === 0) continue;
    if (sum >= within + further) break;
    sum += weights[row]!;
    bound = errors[row]!;
  }
  return bound;
}

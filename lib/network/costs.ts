/**
 * Cost functions, each with its derivative, and which fit an activation function of the outputs. A new one is a new entry of
 * {@linkcode costs}. @module
 */

import { named } from "../checks/meant.ts";
import { builtIn } from "../engine/built_in.ts";
import type { Activation, Cost } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";
import { log } from "../numerics/elementary.ts";
import { activations, sigmoid, softmax } from "./activations.ts";

const { fround } = Math;

/** δ = a − y: the derivative of the quadratic cost, and the whole error of matching costs and activations. */
function difference(delta: Matrix, a: Matrix, y: Matrix): void {
  const [d, outputs, targets] = [delta.values, a.values, y.values];
  for (let k = 0; k < a.rows * a.columns; k++) d[k] = fround(outputs[k]! - targets[k]!);
}

/** The quadratic cost Cₓ = ½ ‖a − y‖², with ∂Cₓ/∂a = a − y (Nielsen, equation 6). */
export const quadratic: Cost = builtIn("quadratic", {
  name: "quadratic",
  of(a, y, r) {
    const [outputs, targets] = [a.values, y.values];
    let sum = 0;
    for (let k = r * a.columns; k < (r + 1) * a.columns; k++) {
      const distance = outputs[k]! - targets[k]!;
      sum += distance * distance;
    }
    return sum / 2;
  },
  delta(delta, a, y, activation, z) {
    difference(delta, a, y);
    activation.backward(delta, a, z);
  },
});

/** 2⁻¹²⁶, the smallest number with all its digits: what a probability of zero counts as. It was only rounded to zero. */
export const MIN_PROBABILITY = 1.1754943508222875e-38;
const LN_MIN_PROBABILITY = log(MIN_PROBABILITY);

/** x·ln p, where 0·ln 0 is 0. */
function xlogy(x: number, p: number): number {
  return x === 0 && !Number.isNaN(p) ? 0 : x * (p === 0 ? LN_MIN_PROBABILITY : log(p));
}

/** 2⁻²⁵: half of what is between 1 and the float32 below it, so that an output that is rounded to 1 was this far from it. */
const MIN_CONFIDENCE = 1 / 33_554_432;

/** A probability, as much as {@linkcode MIN_CONFIDENCE} if it is less; NaN and what is no probability stay. */
function atLeast(p: number): number {
  return p >= 0 && p < MIN_CONFIDENCE ? MIN_CONFIDENCE : p;
}

/**
 * ln p as costs take it, so that it is finite and log loss is the same number wherever it is computed.
 * @param isOneHot whether p is of a class, from {@linkcode MIN_PROBABILITY} up; else of an answer of yes or no, from 2⁻²⁵ up
 */
export function logProbability(p: number, isOneHot: boolean): number {
  return isOneHot ? xlogy(1, p) : log(atLeast(p));
}

/**
 * The cross-entropy of each output taken by itself, Cₓ = −Σ (y·ln a + (1 − y)·ln(1 − a)), with
 * ∂Cₓ/∂a = (a − y) / (a·(1 − a)) (Nielsen, equation 63). Behind a sigmoid the denominator and σ′ cancel and δ = a − y.
 * Where a or 1 − a is less than 2⁻²⁵ the cost takes 2⁻²⁵: float32 has smaller a, but no 1 − a.
 */
export const crossEntropy: Cost = builtIn("crossEntropy", {
  name: "crossEntropy",
  of(a, y, r) {
    const [outputs, targets] = [a.values, y.values];
    let sum = 0;
    for (let k = r * a.columns; k < (r + 1) * a.columns; k++) {
      sum -= xlogy(targets[k]!, atLeast(outputs[k]!)) +
        xlogy(1 - targets[k]!, atLeast(1 - outputs[k]!));
    }
    return sum;
  },
  delta(delta, a, y, activation, z) {
    if (activation === softmax) return crossEntropyOfSoftmax(delta, a, y);
    difference(delta, a, y);
    if (activation === sigmoid) return;
    for (let k = 0; k < a.rows * a.columns; k++) {
      const output = a.values[k]!;
      delta.values[k] = fround(delta.values[k]! / fround(output * fround(1 - output)));
    }
    activation.backward(delta, a, z);
  },
});

/**
 * δₖ = ∂C/∂zₖ of the cross-entropy behind softmax, in float64 and rounded once. With rₖ = Σⱼ≠ₖ aⱼ, which is 1 − aₖ but keeps
 * its digits where aₖ rounds to 1,
 *
 *     δₖ = (1 − yₖ) − rₖ − aₖ · Σⱼ≠ₖ ((1 − yⱼ) / rⱼ − 1)
 */
function crossEntropyOfSoftmax(delta: Matrix, a: Matrix, y: Matrix): void {
  const { columns } = a;
  for (let start = 0; start < a.rows * columns; start += columns) {
    const outputs = a.values.subarray(start, start + columns);
    const targets = y.values.subarray(start, start + columns);
    const rest = sumsOfOthers(outputs);
    // Where all others are zero nothing is known of their shares, and none of them moves.
    const shares = rest.map((r, k) => r === 0 ? -1 : (1 - targets[k]!) / r - 1);
    const others = sumsOfOthers(shares);
    for (let k = 0; k < columns; k++) {
      delta.values[start + k] = fround(1 - targets[k]! - rest[k]! - outputs[k]! * others[k]!);
    }
  }
}

/** For each value the sum of all others, from both sides, since a large one would leave nothing of them in a difference. */
function sumsOfOthers(values: Float32Array | Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let k = 0; k < values.length; sum += values[k++]!) sums[k] = sum;
  sum = 0;
  for (let k = values.length - 1; k >= 0; sum += values[k--]!) sums[k]! += sum;
  return sums;
}

/**
 * Log loss, the book's log-likelihood: Cₓ = −Σ y·ln a of outputs that are probabilities of classes, with ∂Cₓ/∂a = −y / a (Nielsen,
 * equation 80). Behind softmax δ = a·Σy − y, which is a − y where the y of an example sum to one, as those of labels do.
 */
export const logLikelihood: Cost = builtIn("logLikelihood", {
  name: "logLikelihood",
  of(a, y, r) {
    const [outputs, targets] = [a.values, y.values];
    let sum = 0;
    for (let k = r * a.columns; k < (r + 1) * a.columns; k++) {
      sum -= xlogy(targets[k]!, outputs[k]!);
    }
    return sum;
  },
  delta(delta, a, y, activation, z) {
    if (activation === softmax) return logLikelihoodOfSoftmax(delta, a, y);
    const [d, outputs, targets] = [delta.values, a.values, y.values];
    for (let k = 0; k < a.rows * a.columns; k++) d[k] = fround(-targets[k]! / outputs[k]!);
    activation.backward(delta, a, z);
  },
});

/** δ = a·Σy − y of log loss behind softmax, rounded once; a − y where Σy is 1 but for the rounding of each y. */
function logLikelihoodOfSoftmax(delta: Matrix, a: Matrix, y: Matrix): void {
  const { columns } = a;
  difference(delta, a, y);
  for (let start = 0; start < a.rows * columns; start += columns) {
    const targets = y.values.subarray(start, start + columns);
    const sum = targets.reduce((sum, value) => sum + value, 0);
    if (Math.abs(sum - 1) <= columns / (1 << 24)) continue; // half a unit in the last place of 1, each
    for (let k = 0; k < columns; k++) {
      delta.values[start + k] = fround(a.values[start + k]! * sum - targets[k]!);
    }
  }
}

/** The name of a cost function in the book, or in other libraries. */
export type CostName =
  | "quadratic"
  | "crossEntropy"
  | "logLikelihood"
  | CostAlias;

/** The name of a cost function in other libraries. */
export type CostAlias =
  | "logLoss"
  | "categoricalCrossEntropy"
  | "binaryCrossEntropy"
  | "meanSquaredError";

/** The cost functions by name, as defined in the book. */
export const costs: { readonly [Name in Exclude<CostName, CostAlias>]: Cost } = {
  quadratic,
  crossEntropy,
  logLikelihood,
};

/**
 * Other names: log loss, as people and scikit-learn say, and those of other libraries. Files have the book's names. Their mean squared error is the mean over K outputs: `quadratic` is K/2 times as much.
 */
export const costAliases: { readonly [Name in CostAlias]: Cost } = {
  logLoss: logLikelihood,
  categoricalCrossEntropy: logLikelihood,
  binaryCrossEntropy: crossEntropy,
  meanSquaredError: quadratic,
};

/** The names of all costs. */
export const COST_NAMES: readonly string[] = Object.keys({ ...costAliases, ...costs });

/**
 * The cost function of a name, another library's too, or the function itself.
 * @throws {RangeError} if there is none of that name
 */
export function costNamed(choice: Cost | string): Cost {
  return named("cost", costs, choice, costAliases);
}

/** The costs with a logarithm, which take outputs between 0 and 1. */
const LOGARITHMIC: readonly Cost[] = [crossEntropy, logLikelihood];

/** The activation functions whose values are all between 0 and 1. */
const PROBABILITIES: readonly Activation[] = [sigmoid, softmax];

/** Why a cost does not fit the outputs' activation function; `undefined` if it does, or if either is not ours. */
export function costProblem(cost: Cost, outputs: Activation): string | undefined {
  const ours = Object.values(activations).includes(outputs);
  if (!LOGARITHMIC.includes(cost) || !ours || PROBABILITIES.includes(outputs)) return undefined;
  return `"${cost.name}" takes outputs between 0 and 1, which "${outputs.name}" does not give: ` +
    `expected "outputActivation": ${cost === logLikelihood ? "" : '"sigmoid" or '}"softmax"`;
}

/** Why softmax does not fit this number of outputs; `undefined` if it does, or it is not their activation function. */
export function softmaxProblem(outputs: Activation, count: number): string | undefined {
  if (outputs !== softmax || count > 1) return undefined;
  return `"softmax" of one output is always 1: expected "sigmoid"`;
}

/** Whether outputs of this activation function are probabilities of classes, and not quantities. */
export function areProbabilities(outputs: Activation): boolean {
  return PROBABILITIES.includes(outputs);
}

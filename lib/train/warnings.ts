/** Warnings before training: of a network, and of the data that it is to learn from. @module */

import type { Dataset } from "../dataset.ts";
import type { Network } from "../network.ts";
import { sigmoid } from "../network/activations.ts";
import { logLikelihood } from "../network/costs.ts";
import { Standardization } from "../numerics/standardization.ts";

const { abs, fround, max, min, sqrt } = Math;

/** How many times as far apart as in one feature numbers of another may be. */
const MAX_RATIO = 1000;

/** So many examples are looked at. */
const SAMPLE = 1000;

/** 2⁻²⁰: a network hardly distinguishes numbers that are less of a deviation apart. */
const NEAR = 1 / 1_048_576;

/** Warnings of a network, once for a training run: mostly none. */
export function warningsOfNetwork(
  { cost, outputActivation }: Pick<Network, "cost" | "outputActivation">,
): string[] {
  if (cost !== logLikelihood || outputActivation !== sigmoid) return [];
  return [
    '"logLikelihood" never lowers an output of "sigmoid": expected "outputActivation": "softmax", or the cost "crossEntropy"',
  ];
}

/** Warnings of data, once for a training run: mostly none. */
export function warningsOf(data: Dataset): string[] {
  if (data.inputs instanceof Uint8Array) return []; // gray levels, all of one scale
  return [...warningsOfRounding(data), ...warningsOfSpread(data)];
}

/** A feature whose numbers were not the same when they were given, and are in float32. */
function warningsOfRounding({ exactInputs, features, featureNames }: Dataset): string[] {
  const merged = exactInputs && mergedInFloat32(exactInputs, features);
  if (merged === undefined) return [];
  const [j, a, b] = merged;
  return [
    `float32 cannot tell numbers of ${featureName(featureNames, j)} apart, such as ${a} and ` +
    `${b}: ` +
    "a network learns from the numbers themselves by data.standardize()",
  ];
}

/**
 * The first feature of which the first examples have numbers that are the same in float32 and farther apart than a network
 * hardly distinguishes, with two of them.
 * @param numbers [examples, features]
 */
export function mergedInFloat32<T extends number | bigint>(
  numbers: ArrayLike<T>,
  features: number,
): [feature: number, T, T] | undefined {
  const examples = min(SAMPLE, numbers.length / features);
  const distance = (a: T, b: T) => Number((a as number) - (b as number)); // of bigints too
  for (let j = 0; j < features; j++) {
    const values = Array.from({ length: examples }, (_, r) => numbers[r * features + j]!)
      .sort(distance);
    const own = Float64Array.from(values, Number);
    const least = NEAR * Standardization.of(own, 1).deviations[0]!;
    const spacing = max(abs(own[0]!), abs(own.at(-1)!)) / 8_388_608; // of float32: 2⁻²³ of its size
    if (spacing < least) continue;
    const merged = values.findIndex((value, r) =>
      r > 0 && fround(own[r]!) === fround(own[r - 1]!) && distance(value, values[r - 1]!) > least
    );
    if (merged !== -1) return [j, values[merged - 1]!, values[merged]!];
  }
  return undefined;
}

/** Features of which one spreads much more than another. */
function warningsOfSpread(data: Dataset): string[] {
  const { features, featureNames } = data;
  const inputs = data.inputs as Float32Array;
  const examples = min(SAMPLE, inputs.length / features); // there may be more, on the disk
  let [least, most, smallest, largest] = [0, 0, Infinity, 0];
  for (let j = 0; j < features; j++) {
    const deviation = deviationOf(inputs, examples, features, j);
    if (deviation > largest) [most, largest] = [j, deviation];
    if (deviation > 0 && deviation < smallest) [least, smallest] = [j, deviation];
  }
  const ratio = largest / smallest;
  if (!(ratio > MAX_RATIO)) return [];
  const name = (j: number) => featureName(featureNames, j);
  return [
    `The features differ ${ratio.toPrecision(2)}-fold in how far they spread: ${name(most)} by ` +
    `${largest.toPrecision(2)}, ${name(least)} by ${smallest.toPrecision(2)}. ` +
    "A network learns better from data.standardize()",
  ];
}

function featureName(featureNames: readonly string[] | undefined, j: number): string {
  return featureNames?.[j] ?? `feature ${j}`;
}

/** The standard deviation of feature `j`. */
function deviationOf(inputs: Float32Array, examples: number, features: number, j: number): number {
  let sum = 0;
  for (let r = 0; r < examples; r++) sum += inputs[r * features + j]!;
  const mean = sum / examples; // of equal numbers exactly that
  let squares = 0;
  for (let r = 0; r < examples; r++) {
    const distance = inputs[r * features + j]! - mean;
    squares += distance * distance;
  }
  return sqrt(squares / examples);
}

/** What is worth knowing of a network, and of data before it learns from them. @module */

import type { Dataset } from "../dataset.ts";
import type { Network } from "../network.ts";
import { sigmoid } from "../network/activations.ts";
import { logLikelihood } from "../network/costs.ts";

const { sqrt } = Math;

/** How many times as far apart as in one feature numbers of another may be. */
const MAX_RATIO = 1000;

/** How many examples tell. */
const SAMPLE = 1000;

/** What to tell of a network, once for a training run: mostly nothing. */
export function warningsOfNetwork(
  { cost, outputActivation }: Pick<Network, "cost" | "outputActivation">,
): string[] {
  if (cost !== logLikelihood || outputActivation !== sigmoid) return [];
  return [
    '"logLikelihood" never lowers an output of "sigmoid": "outputActivation": "softmax" is wanted, or "crossEntropy"',
  ];
}

/** What to tell of data, once for a training run: mostly nothing. */
export function warningsOf(data: Dataset): string[] {
  const { inputs, features, featureNames } = data;
  if (inputs instanceof Uint8Array) return []; // gray levels, all of one scale
  const examples = Math.min(SAMPLE, inputs.length / features); // there may be more, on the disk
  let [least, most, smallest, largest] = [0, 0, Infinity, 0];
  for (let j = 0; j < features; j++) {
    const deviation = deviationOf(inputs, examples, features, j);
    if (deviation > largest) [most, largest] = [j, deviation];
    if (deviation > 0 && deviation < smallest) [least, smallest] = [j, deviation];
  }
  const ratio = largest / smallest;
  if (!(ratio > MAX_RATIO)) return [];
  const name = (j: number) => featureNames?.[j] ?? `feature ${j}`;
  return [
    `The features differ ${ratio.toPrecision(2)}-fold in how far they spread: ${name(most)} by ${
      largest.toPrecision(2)
    }, ${name(least)} by ${smallest.toPrecision(2)}. ` +
    "A network learns better from data.standardize()",
  ];
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

/** Which functions of a network fit together. @module */

import type { Activation } from "../engine/engine.ts";
import { activations, sigmoid, softmax } from "./activations.ts";
import { type Cost, crossEntropy, firstCrossEntropy, logLikelihood } from "./costs.ts";

/** The costs with a logarithm, which take outputs between 0 and 1. */
const LOGARITHMIC: readonly Cost[] = [crossEntropy, firstCrossEntropy, logLikelihood];

/** The activation functions whose values are all between 0 and 1. */
const PROBABILITIES: readonly Activation[] = [sigmoid, softmax];

/** Why a cost does not fit the outputs' activation function; `undefined` if it does, or if either is not ours. */
export function costMismatch(cost: Cost, outputs: Activation): string | undefined {
  const ours = Object.values(activations).includes(outputs);
  if (!LOGARITHMIC.includes(cost) || !ours || PROBABILITIES.includes(outputs)) return undefined;
  return `"${cost.name}" takes outputs between 0 and 1, which "${outputs.name}" does not give: ` +
    `expected "outputActivation": ${cost === logLikelihood ? "" : '"sigmoid" or '}"softmax"`;
}

/** Why softmax does not fit so many outputs; `undefined` if it does, or it is not their activation function. */
export function softmaxMismatch(outputs: Activation, count: number): string | undefined {
  if (outputs !== softmax || count > 1) return undefined;
  return `"softmax" of one output is always 1: expected "sigmoid"`;
}

/** Whether outputs of this activation function are probabilities of classes, and not quantities. */
export function areProbabilities(outputs: Activation): boolean {
  return PROBABILITIES.includes(outputs);
}

/** The WebAssembly engine's `outputErrors` and `meanCost`: which costs have kernels. @module */

import { kernelOf } from "../built_in.ts";
import type { Engine } from "../engine.ts";
import * as reference from "../reference/costs.ts";
import { activateBackward, hasBackwardKernel } from "./activate.ts";
import type { Context } from "./context.ts";

/** The costs, in the order in which their kernel numbers them. */
const COSTS: readonly (string | undefined)[] = ["quadratic", "crossEntropy", "logLikelihood"];

/** The errors of the outputs, see {@linkcode Engine.outputErrors}. */
export function outputErrors(
  step: Parameters<Engine["outputErrors"]>,
  context: Context,
): void {
  const [delta, a, y, cost, activation, z, weights] = step;
  const [ofCost, ofOutputs] = [kernelOf(cost), kernelOf(activation)];
  const { store, kernels, tape } = context;
  const { rows, columns } = a;
  const isDifference = ofCost === "quadratic" ||
    ofCost === "crossEntropy" && ofOutputs === "sigmoid";
  const isLikelihood = ofCost === "logLikelihood" && ofOutputs === "softmax";
  const goesBack = ofCost === "quadratic" && ofOutputs !== "linear";
  // The kernels of activation functions have what is small become zero, which comes after the weights.
  const canGoBack = hasBackwardKernel(activation) && weights === undefined;
  if (!(isDifference || isLikelihood) || goesBack && !canGoBack) {
    tape.spoil();
    return reference.outputErrors(...step);
  }
  const [outputs, targets, d] = [store.operand(a, "a"), store.operand(y, "y"), store.output(delta)];
  kernels.difference(d, outputs, targets, rows * columns);
  if (isLikelihood) kernels.correctSums(d, outputs, targets, rows, columns);
  if (goesBack) activateBackward({ delta, a, z }, activation, context);
  if (weights !== undefined) kernels.weighRows(d, weightsAt(weights, rows, context), rows, columns);
}

/** The mean cost of a batch, see {@linkcode Engine.meanCost}. */
export function meanCost(
  [a, y, cost, weights]: Parameters<Engine["meanCost"]>,
  context: Context,
): number {
  const { store, kernels, tape } = context;
  const number = COSTS.indexOf(kernelOf(cost));
  if (number === -1) {
    tape.spoil();
    return reference.meanCost(a, y, cost, weights);
  }
  const { rows, columns } = a;
  const [outputs, targets] = [store.operand(a, "a"), store.operand(y, "y")];
  const at = weights === undefined ? 0 : weightsAt(weights, rows, context);
  const mean = store.meanCost();
  kernels.meanCost(mean.address, number, outputs, targets, at, rows, columns);
  return mean.view[0]!;
}

/** The address of a copy of the weights of a batch's rows. */
function weightsAt(weights: Float32Array, rows: number, { store }: Context): number {
  const room = store.weights(rows);
  room.view.set(weights.subarray(0, rows));
  return room.address;
}

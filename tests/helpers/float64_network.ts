/** A second, plain implementation of the forward pass, in float64: what gradients are checked against. */

import { assertLess } from "@std/assert";
import { type Gradient, Network } from "../../mod.ts";
import { activate } from "./float64_activations.ts";
import type { ActivationName, CostName } from "../../mod.ts";

const COSTS: { [name: string]: (a: number, y: number) => number } = {
  quadratic: (a, y) => (a - y) ** 2 / 2,
  crossEntropy: (a, y) => -(y * Math.log(a) + (1 - y) * Math.log(1 - a)),
  logLikelihood: (a, y) => -y * Math.log(a),
};

/** The functions of a network. */
export interface Functions {
  activation: string;
  outputActivation: string;
  cost: string;
}

/** Parameters in float64, each layer's weights [inputs][outputs] and biases [outputs] in plain arrays. */
export interface Parameters {
  weights: number[][][];
  biases: number[][];
}

/** A network's parameters, copied. */
export function parametersOf(network: Network): Parameters {
  return {
    weights: network.weights.map(({ rows, columns, values }) =>
      Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)])
    ),
    biases: network.biases.map(({ values }) => [...values]),
  };
}

/**
 * The mean cost of a batch.
 *
 * @param factorOf what dropout multiplies a unit by, of what layer l takes in of row r
 * @param weightOf how much row r counts
 */
export function meanCost(
  { weights, biases }: Parameters,
  { activation, outputActivation, cost }: Functions,
  inputs: number[][],
  targets: number[][],
  factorOf: (l: number, r: number, unit: number) => number = () => 1,
  weightOf: (r: number) => number = () => 1,
): number {
  let sum = 0;
  for (const [r, x] of inputs.entries()) {
    let a = x;
    for (const [l, w] of weights.entries()) {
      const left = a.map((value, i) => value * factorOf(l, r, i));
      const z = biases[l]!.map((b, j) => left.reduce((sum, x, i) => sum + x * w[i]![j]!, b));
      a = activate(l === weights.length - 1 ? outputActivation : activation, z);
    }
    for (const [j, output] of a.entries()) {
      sum += weightOf(r) * COSTS[cost]!(output, targets[r]![j]!);
    }
  }
  return sum / inputs.length;
}

/** The gradient of a cost by central differences: of each layer the weights, row by row, and the biases. */
export function centralDifferences(
  parameters: Parameters,
  cost: (parameters: Parameters) => number,
): { weights: number[][]; biases: number[][] } {
  const distance = 1e-5;
  const slopes = (row: number[]) =>
    row.map((value, k) => {
      const costAt = (x: number) => {
        row[k] = x;
        return cost(parameters);
      };
      const slope = (costAt(value + distance) - costAt(value - distance)) / (2 * distance);
      row[k] = value;
      return slope;
    });
  return {
    weights: parameters.weights.map((rows) => rows.flatMap(slopes)),
    biases: parameters.biases.map(slopes),
  };
}

/** Central differences of a float64 cost lose about half of its digits; what is left is float32's error. */
const CENTRAL_DIFFERENCES = 1e-3;

/** Fails unless the gradient of a network agrees with the central differences of a cost. */
export function assertGradient(
  network: Network,
  gradient: Gradient,
  cost: (parameters: Parameters) => number,
): void {
  const expected = centralDifferences(parametersOf(network), cost);
  for (const [l, weights] of expected.weights.entries()) {
    assertLess(relativeError(gradient.weights[l]!.values, weights), CENTRAL_DIFFERENCES);
    assertLess(relativeError(gradient.biases[l]!.values, expected.biases[l]!), CENTRAL_DIFFERENCES);
  }
}

/** The network whose parameters these are. */
export function networkWith(
  parameters: Parameters,
  activation: ActivationName,
  cost: CostName,
): Network {
  const sizes = [parameters.weights[0]!.length, ...parameters.biases.map((b) => b.length)];
  const network = new Network(sizes, { activation, cost });
  for (const [l, w] of parameters.weights.entries()) {
    network.weights[l]!.values.set(w.flat());
    network.biases[l]!.values.set(parameters.biases[l]!);
  }
  return network;
}

/** The largest difference between two tensors, over the largest element of the second. */
export function relativeError(actual: ArrayLike<number>, expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  const error = Math.max(...expected.map((value, k) => Math.abs(actual[k]! - value)));
  return scale === 0 ? error : error / scale;
}

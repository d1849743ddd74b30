/** A plane through the parameters of a network: the cost on it, and the descent along it. @module */

import { dataRows, matrix, RandomStream, shuffle } from "../../../mod.ts";
import type { Batch, Matrix, Network } from "../../../mod.ts";

/** A point of the plane, by its distances from the middle along the two directions. */
export type Point = readonly [number, number];

/** Examples with their targets, as lists. */
export interface Examples {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

/** The plane of two directions through where a network is now. What is asked of it moves the network. */
export class Plane {
  readonly network: Network;
  readonly #examples: Examples;
  readonly #all: Batch;
  readonly #middle: Float64Array;
  readonly #directions: readonly [Float64Array, Float64Array];

  /** @param directions each of unit length, a number for each parameter: see {@linkcode parametersOf} */
  constructor(
    network: Network,
    examples: Examples,
    directions: readonly [Float64Array, Float64Array],
  ) {
    this.network = network;
    this.#examples = examples;
    this.#all = batchOf(examples, [...examples.inputs.keys()]);
    this.#middle = parametersOf(network);
    this.#directions = directions;
  }

  /** Moves the network to a point. */
  moveTo([a, b]: Point): void {
    const [first, second] = this.#directions;
    let k = 0;
    for (const { values } of matricesOf(this.network)) {
      for (let j = 0; j < values.length; j++, k++) {
        values[j] = this.#middle[k]! + a * first[k]! + b * second[k]!;
      }
    }
  }

  /** The mean cost of all examples at a point. */
  costAt(point: Point): number {
    this.moveTo(point);
    const { cost } = this.network;
    const outputs = this.network.feedforward(this.#all.inputs);
    let sum = 0;
    for (let r = 0; r < outputs.rows; r++) sum += cost.of(outputs, this.#all.targets, r);
    return sum / outputs.rows;
  }

  /** The slope of the cost along both directions, by backpropagation: the gradient's share in each. */
  slopeAt(point: Point, batch: Batch = this.#all): Point {
    this.moveTo(point);
    const gradient = this.network.backprop(batch);
    const [first, second] = this.#directions;
    let [a, b, k] = [0, 0, 0];
    for (const { values } of matricesOf(gradient)) {
      for (const value of values) {
        a += value * first[k]!;
        b += value * second[k++]!;
      }
    }
    return [a, b];
  }

  /** The points of a descent from a start on, without end: one for each batch of examples, shuffled in every epoch. */
  *descend(
    start: Point,
    settings: () => { readonly learningRate: number; readonly batchSize: number },
  ): Generator<Point, never> {
    const count = this.#examples.inputs.length;
    const order = Uint32Array.from({ length: count }, (_, k) => k);
    let [a, b] = start;
    let epoch = 1;
    for (let next = count;; next += settings().batchSize) {
      const { learningRate, batchSize } = settings();
      if (next >= count) {
        shuffle(order, new RandomStream(this.network.seed, "shuffle", epoch++));
        next = 0;
      }
      const chosen = [...order.subarray(next, next + batchSize)];
      const batch = chosen.length === count ? this.#all : batchOf(this.#examples, chosen);
      const slope = this.slopeAt([a, b], batch);
      [a, b] = [a - learningRate * slope[0], b - learningRate * slope[1]];
      yield [a, b];
    }
  }
}

/** The mini-batch of some examples. */
export function batchOf({ inputs, targets }: Examples, chosen: readonly number[]): Batch {
  return {
    inputs: dataRows(chosen.map((k) => inputs[k]!)),
    targets: matrix(chosen.map((k) => targets[k]!)),
  };
}

/** The weights of all layers, then the biases: of a network, or a gradient. */
function matricesOf(
  { weights, biases }: { readonly weights: readonly Matrix[]; readonly biases: readonly Matrix[] },
): Matrix[] {
  return [...weights, ...biases];
}

/** All parameters, one after the other: the weights of all layers, then the biases. */
export function parametersOf(network: Network): Float64Array {
  return Float64Array.from(matricesOf(network).flatMap(({ values }) => [...values]));
}

/** Two random directions of unit length, at right angles. */
export function randomDirections(count: number, seed: number): [Float64Array, Float64Array] {
  const random = new RandomStream(seed, "data");
  const first = unit(Float64Array.from({ length: count }, () => random.normal()));
  const other = Float64Array.from({ length: count }, () => random.normal());
  const shared = other.reduce((sum, value, k) => sum + value * first[k]!, 0);
  return [first, unit(other.map((value, k) => value - shared * first[k]!))];
}

/** The directions of two parameters, by their indices. */
export function axes(count: number, first: number, second: number): [Float64Array, Float64Array] {
  return [first, second].map((index) => new Float64Array(count).fill(1, index, index + 1)) as [
    Float64Array,
    Float64Array,
  ];
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

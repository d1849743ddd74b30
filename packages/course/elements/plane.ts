/** A plane through the parameters of a small network: the landscape of its cost, lines of equal cost, and the descent along it. @module */

import {
  type Batch,
  dataRows,
  type Matrix,
  matrix,
  Network,
  RandomStream,
  shuffle,
} from "../../../mod.ts";
import { drawTable } from "./drawn_tables.ts";

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

/** Where a line crosses the edge between two heights, from 0 to 1. */
const crossing = (from: number, to: number, level: number) => (level - from) / (to - from);

/**
 * The lines of a level as the path of an SVG, in cells of the grid from its first value at 0.5, 0.5.
 * @param heights [size · size], row by row
 */
export function contourPath(heights: ArrayLike<number>, size: number, level: number): string {
  const parts: string[] = [];
  for (let r = 0; r + 1 < size; r++) {
    for (let c = 0; c + 1 < size; c++) {
      const k = r * size + c;
      const [a, b, d, e] = [
        heights[k]!,
        heights[k + 1]!,
        heights[k + size]!,
        heights[k + size + 1]!,
      ];
      const points: [number, number][] = [];
      if (a < level !== b < level) points.push([c + crossing(a, b, level), r]);
      if (b < level !== e < level) points.push([c + 1, r + crossing(b, e, level)]);
      if (d < level !== e < level) points.push([c + crossing(d, e, level), r + 1]);
      if (a < level !== d < level) points.push([c, r + crossing(a, d, level)]);
      for (let p = 0; p + 1 < points.length; p += 2) { // two, or four at a saddle
        const [from, to] = [points[p]!, points[p + 1]!].map(([x, y]) =>
          `${(x + 0.5).toFixed(2)} ${(y + 0.5).toFixed(2)}`
        );
        parts.push(`M${from}L${to}`);
      }
    }
  }
  return parts.join("");
}

/** Levels between which there are as many cells each. */
export function levelsOf(heights: ArrayLike<number>, count: number): number[] {
  const sorted = Float64Array.from(heights).sort();
  return Array.from(
    { length: count },
    (_, k) => sorted[Math.floor((k + 0.5) / count * sorted.length)]!,
  );
}

/** Where a landscape is looked at. */
export interface Landscape {
  readonly plane: Plane;
  /** How far the map goes from the minimum along both directions. */
  readonly reach: number;
  /** What the middle of the map is along both directions. */
  readonly middle: Point;
  /** Where a descent begins. */
  readonly start: Point;
}

/** How far the network is trained before, by steps with all examples. */
const STEPS = 2000;

/** A neuron with one input: its weight and its bias are all that there is. */
function neuron(seed: number): readonly [Network, Examples, number] {
  const random = new RandomStream(seed, "data");
  const inputs = Array.from({ length: 60 }, () => [random.normal()]);
  const targets = inputs.map(([x]) => [x! + 0.6 * random.normal() > 0.4 ? 1 : 0]);
  return [new Network([1, 1], { seed }), { inputs, targets }, 10];
}

/** A network with a hidden layer, which learns the two moons. */
function moons(seed: number): readonly [Network, Examples, number] {
  const { inputs, labels } = drawTable("moons", 60, seed);
  return [new Network([2, 4, 1], { seed }), { inputs, targets: labels.map((k) => [k]) }, 5];
}

/**
 * Trains a small network to its minimum, and lays a plane through it; it pauses between the steps.
 * @param view `weights`: the weight and the bias of a neuron; `random`: two random directions
 */
export function* landscape(view: string, seed: number): Generator<void, Landscape> {
  const [network, examples, learningRate] = view === "weights" ? neuron(seed) : moons(seed);
  const all = batchOf(examples, [...examples.inputs.keys()]);
  for (let step = 0; step < STEPS; step++) {
    network.updateMiniBatch(all, learningRate);
    yield;
  }
  const parameters = parametersOf(network);
  const count = parameters.length;
  if (view === "weights") {
    const middle: Point = [parameters[0]!, parameters[1]!];
    return {
      ...{ plane: new Plane(network, examples, axes(count, 0, 1)), middle },
      ...{ reach: 8, start: [-6, 6] },
    };
  }
  const plane = new Plane(network, examples, randomDirections(count, seed));
  return { plane, reach: 12, middle: [0, 0], start: [-9, 9] };
}

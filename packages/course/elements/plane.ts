/** The cost of a neuron as a landscape over its weight and its bias: heights, lines of equal cost, and a descent. @module */

import { type Batch, dataRows, matrix, Network, RandomStream, shuffle } from "../../../mod.ts";

/** A weight and a bias. */
export type Point = readonly [weight: number, bias: number];

/** How many examples there are. */
const EXAMPLES = 60;

/** How far the neuron is trained, by steps with all examples at a learning rate. */
const [STEPS, LEARNING_RATE] = [2000, 10];

/** A neuron with one input, and its examples. What is asked of it moves the neuron. */
export class Landscape {
  readonly network: Network;
  readonly #inputs: readonly (readonly number[])[];
  readonly #targets: readonly (readonly number[])[];
  readonly #all: Batch;

  constructor(seed: number) {
    const random = new RandomStream(seed, "data");
    this.#inputs = Array.from({ length: EXAMPLES }, () => [random.normal()]);
    this.#targets = this.#inputs.map(([x]) => [x! + 0.6 * random.normal() > 0.4 ? 1 : 0]);
    this.#all = this.#batchOf([...this.#inputs.keys()]);
    this.network = new Network([1, 1], { seed });
  }

  /** Trains the neuron, a step at a time, and returns where it ends: near the lowest point. */
  *minimum(): Generator<void, Point> {
    for (let step = 0; step < STEPS; step++) {
      this.network.updateMiniBatch(this.#all, LEARNING_RATE);
      yield;
    }
    return [this.network.weights[0]!.values[0]!, this.network.biases[0]!.values[0]!];
  }

  /** The mean cost of all examples at a point. */
  costAt(point: Point): number {
    this.#moveTo(point);
    const { cost } = this.network;
    const outputs = this.network.feedforward(this.#all.inputs);
    let sum = 0;
    for (let r = 0; r < outputs.rows; r++) sum += cost.of(outputs, this.#all.targets, r);
    return sum / outputs.rows;
  }

  /** The slopes of the cost for the weight and the bias, by backpropagation. */
  slopeAt(point: Point, batch: Batch = this.#all): Point {
    this.#moveTo(point);
    const { weights, biases } = this.network.backprop(batch);
    return [weights[0]!.values[0]!, biases[0]!.values[0]!];
  }

  /** The points of a descent from a start on, without end: one for each batch of examples, shuffled in every epoch. */
  *descend(
    start: Point,
    settings: () => { readonly learningRate: number; readonly batchSize: number },
  ): Generator<Point, never> {
    const order = Uint32Array.from(this.#inputs, (_, k) => k);
    let [w, b] = start;
    let epoch = 1;
    for (let next = EXAMPLES;; next += settings().batchSize) {
      const { learningRate, batchSize } = settings();
      if (next >= EXAMPLES) {
        shuffle(order, new RandomStream(this.network.seed, "shuffle", epoch++));
        next = 0;
      }
      const chosen = [...order.subarray(next, next + batchSize)];
      const batch = chosen.length === EXAMPLES ? this.#all : this.#batchOf(chosen);
      const slope = this.slopeAt([w, b], batch);
      [w, b] = [w - learningRate * slope[0], b - learningRate * slope[1]];
      yield [w, b];
    }
  }

  #moveTo([weight, bias]: Point): void {
    this.network.weights[0]!.values[0] = weight;
    this.network.biases[0]!.values[0] = bias;
  }

  #batchOf(chosen: readonly number[]): Batch {
    return {
      inputs: dataRows(chosen.map((k) => this.#inputs[k]!)),
      targets: matrix(chosen.map((k) => this.#targets[k]!)),
    };
  }
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

/** The small networks whose cost is drawn as a landscape, each trained to its minimum first. @module */

import { Network, RandomStream } from "../../../mod.ts";
import { drawTable } from "./drawn_tables.ts";
import { axes, batchOf, type Examples, parametersOf, Plane, randomDirections } from "./plane.ts";
import type { Point } from "./plane.ts";

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

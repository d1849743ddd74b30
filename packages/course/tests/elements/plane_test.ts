/** The plane of a cost surface: every height is the network's cost, every slope that of backpropagation. */

import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { Dataset, evaluate, Network } from "../../../../mod.ts";
import {
  axes,
  contourPath,
  landscape,
  levelsOf,
  parametersOf,
  Plane,
  randomDirections,
} from "../../elements/plane.ts";

const EXAMPLES = {
  inputs: [[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.2]],
  targets: [[0], [1], [1], [0], [1]],
};

/** Float32 sums in another order, and differences over a step. */
const [ROUNDING, DIFFERENCE] = [1e-6, 1e-4];

Deno.test("a point of the surface is the cost of the network that is there", () => {
  const network = new Network([2, 3, 1], { seed: 3 });
  const before = parametersOf(network);
  const [first, second] = randomDirections(before.length, 1);
  const plane = new Plane(network, EXAMPLES, [first, second]);
  for (const [a, b] of [[0, 0], [2.5, -1], [-4, 3]] as const) {
    const cost = plane.costAt([a, b]);
    const expected = new Network([2, 3, 1]);
    const values = [...expected.weights, ...expected.biases].map((matrix) => matrix.values);
    let k = 0;
    for (const part of values) {
      for (let j = 0; j < part.length; j++, k++) {
        part[j] = before[k]! + a * first[k]! + b * second[k]!;
      }
    }
    assertAlmostEquals(cost, evaluate(expected, Dataset.from(EXAMPLES)).cost, ROUNDING);
  }
});

Deno.test("the directions are of length 1 and at right angles", () => {
  const [first, second] = randomDirections(17, 4);
  const product = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  assertAlmostEquals(product(first, first), 1, 1e-12);
  assertAlmostEquals(product(second, second), 1, 1e-12);
  assertAlmostEquals(product(first, second), 0, 1e-12);
  assertEquals(axes(3, 0, 2), [Float64Array.of(1, 0, 0), Float64Array.of(0, 0, 1)]);
});

Deno.test("the slope is what the cost differs by, and a descent follows it", () => {
  const network = new Network([2, 3, 1], { seed: 3 });
  const plane = new Plane(network, EXAMPLES, randomDirections(13, 2));
  const slope = plane.slopeAt([1, 2]);
  const step = 1e-2;
  const across = (plane.costAt([1 + step, 2]) - plane.costAt([1 - step, 2])) / (2 * step);
  const upward = (plane.costAt([1, 2 + step]) - plane.costAt([1, 2 - step])) / (2 * step);
  assertAlmostEquals(slope[0], across, DIFFERENCE);
  assertAlmostEquals(slope[1], upward, DIFFERENCE);
  const descent = plane.descend([1, 2], () => ({ learningRate: 3, batchSize: 5 }));
  assertEquals(descent.next().value, [1 - 3 * slope[0], 2 - 3 * slope[1]]);
});

Deno.test("mini-batches of a descent go through all examples", () => {
  const plane = new Plane(new Network([2, 1]), EXAMPLES, axes(3, 0, 1));
  const descent = plane.descend([0, 0], () => ({ learningRate: 1, batchSize: 2 }));
  const points = Array.from({ length: 6 }, () => descent.next().value.join());
  assertEquals(new Set(points).size, 6);
});

Deno.test("the middle of a landscape is its minimum, and a high rate jumps across it", () => {
  const steps = landscape("weights", 2);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { plane, start } = step.value;
  const slope = plane.slopeAt([0, 0]);
  assertLess(Math.hypot(...slope), 1e-3);
  assertLess(plane.costAt([0, 0]), plane.costAt(start));
  const lastOf = (learningRate: number) => {
    const descent = plane.descend(start, () => ({ learningRate, batchSize: 60 }));
    for (let k = 0; k < 199; k++) descent.next();
    return plane.costAt(descent.next().value);
  };
  assertLess(lastOf(30), lastOf(300));
});

Deno.test("a contour is where the heights are its level", () => {
  const size = 9;
  const heights = Array.from(
    { length: size * size },
    (_, k) => Math.hypot(k % size - 4, Math.floor(k / size) - 4),
  );
  const path = contourPath(heights, size, 2.5);
  const points = [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  assertLess(8, points.length);
  for (const [x, y] of points) assertAlmostEquals(Math.hypot(x! - 4.5, y! - 4.5), 2.5, 0.2);
  assertEquals(contourPath(heights, size, 99), "");
  assertEquals(levelsOf([4, 1, 3, 2], 2), [2, 4]);
});

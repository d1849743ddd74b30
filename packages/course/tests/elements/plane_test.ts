/** The landscape of a neuron's cost: every height is the network's cost, every slope that of backpropagation. */

import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { contourPath, Landscape, levelsOf, type Point } from "../../elements/plane.ts";

/** Float32 sums in another order, and differences over a step. */
const DIFFERENCE = 1e-4;

/** A landscape, and its lowest point. */
function landscape(seed: number): [Landscape, Point] {
  const made = new Landscape(seed);
  const steps = made.minimum();
  let step = steps.next();
  while (!step.done) step = steps.next();
  return [made, step.value];
}

Deno.test("a height is the mean cost of the neuron that is there", () => {
  const made = new Landscape(3);
  const at: Point = [2.5, -1];
  const cost = made.costAt(at);
  assertEquals([...made.network.weights[0]!.values, ...made.network.biases[0]!.values], [...at]);
  assertLess(0, cost);
  assertEquals(made.costAt([0, 0]), 0.125); // σ(0) is ½, half of ¼ away from each target
});

Deno.test("the slope is what the cost differs by, and a descent follows it", () => {
  const made = new Landscape(3);
  const slope = made.slopeAt([1, 2]);
  const step = 1e-2;
  const across = (made.costAt([1 + step, 2]) - made.costAt([1 - step, 2])) / (2 * step);
  const upward = (made.costAt([1, 2 + step]) - made.costAt([1, 2 - step])) / (2 * step);
  assertAlmostEquals(slope[0], across, DIFFERENCE);
  assertAlmostEquals(slope[1], upward, DIFFERENCE);
  const descent = made.descend([1, 2], () => ({ learningRate: 3, batchSize: 60 }));
  assertEquals(descent.next().value, [1 - 3 * slope[0], 2 - 3 * slope[1]]);
});

Deno.test("mini-batches of a descent go through all examples", () => {
  const descent = new Landscape(1).descend([0, 0], () => ({ learningRate: 1, batchSize: 25 }));
  const points = Array.from({ length: 6 }, () => descent.next().value.join());
  assertEquals(new Set(points).size, 6);
});

Deno.test("training ends at the lowest point, and a high rate jumps across it", () => {
  const [made, minimum] = landscape(2);
  const start: Point = [minimum[0] - 6, minimum[1] + 6];
  assertLess(Math.hypot(...made.slopeAt(minimum)), 1e-3);
  assertLess(made.costAt(minimum), made.costAt(start));
  const lastOf = (learningRate: number) => {
    const descent = made.descend(start, () => ({ learningRate, batchSize: 60 }));
    for (let k = 0; k < 199; k++) descent.next();
    return made.costAt(descent.next().value);
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

/** Solved linear models: nothing is left of the derivative, however the classes lie. */

import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { factorize, solveFactorized } from "../../../lib/table/baselines/linear.ts";
import {
  type LinearData,
  type LinearOutputs,
  solveLinear,
} from "../../../lib/table/baselines/linear.ts";
import { exp64, log } from "../../../lib/numerics/elementary.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";

/** The largest derivative that a solution leaves, twice for its rounding. */
const TOLERANCE = 2e-6;

/** Rows of correlated numbers, every third of them 0, and targets: of classes separable without noise. */
function drawn(
  kind: LinearOutputs,
  { rows = 120, columns = 5, outputs = 3, noise = 1, weighted = false } = {},
): LinearData {
  const random = new RandomStream(7, "data");
  const truth = Array.from({ length: columns * outputs }, () => 3 * random.normal());
  const starts = new Uint32Array(rows + 1);
  const [indices, values]: [number[], number[]] = [[], []];
  const targets = new Float32Array(rows * outputs);
  for (let r = 0; r < rows; r++) {
    const shared = random.normal();
    const sums = Array.from({ length: outputs }, () => noise * random.normal());
    for (let j = r % 3; j < columns; j++) {
      const value = Math.fround(shared + random.normal() / 2);
      indices.push(j);
      values.push(value);
      for (let k = 0; k < outputs; k++) sums[k]! += value * truth[j * outputs + k]!;
    }
    starts[r + 1] = values.length;
    for (let k = 0; k < outputs; k++) {
      const isMost = sums.every((sum) => sum <= sums[k]!);
      targets[r * outputs + k] = kind === "linear"
        ? sums[k]!
        : Number(kind === "softmax" ? isMost : sums[k]! > 0);
    }
  }
  return {
    inputs: {
      columns,
      starts,
      indices: Uint32Array.from(indices),
      values: Float32Array.from(values),
    },
    targets,
    outputs,
    kind,
    ...weighted && { weights: Array.from({ length: rows }, (_, r) => r % 4) },
  };
}

/** The mean cost plus the penalty, written down plainly. */
function costOf(data: LinearData, ridge: number, parameters: Float64Array): number {
  const { inputs: { columns, starts, indices, values }, targets, weights, outputs, kind } = data;
  let [cost, total] = [0, 0];
  for (let r = 0; r < starts.length - 1; r++) {
    const sums = [...parameters.subarray(columns * outputs)];
    for (let i = starts[r]!; i < starts[r + 1]!; i++) {
      for (let k = 0; k < outputs; k++) {
        sums[k]! += values[i]! * parameters[indices[i]! * outputs + k]!;
      }
    }
    const y = targets.subarray(r * outputs, (r + 1) * outputs);
    const weight = weights?.[r] ?? 1;
    total += weight;
    const all = Math.log(sums.reduce((sum, z) => sum + Math.exp(z), 0));
    for (const [k, z] of sums.entries()) {
      if (kind === "softmax") cost += weight * y[k]! * (all - z);
      else if (kind === "sigmoid") cost += weight * (Math.log(1 + Math.exp(z)) - y[k]! * z);
      else cost += weight * (z - y[k]!) ** 2 / 2;
    }
  }
  const squares = parameters.subarray(0, columns * outputs).reduce((sum, w) => sum + w * w, 0);
  return cost / total + ridge / 2 * squares;
}

/** The derivatives of the cost by central differences. */
function largestDerivative(data: LinearData, ridge: number, at: Float64Array): number {
  const h = 1e-4;
  return Math.max(
    ...at.keys().map((j) => {
      const [up, down] = [1, -1].map((way) => costOf(data, ridge, at.with(j, at[j]! + way * h)));
      return Math.abs(up! - down!) / (2 * h);
    }),
  );
}

for (const kind of ["softmax", "sigmoid", "linear"] as const) {
  for (const outputs of kind === "softmax" ? [2, 3] : [1, 3]) {
    Deno.test(`a linear model with ${kind} of ${outputs} has no derivative left`, () => {
      for (const weighted of [false, true]) {
        const data = drawn(kind, { outputs, weighted });
        for (const ridge of [1, 1e-2, 1e-4]) {
          const { parameters } = solveLinear(data, ridge);
          assertLess(largestDerivative(data, ridge, parameters), TOLERANCE);
        }
      }
    });
  }
}

Deno.test("classes that a line separates have a solution too, and the start does not matter", () => {
  for (const outputs of [2, 3]) {
    const data = drawn("softmax", { outputs, noise: 0 });
    const { parameters } = solveLinear(data, 1e-6);
    assertLess(costOf(data, 0, parameters), 0.01);
    const { parameters: again } = solveLinear(data, 1e-6, solveLinear(data, 1).parameters);
    assertAlmostEquals(costOf(data, 1e-6, again), costOf(data, 1e-6, parameters), 1e-6);
  }
});

Deno.test("many classes of few rows are solved to the stated derivative", () => {
  for (const [outputs, columns, rows] of [[5, 12, 100], [10, 12, 100], [10, 20, 100]] as const) {
    const { isSolved } = solveLinear(drawn("softmax", { outputs, columns, rows }), 1e-6);
    assertEquals(isSolved, true);
  }
});

Deno.test("more inputs than second derivatives are kept for come to the same solution", () => {
  const few = drawn("sigmoid", { outputs: 1 });
  const wide = { ...few, inputs: { ...few.inputs, columns: 1500 } }; // the others are 0
  const [one, other] = [few, wide].map((data) => solveLinear(data, 0.1).parameters);
  for (let k = 0; k < 5; k++) assertAlmostEquals(other![k]!, one![k]!, 1e-4);
  assertAlmostEquals(other!.at(-1)!, one!.at(-1)!, 1e-4);
  assertEquals(other!.subarray(5, -1).every((weight) => weight === 0), true);
});

Deno.test("a quantity has the solution of the normal equations, in a step", () => {
  const data = drawn("linear", { outputs: 1 });
  const { parameters, work } = solveLinear(data, 0.5);
  assertLess(work / data.inputs.values.length, 7); // two multiplications in each of three passes at most
  assertLess(largestDerivative(data, 0.5, parameters), TOLERANCE);
});

Deno.test("Cholesky's factors solve a system, and one without a unique solution stays finite", () => {
  const matrix = Float64Array.of(4, NaN, NaN, 2, 5, NaN, 1, 3, 6); // the upper triangle is not read
  factorize(matrix, 3);
  const x = Float64Array.of(8, 21, 25);
  solveFactorized(matrix, x);
  for (const [k, row] of [[4, 2, 1], [2, 5, 3], [1, 3, 6]].entries()) {
    const product = row.reduce((sum, a, j) => sum + a * x[j]!, 0);
    assertAlmostEquals(product, [8, 21, 25][k]!, 1e-12);
  }
  const singular = Float64Array.of(1, 0, 1, 1);
  factorize(singular, 2);
  solveFactorized(singular, x.subarray(0, 2));
  assertEquals(x.every(Number.isFinite), true);
});

Deno.test("exp64 has the digits of a float64", () => {
  for (let x = -700; x < 700; x += 0.37) {
    assertAlmostEquals(log(exp64(x)), x, 1e-12);
    assertAlmostEquals(exp64(x) / Math.exp(x), 1, 1e-14); // of Math, whose last digits vary
  }
  assertEquals([exp64(0), exp64(-1000), exp64(NaN)], [1, 0, NaN]);
  assertLess(exp64(1000), Infinity);
});

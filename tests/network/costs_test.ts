import { assertAlmostEquals, assertEquals } from "@std/assert";
import { linear, relu, sigmoid, softmax, tanh } from "../../lib/network/activations.ts";
import type { Activation, Cost } from "../../lib/engine/engine.ts";
import {
  costAliases,
  costs,
  crossEntropy,
  logLikelihood,
  quadratic,
} from "../../lib/network/costs.ts";
import { matrix, Network } from "../../mod.ts";

/** float32 inputs, float64 sums. */
const TOLERANCE = 1e-7;

/** Outputs, targets, and what a row of them costs; the first row unless another is given. */
const VALUES: readonly [Cost, a: number[][], y: number[][], expected: number, r?: number][] = [
  [quadratic, [[0.5, 0.25], [1, 0]], [[1, 0], [1, 0]], (0.25 + 0.0625) / 2],
  [quadratic, [[0.5, 0.25], [1, 0]], [[1, 0], [1, 0]], 0, 1],
  [crossEntropy, [[0.5, 0.25], [1, 0]], [[1, 0], [1, 0]], -Math.log(0.5) - Math.log(0.75)],
  [crossEntropy, [[0.5, 0.25], [1, 0]], [[1, 0], [1, 0]], 0, 1], // sure and right: 0·ln 0 counts nothing
  [quadratic, [[0.5, 0.5], [0.75, 0.25], [0.5, 0.5]], [[0, 0], [1, 0], [0, 0]], 0.0625, 1],
  [crossEntropy, [[0.5, 0.5], [0.75, 0.25]], [[0, 0], [1, 0]], -2 * Math.log(0.75), 1],
  [logLikelihood, [[0.5, 0.5], [0.75, 0.25]], [[0, 0], [1, 0]], -Math.log(0.75), 1],
  [logLikelihood, [[0.25, 0.75]], [[1, 0]], Math.log(4)],
  [logLikelihood, [[-0.5, 0.5]], [[0, 1]], Math.LN2], // what is not expected counts nothing
  // To be sure and wrong costs much, and not infinitely much: an output that float32 rounds to 1 is no broken network.
  [crossEntropy, [[0]], [[1]], 25 * Math.LN2],
  [crossEntropy, [[1]], [[0]], 25 * Math.LN2],
  [logLikelihood, [[0, 1]], [[1, 0]], 126 * Math.LN2],
  [crossEntropy, [[-0.5]], [[1]], NaN], // no probabilities
  [crossEntropy, [[1.5]], [[0]], NaN],
  [quadratic, [[NaN, 0.5]], [[0, 1]], NaN],
  [crossEntropy, [[NaN, 0.5]], [[0, 1]], NaN],
  [logLikelihood, [[NaN, 0.5]], [[0, 1]], NaN],
];

Deno.test("a cost is of one row: half the squared distance, or −ln of what was right", () => {
  for (const [cost, a, y, expected, r = 0] of VALUES) {
    const found = cost.of(matrix(a), matrix(y), r);
    if (Number.isNaN(expected)) assertEquals(found, NaN);
    else assertAlmostEquals(found, expected, TOLERANCE, `${cost.name} of ${a}`);
  }
});

Deno.test("costs have their names, and other libraries' names lead to them", () => {
  for (const [name, cost] of Object.entries(costs)) assertEquals(cost.name, name);
  assertEquals(costAliases, {
    logLoss: logLikelihood,
    categoricalCrossEntropy: logLikelihood,
    binaryCrossEntropy: crossEntropy,
    meanSquaredError: quadratic,
  });
});

Deno.test("the cross-entropy is the same for an output that is too large as for one that is too small", () => {
  const costOf = (a: number, y: number) => crossEntropy.of(matrix([[a]]), matrix([[y]]), 0);
  for (const exponent of [1, 2, 10, 23, 24]) {
    const a = 2 ** -exponent;
    assertEquals(costOf(1 - a, 0), costOf(a, 1));
    assertAlmostEquals(costOf(a, 1), exponent * Math.LN2, 1e-9);
  }
  for (const a of [0, 2 ** -149, 2 ** -100, 2 ** -26, 2 ** -25]) {
    assertAlmostEquals(costOf(a, 1), 25 * Math.LN2, 1e-9, `${a}`);
  }
});

Deno.test("the cross-entropy behind a sigmoid is as of z, up to where float32 has no number below 1", () => {
  for (const z of [-17.4, -17, -8, -1, 0, 1, 8, 16.6, 17.4, 30, 100]) {
    for (const y of [0, 1]) {
      const a = matrix([[z]]);
      sigmoid.forward(a);
      const expected = Math.log1p(Math.exp(y === 1 ? -z : z));
      const cost = crossEntropy.of(a, matrix([[y]]), 0);
      // 1 − a is a multiple of 2⁻²⁴, and right to one of them: near 1 its logarithm is to ln 2.
      assertAlmostEquals(
        cost,
        Math.min(expected, 25 * Math.LN2),
        z > 8 ? Math.LN2 : 1e-3,
        `${z}, ${y}`,
      );
    }
  }
});

const THIRD = 4 / 3;

/** Outputs, targets, and the error δ of all rows behind an activation function. */
const ERRORS: readonly [Cost, Activation, a: number[][], y: number[][], delta: number[]][] = [
  [crossEntropy, sigmoid, [[0.75, 0.5]], [[1, 0]], [-0.25, 0.5]], // a − y
  [quadratic, sigmoid, [[0.75, 0.5]], [[1, 0]], [-0.25 * 0.1875, 0.5 * 0.25]], // (a − y)·σ′
  // An output that is sure and wrong learns with the cross-entropy alone.
  [crossEntropy, sigmoid, [[1, 0]], [[0, 1]], [1, -1]],
  [quadratic, sigmoid, [[1, 0]], [[0, 1]], [0, -0]],
  [quadratic, linear, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-0.5, 0.5, 0.25, -0.25]],
  [crossEntropy, sigmoid, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-0.5, 0.5, 0.25, -0.25]],
  [crossEntropy, linear, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-2, 2, THIRD, -THIRD]],
  // Twice, as there are two outputs.
  [crossEntropy, softmax, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-1, 1, 0.5, -0.5]],
  [logLikelihood, softmax, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-0.5, 0.5, 0.25, -0.25]],
  [logLikelihood, linear, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-2, -0, -0, -THIRD]],
  [logLikelihood, sigmoid, [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]], [-0.5, -0, -0, -0.25]],
  // Behind another function the denominator stays: (0.5 − 1) / (0.5·0.5) · f′.
  [crossEntropy, relu, [[0.5]], [[1]], [-2]],
  [crossEntropy, tanh, [[0.5]], [[1]], [-1.5]],
  [logLikelihood, softmax, [[0.25, 0.75]], [[1, 0]], [-0.75, 0.75]],
  // Targets that do not sum to one: a·Σy − y, row by row.
  [logLikelihood, softmax, [[0.25, 0.25, 0.5]], [[1, 1, 0]], [-0.5, -0.5, 1]],
  [logLikelihood, softmax, [[0.25, 0.25, 0.5], [0.25, 0.25, 0.5]], [[1, 0, 0], [0, 1, 1]], [
    -0.75,
    0.25,
    0.5,
    0.5,
    -0.5,
    0,
  ]],
  [crossEntropy, softmax, [[1, 0, 0]], [[0, 1, 0]], [2, -1, 0]], // it leaves the others nothing
];

Deno.test("the error of every row is computed, whatever stands behind the cost", () => {
  for (const [cost, activation, a, y, expected] of ERRORS) {
    const delta = matrix(a.map((row) => row.map(() => 9)));
    cost.delta(delta, matrix(a), matrix(y), activation);
    assertEquals([...delta.values], expected.map(Math.fround), `${cost.name}, ${activation.name}`);
  }
});

Deno.test("targets that sum to one but for their rounding give a − y to the bit, others a·Σy − y", () => {
  const a = matrix([[0.1, 0.2, 0.7]]);
  const errorOf = (y: ReturnType<typeof matrix>) => {
    const delta = matrix([[0, 0, 0]]);
    logLikelihood.delta(delta, a, y, softmax);
    return [...delta.values];
  };
  const expected = (y: ReturnType<typeof matrix>, sum: number) =>
    Array.from(a.values, (output, k) => Math.fround(output * sum - y.values[k]!));
  const unit = 2 ** -24;
  for (const [last, sum] of [[0, 1], [3, 1], [-3, 1], [6, 1 + 6 * unit], [-6, 1 - 6 * unit]]) {
    const y = matrix([[0.25, 0.25, 0.5 + last! * unit]]);
    assertEquals(errorOf(y), expected(y, sum!), `${last}`);
  }
});

Deno.test("behind softmax the error is that of the outputs before, whatever the outputs expected sum to", () => {
  const logits = [[0.5, -1, 2], [0, 20, -30], [40, 0, -90], [-3, -3, -3]];
  const targets = [[0, 1, 0], [1, 0, 0], [0.5, 0.25, 0], [1, 1, 1], [0, 0, 0]];
  for (const cost of [crossEntropy, logLikelihood]) {
    for (const z of logits) {
      for (const y of targets) {
        const a = matrix([z]);
        softmax.forward(a);
        const delta = matrix([[0, 0, 0]]);
        cost.delta(delta, a, matrix([y]), softmax);
        const expected = z.map((_, k) => derivativeOf(cost.name, z, y, k));
        for (const [k, value] of expected.entries()) {
          const title = `${cost.name} of ${z} for ${y}: ${delta.values}, ${expected}`;
          assertAlmostEquals(delta.values[k]!, value, 1e-6 * Math.max(1, Math.abs(value)), title);
        }
      }
    }
  }
});

Deno.test("a cost or an activation function of one's own fits whatever it stands beside", () => {
  const network = new Network([2, 2], { outputActivation: { ...linear }, cost: "crossEntropy" });
  assertEquals(network.cost, crossEntropy);
  const cost = { ...crossEntropy };
  assertEquals(new Network([2, 2], { outputActivation: "linear", cost }).cost, cost);
});

/** ∂C/∂zₖ from the definitions of the costs, with logarithms of sums of exponentials that lose nothing. */
function derivativeOf(cost: string, z: readonly number[], y: readonly number[], k: number): number {
  const others = (j: number) => z.flatMap((value, i) => i === j ? [] : [value]);
  const logSum = (values: number[]) => {
    const most = Math.max(...values);
    return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  };
  // ln aⱼ = zⱼ − ln Σ exp z, ln(1 − aⱼ) = ln Σ of the others − ln Σ exp z
  const share = (values: number[], i: number) => Math.exp(z[i]! - logSum(values));
  return y.reduce((sum, expected, j) => {
    const ofRight = Number(j === k) - share([...z], k);
    const ofWrong = (j === k ? 0 : share(others(j), k)) - share([...z], k);
    return sum - expected * ofRight - (cost === "crossEntropy" ? (1 - expected) * ofWrong : 0);
  }, 0);
}

import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { optimizers } from "../../lib/network/optimizers.ts";
import { addPenalties } from "../../lib/network/batch.ts";
import { createEngine, dataRows, matrix, Network, type UpdateOptions } from "../../mod.ts";
import type { Rule } from "../../lib/engine/mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";
import {
  centralDifferences,
  meanCost,
  parametersOf,
  relativeError,
} from "../helpers/float64_network.ts";

/** float32 has 24 bits, 6e-8; a few dozen roundings stay below this. */
const FLOAT32 = 1e-6;

/** A step is the difference of parameters some ten times as large. */
const FLOAT32_STEP = 1e-5;

/** Central differences of a float64 cost lose about half of its digits; what is left is float32's error. */
const CENTRAL_DIFFERENCES = 1e-3;

const INPUTS = [[0.5, 0, -0.25, 1], [0, 0.125, 0.5, -1], [1, 1, 0, 0.5]];
const TARGETS = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
const BATCH = { inputs: dataRows(INPUTS), targets: matrix(TARGETS) };

const makeNetwork = () => new Network([4, 5, 3], { seed: 3, initializer: "scaledNormal" });

/** A step that the network takes, by each parameter: the gradient if the learning rate is 1 and the rule takes it as it is. */
function stepOf(options: UpdateOptions): number[] {
  const network = makeNetwork();
  const before = parametersOf(network);
  network.updateMiniBatch(BATCH, 1, options);
  const after = parametersOf(network);
  const flat = ({ weights, biases }: typeof before) => [...weights.flat(2), ...biases.flat()];
  return flat(after).map((value, k) => flat(before)[k]! - value);
}

/** Plain stochastic gradient descent that gathers its gradient. */
const gathered = () => new Optimizer({ ...optimizers.sgd(), name: "gathered" } satisfies Rule);

const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

Deno.test("the gradient of the penalties agrees with central differences, and biases have none", () => {
  const [l2, l1] = [0.3, 0.2];
  const step = stepOf({ optimizer: gathered(), l2, l1 });
  const functions = { activation: "sigmoid", outputActivation: "sigmoid", cost: "quadratic" };
  const { weights, biases } = centralDifferences(
    parametersOf(makeNetwork()),
    (parameters) =>
      meanCost(parameters, functions, INPUTS, TARGETS) +
      parameters.weights.flat(2).reduce((sum, w) => sum + l2 / 2 * w * w + l1 * Math.abs(w), 0),
  );
  assertLess(relativeError(step, [...weights.flat(), ...biases.flat()]), CENTRAL_DIFFERENCES);
});

Deno.test("penalties in place are those of the gathered gradient, but for the rounding", () => {
  for (const penalties of [{ l1: 0.1 }, { l2: 0.1 }]) {
    const expected = stepOf({ ...penalties, optimizer: gathered() });
    assertLess(relativeError(stepOf(penalties), expected), FLOAT32_STEP);
  }
});

Deno.test("an L1 penalty leaves weights of zero alone", () => {
  const network = new Network([2, 1], { seed: 1 });
  network.weights[0]!.values.set([0, 0.5]);
  const batch = { inputs: dataRows([[0, 0]]), targets: matrix([[0]]) };
  network.updateMiniBatch(batch, 1, { l1: 0.125 });
  assertEquals([...network.weights[0]!.values], [0, 0.375]);
});

Deno.test("without penalties weights that are no longer finite leave the gradient alone", () => {
  const gradient = matrix([[0.5, 0.25]]);
  const weights = matrix([[Infinity, NaN]]); // times 0 they are not numbers
  addPenalties(createEngine("reference"), [gradient], [weights], {});
  assertEquals([...gradient.values], [0.5, 0.25]);
});

Deno.test("a gradient longer than the limit keeps its direction and gets the limit's length", () => {
  const whole = stepOf({ optimizer: gathered() });
  for (const optimizer of [undefined, gathered()]) {
    const clipped = stepOf({ clipNorm: 0.01, ...optimizer && { optimizer } });
    assertAlmostEquals(norm(clipped), 0.01, FLOAT32);
    const scale = 0.01 / norm(whole);
    for (const [k, value] of whole.entries()) {
      assertAlmostEquals(clipped[k]!, value * scale, FLOAT32);
    }
  }
});

Deno.test("a gradient within the limit is left as it is", () => {
  const whole = stepOf({ optimizer: gathered() });
  assertEquals(stepOf({ optimizer: gathered(), clipNorm: norm(whole) * 1.001 }), whole);
});

Deno.test("penalties are clipped with the gradient", () => {
  const clipped = stepOf({ l1: 5, l2: 5, clipNorm: 0.01 });
  assertAlmostEquals(norm(clipped), 0.01, FLOAT32);
});

Deno.test("a gradient that is not a number is not made one by clipping", () => {
  const network = makeNetwork();
  const batch = { ...BATCH, inputs: dataRows([[NaN, 0, 0, 0], ...INPUTS.slice(1)]) };
  network.updateMiniBatch(batch, 1, { clipNorm: 1 });
  assert([...network.weights[1]!.values].some(Number.isNaN));
});

Deno.test("no unit's weights are longer than maxNorm after a step, and its bias is left alone", () => {
  for (const optimizer of [undefined, gathered()]) {
    const options = optimizer && { optimizer };
    const [free, limited] = [makeNetwork(), makeNetwork()];
    free.updateMiniBatch(BATCH, 1, { ...options });
    limited.updateMiniBatch(BATCH, 1, { ...options, maxNorm: 1 });
    let longer = 0;
    for (const [l, { rows, columns, values }] of free.weights.entries()) {
      for (let j = 0; j < columns; j++) {
        const into = (w: Float32Array) =>
          Array.from({ length: rows }, (_, i) => w[i * columns + j]!);
        const [before, after] = [into(values), into(limited.weights[l]!.values)];
        const scale = Math.min(1, 1 / norm(before));
        if (scale < 1) longer++;
        assertLess(relativeError(after, before.map((w) => w * scale)), FLOAT32);
      }
      assertEquals(limited.biases[l]!.values, free.biases[l]!.values);
    }
    assert(longer > 0 && longer < 8, `${longer} of 8 units were longer`);
  }
});

import { assertAlmostEquals, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { optimizers } from "../lib/network/optimizers.ts";
import { activations, costs, dataRows, matrix, Network } from "../mod.ts";
import { Optimizer } from "../lib/network/mod.ts";
import { assertGradient, meanCost, networkWith, relativeError } from "./helpers/float64_network.ts";
import golden from "./golden/golden.json" with { type: "json" };
import { namesOf } from "./helpers/names.ts";
import type { ActivationName, CostName } from "../mod.ts";

/** float32 has 24 bits, 6e-8; a few dozen roundings stay below this. */
const FLOAT32 = 1e-6;

/** The gradient and the golden one differ by float32's roundings. */
const GOLDEN_GRADIENT = 1e-5;

/** So do five steps, and each step's error goes into the next. */
const GOLDEN_STEPS = 1e-5;

/**
 * A 3-2-1 network worked by hand, sigmoid and quadratic cost:
 *
 *     x = (1, 0, 0.5), y = 1
 *     w¹ = |0.5 −0.25|   b¹ = (0, 0.25)      w² = | 1|   b² = (−0.5)
 *          |1    1   |                            |−1|
 *          |1    0.5 |
 */
function byHand(): Network {
  return networkWith(
    { weights: [[[0.5, -0.25], [1, 1], [1, 0.5]], [[1], [-1]]], biases: [[0, 0.25], [-0.5]] },
    "sigmoid",
    "quadratic",
  );
}
const BATCH = { inputs: dataRows([[1, 0, 0.5]]), targets: matrix([[1]]) };

Deno.test("feedforward gives what a 3-2-1 network gives by hand", () => {
  // z¹ = (1·0.5 + 0.5·1 + 0, 1·−0.25 + 0.5·0.5 + 0.25) = (1, 0.25)
  // a¹ = (σ(1), σ(0.25)) = (0.7310586, 0.5621765)
  // z² = 0.7310586 − 0.5621765 − 0.5 = −0.3311179
  // a² = σ(−0.3311179) = 0.4179687
  const outputs = byHand().feedforward(BATCH.inputs);
  assertEquals([outputs.rows, outputs.columns], [1, 1]);
  assertAlmostEquals(outputs.values[0]!, 0.4179687, FLOAT32);
});

Deno.test("backprop gives what a 3-2-1 network gives by hand", () => {
  // δ² = (a² − y)·a²·(1 − a²) = −0.5820313·0.4179687·0.5820313 = −0.1415908
  // ∂C/∂b² = δ² = −0.1415908
  // ∂C/∂w² = a¹·δ² = (−0.1035111, −0.0795991)
  // δ¹ = w²·δ² ∘ a¹·(1 − a¹)
  //    = (1·−0.1415908·0.7310586·0.2689414, −1·−0.1415908·0.5621765·0.4378235)
  //    = (−0.0278382, 0.0348504)
  // ∂C/∂b¹ = δ¹, ∂C/∂w¹ = x·δ¹: the row of x₂ = 0 is zero, that of x₃ half of the first
  const { weights, biases } = byHand().backprop(BATCH);
  const near = (actual: Float32Array, expected: number[]) =>
    expected.forEach((value, k) => assertAlmostEquals(actual[k]!, value, FLOAT32));
  near(biases[1]!.values, [-0.1415908]);
  near(weights[1]!.values, [-0.1035111, -0.0795991]);
  near(biases[0]!.values, [-0.0278382, 0.0348504]);
  near(weights[0]!.values, [-0.0278382, 0.0348504, 0, 0, -0.0139191, 0.0174252]);
});

Deno.test("updateMiniBatch takes the step that a 3-2-1 network takes by hand, and returns the cost before it", () => {
  // C = ½·(0.4179687 − 1)² = 0.1693802; with η = 2 every parameter moves by −2 times its gradient.
  const network = byHand();
  assertAlmostEquals(network.updateMiniBatch(BATCH, 2), 0.1693802, FLOAT32);
  const { weights, biases } = network;
  assertAlmostEquals(biases[1]!.values[0]!, -0.5 + 2 * 0.1415908, FLOAT32);
  assertAlmostEquals(weights[1]!.values[0]!, 1 + 2 * 0.1035111, FLOAT32);
  assertAlmostEquals(weights[0]!.values[0]!, 0.5 + 2 * 0.0278382, FLOAT32);
  assertEquals(weights[0]!.values[2], 1); // x₂ is zero
});

/** Every hidden activation with every cost, behind the outputs that suit it; some outputs are not probabilities. */
const FUNCTIONS = namesOf(activations).flatMap((activation) => [
  ...namesOf(costs).flatMap((cost) =>
    (["sigmoid", "softmax"] as const).map((outputActivation) => ({
      activation,
      outputActivation,
      cost,
    }))
  ),
  ...namesOf(activations).filter((name) => name !== "sigmoid" && name !== "softmax").map((
    outputActivation,
  ) => ({ activation, outputActivation, cost: "quadratic" as const })),
]);

for (const sizes of [[3, 2], [3, 2, 1], [4, 5, 3], [4, 3, 5, 2], [5, 4, 3, 4, 2]]) {
  for (const functions of FUNCTIONS) {
    if (functions.outputActivation === "softmax" && sizes.at(-1) === 1) continue; // always 1
    const title = `${sizes.join("-")}, ${Object.values(functions).join(", ")}`;
    Deno.test(`the gradient agrees with central differences: ${title}`, () => {
      const network = new Network(sizes, { seed: 3, initializer: "scaledNormal", ...functions });
      const inputs = [[0.5, 0, -0.25, 1, 0.75], [0, 0.125, 0.5, -1, 0], [1, 1, 0, 0.5, 0.25]]
        .map((row) => row.slice(0, sizes[0]));
      const outputs = sizes.at(-1)!;
      const targets = [0, 1, 2].map((r) =>
        Array.from({ length: outputs }, (_, j) => +(r % outputs === j))
      );
      const gradient = network.backprop({ inputs: dataRows(inputs), targets: matrix(targets) });
      assertGradient(
        network,
        gradient,
        (parameters) => meanCost(parameters, functions, inputs, targets),
      );
    });
  }
}

for (const [number, expected] of golden.entries()) {
  const { activation, cost, learningRate } = expected;
  const title = `${
    expected.sizes.join("-")
  }, ${activation}, ${cost}, momentum ${expected.momentum}`;
  Deno.test(`costs, gradients and steps agree with NumPy's float64: ${number + 1}, ${title}`, () => {
    const { weights, biases } = expected;
    const batch = { inputs: dataRows(expected.inputs), targets: matrix(expected.targets) };
    const network = networkWith(
      { weights, biases },
      activation as ActivationName,
      cost as CostName,
    );

    const gradient = network.backprop(batch);
    for (const [l, rows] of expected.weightGradients.entries()) {
      assertLess(relativeError(gradient.weights[l]!.values, rows.flat()), GOLDEN_GRADIENT);
      assertLess(
        relativeError(gradient.biases[l]!.values, expected.biasGradients[l]!),
        GOLDEN_GRADIENT,
      );
    }

    const optimizer = new Optimizer(
      expected.momentum === 0 ? { name: "sgd" } : { name: "momentum", momentum: expected.momentum },
    );
    for (const [step, loss] of expected.losses.entries()) {
      const actual = network.updateMiniBatch(batch, learningRate, { optimizer });
      assertLess(Math.abs(actual / loss - 1), GOLDEN_STEPS, `step ${step + 1}`);
    }
    for (const [l, rows] of expected.finalWeights.entries()) {
      assertLess(relativeError(network.weights[l]!.values, rows.flat()), GOLDEN_STEPS);
      assertLess(relativeError(network.biases[l]!.values, expected.finalBiases[l]!), GOLDEN_STEPS);
    }
  });
}

Deno.test("the step in place is backprop and a step, but for the rounding", () => {
  const options = { seed: 5 };
  const inPlace = new Network([5, 4, 3], options);
  const gathered = new Network([5, 4, 3], options);
  const batch = {
    inputs: dataRows([[1, 0, 0.5, 0.25, 0], [0, 1, 0, 0.75, 1], [0.5, 0.5, 0, 0, 0]]),
    targets: matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
  };
  inPlace.updateMiniBatch(batch, 1);
  const gatheredSgd = new Optimizer({ ...optimizers.sgd(), name: "gathered" });
  gathered.updateMiniBatch(batch, 1, { optimizer: gatheredSgd });
  for (const [l, { values }] of inPlace.weights.entries()) {
    assertLess(relativeError(values, [...gathered.weights[l]!.values]), FLOAT32);
    assertLess(relativeError(inPlace.biases[l]!.values, [...gathered.biases[l]!.values]), FLOAT32);
  }
});

Deno.test("a batch of many gives each row what it gets alone, bit for bit", () => {
  const network = new Network([4, 6, 3], { seed: 2 });
  const rows = [[0, 1, 0.5, 0], [0.25, 0, 0, 1], [1, 1, 1, 1]];
  const together = network.feedforward(dataRows(rows)).values;
  const alone = rows.flatMap((row) => [...network.feedforward(dataRows([row])).values]);
  assertEquals([...together], alone);
});

Deno.test("the outputs are the caller's own", () => {
  const network = new Network([2, 2], { seed: 1 });
  const first = network.feedforward(dataRows([[1, 0]]));
  const before = [...first.values];
  network.feedforward(dataRows([[0, 1]]));
  assertEquals([...first.values], before);
});

Deno.test("the same seed gives the same parameters, another seed others", () => {
  const weights = (seed: number) => [...new Network([6, 5, 4], { seed }).weights[0]!.values];
  assertEquals(weights(1), weights(1));
  assertNotEquals(weights(1), weights(2));
});

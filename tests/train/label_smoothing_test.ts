import { assertAlmostEquals, assertEquals } from "@std/assert";
import { costs, dataRows, Dataset, Network, oneHot, train } from "../../mod.ts";
import { smoothLabels } from "../../lib/train/mod.ts";
import { assertGradient, meanCost } from "../helpers/float64_network.ts";
import { namesOf } from "../helpers/names.ts";

/** float32's roundings of a few numbers of size 1. */
const FLOAT32 = 1e-6;

for (const cost of namesOf(costs)) {
  for (const outputActivation of ["sigmoid", "softmax"] as const) {
    Deno.test(`the gradient with smoothed labels agrees with central differences: ${outputActivation}, ${cost}`, () => {
      const functions = { activation: "tanh", outputActivation, cost } as const;
      const network = new Network([3, 4, 3], {
        ...functions,
        seed: 3,
        initializer: "scaledNormal",
      });
      const inputs = [[0.5, 0, -0.25], [0, 0.125, 0.5], [1, 1, 0]];
      const targets = oneHot([0, 2, 1], 3);
      smoothLabels(targets, 0.25);
      const gradient = network.backprop({ inputs: dataRows(inputs), targets });
      const rows = [0, 3, 6].map((k) => [...targets.values.subarray(k, k + 3)]);
      assertGradient(
        network,
        gradient,
        (parameters) => meanCost(parameters, functions, inputs, rows),
      );
    });
  }
}

Deno.test("smoothed labels still sum to one, with what was taken from the label shared by all classes", () => {
  const targets = oneHot([0, 9], 10);
  smoothLabels(targets, 0.1);
  for (const [k, value] of targets.values.entries()) {
    assertAlmostEquals(value, k === 0 || k === 19 ? 0.91 : 0.01, FLOAT32);
  }
  const sum = targets.values.subarray(0, 10).reduce((sum, value) => sum + value, 0);
  assertAlmostEquals(sum, 1, FLOAT32);
});

Deno.test("no smoothing changes no bit", () => {
  const targets = oneHot([2, 0], 3);
  smoothLabels(targets, 0);
  assertEquals(targets, oneHot([2, 0], 3));
});

Deno.test("the training cost is against smoothed labels, the evaluation's against the labels", async () => {
  const data = Dataset.from({ inputs: [[0], [1]], labels: [0, 1] });
  const network = new Network([1, 2], { outputActivation: "softmax", cost: "logLikelihood" });
  network.weights[0]!.values.fill(0);
  network.biases[0]!.values.set([Math.log(3), 0]); // probabilities of 3/4 and 1/4
  const options = { epochs: 1, batchSize: 2, learningRate: 1e-30, labelSmoothing: 0.2 };
  const [epoch] = await Array.fromAsync(train(network, data, { ...options, validation: data }));
  // Targets of 0.9 and 0.1: the two rows together have each of the outputs once.
  const [first, second] = [-Math.log(3 / 4), -Math.log(1 / 4)];
  assertAlmostEquals(epoch!.train.cost, (first + second) / 2, FLOAT32);
  assertAlmostEquals(epoch!.validation!.cost, (first + second) / 2, FLOAT32);
  const one = data.subset(0, 1);
  const [alone] = await Array.fromAsync(train(network, one, { ...options, validation: one }));
  assertAlmostEquals(alone!.train.cost, 0.9 * first + 0.1 * second, FLOAT32);
  assertAlmostEquals(alone!.validation!.cost, first, FLOAT32);
});

import { assertEquals } from "@std/assert";
import { OWN_RECIPE, ownOptimizer, PIXELS_LEARNING_RATE } from "../../lib/config/recipe.ts";
import { problems } from "../../lib/problem.ts";

// Another recipe gives every user of it other weights, and needs the comparison with scikit-learn again.
Deno.test("the recipe is the one that was chosen", () => {
  assertEquals(OWN_RECIPE, {
    hidden: [64, 32],
    activation: "relu",
    initializer: "he",
    learningRate: 0.003,
    averaging: { decay: 0.99 },
    batchSize: 32,
    epochs: 300,
    earlyStopping: { patience: 50 },
    monitor: "cost",
  });
  assertEquals(PIXELS_LEARNING_RATE, 0.001);
  const { classification, multiLabel, regression } = problems;
  assertEquals([classification, multiLabel, regression].map(({ defaults }) => defaults), [
    { outputActivation: "softmax", cost: "logLikelihood" },
    { outputActivation: "sigmoid", cost: "crossEntropy" },
    { outputActivation: "linear", cost: "quadratic" },
  ]);
});

Deno.test("the weights of up to a thousand rows decay by 1, those of more by less, in thousandths", () => {
  const decays = [1, 1000, 1001, 1500, 2000, 1_000_000, 100_000_000].map((rows) =>
    ownOptimizer(rows)
  );
  assertEquals(
    decays,
    [1, 1, 1, 0.667, 0.5, 0.001, 0.001].map((weightDecay) => ({ name: "adamw", weightDecay })),
  );
});

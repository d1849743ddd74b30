/** The weights of ensembles: against cases worked by hand, and against all others of a grid. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ensembleWeights, poolWeights, stackWeights } from "../../lib/ensemble/weights.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";

/** The weights settle to about the root of the gap. */
const NEAR = 5e-3;

const sum = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The mean log-likelihood of the mixture, by plain loops. */
function logLikelihoodOf(probabilities: readonly number[][], weights: readonly number[]): number {
  const mixtures = probabilities[0]!.map((_, i) =>
    sum(weights.map((weight, k) => weight * probabilities[k]![i]!))
  );
  return sum(mixtures.map(Math.log)) / mixtures.length;
}

/** The mean squared error of the weighted mean, by plain loops. */
function squaredErrorOf(errors: readonly number[][], weights: readonly number[]): number {
  const means = errors[0]!.map((_, i) => sum(weights.map((weight, k) => weight * errors[k]![i]!)));
  return sum(means.map((error) => error * error)) / means.length;
}

/** All weights of three members that are multiples of 1/20. */
const GRID = Array.from({ length: 21 * 21 }, (_, k) => [k % 21, Math.floor(k / 21)])
  .filter(([a, b]) => a! + b! <= 20)
  .map(([a, b]) => [a! / 20, b! / 20, (20 - a! - b!) / 20]);

/** The answers of three members of different skill to a hundred observations. */
function draws(seed: number, draw: (random: RandomStream, k: number) => number): number[][] {
  const random = new RandomStream(seed, "data");
  return [0, 1, 2].map((k) => Array.from({ length: 100 }, () => draw(random, k)));
}

Deno.test("the weights of an opinion pool are those that a derivative of zero gives by hand", () => {
  // d/dw (ln(0.3 + 0.6 w) + ln(0.5 − 0.4 w)) = 0 where 0.6 (0.5 − 0.4 w) = 0.4 (0.3 + 0.6 w).
  const { weights, steps, gap } = poolWeights([[0.9, 0.1], [0.3, 0.5]]);
  assertAlmostEquals(weights[0]!, 0.375, NEAR);
  assertAlmostEquals(sum(weights), 1, 1e-12);
  assert(steps > 0 && gap <= 1e-5);
});

Deno.test("the first step of expectation-maximization is the mean of the responsibilities", () => {
  // At ½ and ½ the mixtures are 0.6 and 0.3: responsibilities of 0.45/0.6 and 0.05/0.3.
  const { weights, steps } = poolWeights([[0.9, 0.1], [0.3, 0.5]], { maxSteps: 1 });
  assertEquals(steps, 1);
  assertAlmostEquals(weights[0]!, (0.75 + 1 / 6) / 2, 1e-12);
});

Deno.test("the log-likelihood rises with every step, and no weights beat it by more than the gap", () => {
  for (const seed of [1, 2, 3]) {
    const probabilities = draws(seed, (random, k) => random.uniform() * (k + 1) / 3);
    let before = -Infinity;
    for (let maxSteps = 0; maxSteps <= 30; maxSteps++) {
      const { weights, gap } = poolWeights(probabilities, { maxSteps, tolerance: 0 });
      const now = logLikelihoodOf(probabilities, weights);
      assert(now >= before - 1e-12, `${before} falls to ${now}`);
      before = now;
      for (const other of GRID) assert(logLikelihoodOf(probabilities, other) <= now + gap + 1e-12);
    }
  }
});

Deno.test("members that are alike have equal weights, and one that is right beats one that guesses", () => {
  assertEquals(poolWeights([[0.5, 0.6], [0.5, 0.6]]).weights, [0.5, 0.5]);
  assertAlmostEquals(poolWeights([[1, 1, 1], [0.1, 0.1, 0.1]]).weights[0]!, 1, NEAR);
  const zeros = poolWeights([[0, 0], [0, 0]]); // rounded to zero, and no reason for a NaN
  assertEquals(zeros, { weights: [0.5, 0.5], steps: 0, gap: 0 });
});

Deno.test("the weights of quantities are those of least squares by hand", () => {
  // Errors that never meet: (4 w² + (1 − w)²) / 2 is least at w = 0.2.
  const { weights } = stackWeights([[2, 0], [0, 1]]);
  assertAlmostEquals(weights[0]!, 0.2, 1e-9);
  // Errors of opposite signs cancel at w = ¼; an error that is a larger one's likeness counts nothing.
  assertAlmostEquals(stackWeights([[3, 3], [-1, -1]]).weights[0]!, 0.25, 1e-9);
  assertEquals(stackWeights([[3, -3], [1, -1]]).weights, [0, 1]);
  assertEquals(stackWeights([[0, 0], [0, 0]]).weights, [0.5, 0.5]);
});

Deno.test("no weights beat those of least squares by more than the gap", () => {
  for (const seed of [1, 2, 3]) {
    const errors = draws(seed, (random, k) => random.normal() + k / 2);
    const { weights, gap } = stackWeights(errors);
    assert(weights.every((weight) => weight >= 0) && gap <= 1e-4);
    const error = squaredErrorOf(errors, weights);
    for (const other of GRID) assert(squaredErrorOf(errors, other) >= error - gap - 1e-12);
  }
});

/** Four points of three classes that a random network does not all answer right. */
const points = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 2, 1] });

Deno.test("an ensemble of such weights costs no more than one of equal weights, whatever the cost", () => {
  const cases = [
    { data: points, outputs: 3, outputActivation: "softmax", cost: "logLikelihood" },
    { data: points, outputs: 3, outputActivation: "sigmoid", cost: "crossEntropy" },
    {
      data: Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], targets: [0, 1, 1] }),
      outputs: 1,
      outputActivation: "sigmoid",
      cost: "crossEntropy",
    },
    {
      data: Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], targets: [0.5, -1, 2] }),
      outputs: 1,
      outputActivation: "linear",
      cost: "quadratic",
    },
  ];
  for (const { data, outputs, ...options } of cases) {
    const members = [1, 2, 3].map((seed) => new Network([2, 4, outputs], { ...options, seed }));
    const { weights, steps } = ensembleWeights(members, data);
    assert(steps > 0);
    const costOf = (ensemble: Ensemble) => evaluate(ensemble, data).cost;
    const weighted = costOf(new Ensemble(members, { weights }));
    assert(weighted < costOf(new Ensemble(members)), options.cost);
    for (const other of GRID) {
      assert(weighted <= costOf(new Ensemble(members, { weights: other })) + 1e-4);
    }
  }
});

Deno.test("there are no weights of no networks, or on no data", () => {
  assertThrows(() => ensembleWeights([], points), RangeError, "0 networks");
  const network = new Network([2, 3]);
  assertThrows(() => ensembleWeights([network], points.subset(0, 0)), RangeError, "0 examples");
  assertEquals(ensembleWeights([network], points).weights, [1]);
});

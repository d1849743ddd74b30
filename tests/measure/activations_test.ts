import { assertAlmostEquals, assertEquals } from "@std/assert";
import { dataRows, Dataset, Network } from "../../mod.ts";
import { deadUnits, relevanceOf } from "../../lib/measure/activations.ts";
import type { ActivationName } from "../../mod.ts";

const PIXELS = [0, 0.25, 1, 0.5, 0, 0.75];

/** For central differences of float32 outputs: the step, and how far their quotient is off at most. */
const [STEP, TOLERANCE] = [1e-2, 2e-3];

for (const activation of ["sigmoid", "tanh", "relu"] as const) {
  Deno.test(`pixels speak by their gradient, of ${activation} units, and paper is silent`, () => {
    const options = { activation, outputActivation: "linear", seed: 3 } as const;
    const network = new Network([6, 5, 4, 3], options);
    const found = relevanceOf(network, new Float32Array(PIXELS));
    const { label, activations, outputs, relevance } = found;
    assertEquals(activations.map(({ length }) => length), [5, 4, 3]);
    assertEquals(outputs, network.feedforward(dataRows([PIXELS])).values);
    assertEquals(outputs[label], Math.max(...outputs));
    for (const [k, pixel] of PIXELS.entries()) {
      const [above, below] = [STEP, -STEP].map((step) => {
        const moved = PIXELS.with(k, pixel + step);
        return network.feedforward(dataRows([moved])).values[label]!;
      });
      assertAlmostEquals(relevance[k]!, pixel * (above! - below!) / (2 * STEP), TOLERANCE);
    }
  });
}

Deno.test("the gradient is taken before the outputs' activation, whatever that is", () => {
  const relevances = (["linear", "sigmoid", "softmax"] as const).map((outputActivation) => {
    const cost = outputActivation === "softmax" ? "logLikelihood" : "quadratic";
    const network = new Network([6, 3], { outputActivation, cost, seed: 3 });
    return relevanceOf(network, new Float32Array(PIXELS)).relevance;
  });
  assertEquals(relevances[1], relevances[0]);
  assertEquals(relevances[2], relevances[0]);
});

Deno.test("a network that diverged has no answer", () => {
  const network = new Network([6, 3]);
  network.weights[0]!.values.fill(NaN);
  assertEquals(relevanceOf(network, new Float32Array(PIXELS)).label, -1);
});

/** A network of two inputs and three hidden units each of which is lowered by a bias. */
function networkOf(activation: ActivationName, biases: readonly number[]): Network {
  const network = new Network([2, 3, 2], { seed: 1, activation, outputActivation: "softmax" });
  network.weights[0]!.values.fill(1);
  network.biases[0]!.values.set(biases);
  return network;
}

const data = Dataset.from({
  inputs: Array.from({ length: 600 }, (_, k) => [k / 600, 1 - k / 1200]),
  labels: Array.from({ length: 600 }, (_, k) => k % 2),
});

Deno.test("deadUnits() counts rectifiers and sigmoids that are the same for every example", () => {
  assertEquals(deadUnits(networkOf("relu", [0, -5, -1.2]), data), [1]);
  assertEquals(deadUnits(networkOf("relu", [-5, -5, -5]), data), [3]);
  assertEquals(deadUnits(networkOf("relu", [0, 0, 0]), data), [0]);
  assertEquals(deadUnits(networkOf("sigmoid", [40, 0, 0]), data), [1]);
  assertEquals(deadUnits(new Network([2, 2], { seed: 1 }), data), []);
  assertEquals(deadUnits(networkOf("relu", [-1.2, 0, 0]), data, 2), [1]);
});

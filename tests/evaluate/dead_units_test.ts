import { assertEquals } from "@std/assert";
import { deadUnits } from "../../lib/evaluate/dead_units.ts";
import { Dataset, Network } from "../../mod.ts";

/** A network of two inputs and three hidden units each of which is lowered by a bias. */
function networkOf(activation: string, biases: readonly number[]): Network {
  const network = new Network([2, 3, 2], { seed: 1, activation, outputActivation: "softmax" });
  network.weights[0]!.values.fill(1);
  network.biases[0]!.values.set(biases);
  return network;
}

const data = Dataset.from({
  inputs: Array.from({ length: 600 }, (_, k) => [k / 600, 1 - k / 1200]),
  labels: Array.from({ length: 600 }, (_, k) => k % 2),
});

Deno.test("deadUnits() counts rectifiers that are 0 for every example", () => {
  assertEquals(deadUnits(networkOf("relu", [0, -5, -1.2]), data), [1]);
  assertEquals(deadUnits(networkOf("relu", [-5, -5, -5]), data), [3]);
  assertEquals(deadUnits(networkOf("relu", [0, 0, 0]), data), [0]);
});

Deno.test("deadUnits() counts sigmoids that are saturated for every example", () => {
  assertEquals(deadUnits(networkOf("sigmoid", [40, 0, 0]), data), [1]);
});

Deno.test("deadUnits() counts none where no layer is hidden, and looks at as many examples as asked", () => {
  assertEquals(deadUnits(new Network([2, 2], { seed: 1 }), data), []);
  assertEquals(deadUnits(networkOf("relu", [-1.2, 0, 0]), data, 2), [1]);
});

import { assertEquals } from "@std/assert";
import type { Activation } from "../../lib/engine/engine.ts";
import { activations, linear, sigmoid, softmax } from "../../lib/network/activations.ts";
import { areProbabilities, whyCostDoesNotFit } from "../../lib/network/compatibility.ts";
import { type Cost, costs, crossEntropy, quadratic } from "../../lib/network/costs.ts";

const ALL = Object.values<Activation>(activations);

Deno.test("costs with a logarithm fit outputs between 0 and 1 alone, the quadratic cost fits all", () => {
  for (const cost of Object.values<Cost>(costs)) {
    const fitting = ALL.filter((outputs) => whyCostDoesNotFit(cost, outputs) === undefined);
    assertEquals(fitting, cost === quadratic ? ALL : [sigmoid, softmax], cost.name);
  }
  assertEquals(
    whyCostDoesNotFit(crossEntropy, linear),
    '"crossEntropy" wants outputs between 0 and 1, which "linear" does not give: ' +
      '"outputActivation": "sigmoid" or "softmax" is wanted',
  );
});

Deno.test("a user's own cost or activation function fits whatever it stands beside", () => {
  assertEquals(whyCostDoesNotFit({ ...crossEntropy }, linear), undefined);
  assertEquals(whyCostDoesNotFit(crossEntropy, { ...linear }), undefined);
});

Deno.test("outputs are probabilities behind a sigmoid and softmax", () => {
  assertEquals(ALL.filter(areProbabilities), [sigmoid, softmax]);
});

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Activation } from "../../lib/engine/engine.ts";
import { activations, linear, sigmoid, softmax } from "../../lib/network/activations.ts";
import {
  areProbabilities,
  costMismatch,
  softmaxMismatch,
} from "../../lib/network/compatibility.ts";
import {
  type Cost,
  costs,
  crossEntropy,
  logLikelihood,
  quadratic,
} from "../../lib/network/costs.ts";
import { Network } from "../../mod.ts";

const ALL = Object.values<Activation>(activations);

Deno.test("costs with a logarithm fit outputs between 0 and 1 alone, the quadratic cost fits all", () => {
  for (const cost of Object.values<Cost>(costs)) {
    const fitting = ALL.filter((outputs) => costMismatch(cost, outputs) === undefined);
    assertEquals(fitting, cost === quadratic ? ALL : [sigmoid, softmax], cost.name);
  }
  for (
    const [cost, expected] of [[crossEntropy, '"sigmoid" or "softmax"'], [
      logLikelihood,
      '"softmax"',
    ]] as const
  ) {
    const mismatch = costMismatch(cost, linear)!;
    assertStringIncludes(mismatch, `"${cost.name}" takes outputs between 0 and 1`);
    assert(mismatch.endsWith(`: expected "outputActivation": ${expected}`), mismatch);
  }
});

Deno.test("softmax fits two outputs and more, every other activation function one too", () => {
  for (const outputs of ALL) {
    assertEquals(softmaxMismatch(outputs, 1) !== undefined, outputs === softmax);
    assertEquals(softmaxMismatch(outputs, 2), undefined);
  }
  assertThrows(
    () => new Network([2, 1], { outputActivation: "softmax" }),
    TypeError,
    '"softmax" of one output is always 1',
  );
});

Deno.test("a user's own cost or activation function fits whatever it stands beside", () => {
  assertEquals(costMismatch({ ...crossEntropy }, linear), undefined);
  assertEquals(costMismatch(crossEntropy, { ...linear }), undefined);
});

Deno.test("outputs are probabilities behind a sigmoid and softmax", () => {
  assertEquals(ALL.filter(areProbabilities), [sigmoid, softmax]);
});

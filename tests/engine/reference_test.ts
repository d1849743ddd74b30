import { assertEquals } from "@std/assert";
import { activations } from "../../mod.ts";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { QUICK_TESTS } from "../helpers/long.ts";
import {
  assertSameBits,
  checkCase,
  checkGather,
  GATHERS,
  isSlowCase,
  SHAPES,
  VALUES,
} from "./conformance.ts";

const engine = new ReferenceEngine();

for (const shape of SHAPES) {
  for (const values of VALUES) {
    Deno.test(`the reference keeps the contract: ${shape.join(" × ")}, ${values}`, {
      ignore: QUICK_TESTS && isSlowCase(shape, values),
    }, () => {
      checkCase(engine, shape, values);
    });
  }
}

for (const [examples, features] of GATHERS) {
  Deno.test(`the reference gathers ${examples} × ${features}`, () => {
    checkGather(engine, examples, features);
  });
}

Deno.test("zeros in data take no part, so an infinite weight behind a black pixel does no harm", () => {
  const { affine } = engine;
  const weights = engine.matrix(2, 1);
  weights.values.set([Infinity, 2]);
  const biases = engine.matrix(1, 1);
  const z = engine.matrix(1, 1);
  const data = engine.denseRows(1, 2);
  data.values.set([0, 3]);
  affine(z, data, weights, biases);
  assertEquals(z.values[0], 6);
  const hidden = engine.matrix(1, 2);
  hidden.values.set([0, 3]);
  affine(z, hidden, weights, biases);
  assertEquals(z.values[0], NaN);
});

Deno.test("products are rounded before they are added", () => {
  // 1 + 2⁻¹² squared is 1 + 2⁻¹¹ + 2⁻²⁴: float32 drops the last term, a fused multiplication and addition would not.
  const value = 1 + 2 ** -12;
  const x = engine.denseRows(1, 1);
  const weights = engine.matrix(1, 1);
  const biases = engine.matrix(1, 1);
  const z = engine.matrix(1, 1);
  x.values[0] = weights.values[0] = value;
  biases.values[0] = -(1 + 2 ** -11);
  engine.affine(z, x, weights, biases);
  assertEquals(z.values[0], 0);
});

Deno.test("only the rows in use are touched", () => {
  const x = engine.denseRows(3, 2);
  const weights = engine.matrix(2, 2);
  const biases = engine.matrix(1, 2);
  const z = engine.matrix(3, 2);
  z.values.fill(9);
  x.rows = z.rows = 1;
  engine.affine(z, x, weights, biases);
  assertSameBits(z.values, [0, 0, 9, 9, 9, 9], "affine");
  for (const activation of Object.values(activations)) {
    engine.activate(z, activation);
    assertSameBits(z.values.subarray(2), [9, 9, 9, 9], activation.name);
  }
});

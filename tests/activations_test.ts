import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { activations, type ElementwiseActivation, matrix, relu, sigmoid } from "../mod.ts";

/** float32's roundings and the polynomial of `exp`, relative. */
const TOLERANCE = 1e-6;

Deno.test("sigmoid is the logistic function", () => {
  for (let z = -30; z <= 30; z += 0.37) {
    const wanted = 1 / (1 + Math.exp(-z));
    assertLess(Math.abs(sigmoid.of(Math.fround(z)) / wanted - 1), 30 * TOLERANCE);
    assertAlmostEquals(sigmoid.of(Math.fround(z)), wanted, TOLERANCE);
  }
});

Deno.test("sigmoid saturates at 1 and at the smallest normal numbers, never a denormal", () => {
  assertEquals(sigmoid.of(100), 1);
  assertEquals(sigmoid.of(Infinity), 1);
  assertLess(sigmoid.of(-Infinity), 1e-37);
  assertEquals(sigmoid.of(-Infinity) >= 2 ** -126, true);
});

Deno.test("relu is zero up to zero and itself above", () => {
  assertEquals([-2, 0, 3, Infinity, -Infinity].map(relu.of), [0, 0, 3, Infinity, 0]);
  assertEquals([0, 3].map(relu.derivative), [0, 1]);
});

for (const activation of Object.values(activations) as ElementwiseActivation[]) {
  Deno.test(`${activation.name}: the derivative agrees with central differences`, () => {
    for (const z of [-3, -1.5, -0.5, 0.25, 1, 2.5]) {
      const step = 2 ** -6;
      const slope = (activation.of(z + step) - activation.of(z - step)) / (2 * step);
      // The third derivative leaves step²/6, about 4e-5 here.
      assertAlmostEquals(activation.derivative(activation.of(z)), slope, 1e-4);
    }
  });

  Deno.test(`${activation.name}: whole batches get what single numbers get, and NaN passes`, () => {
    const z = matrix([[-1, 0, 2], [NaN, 5, -7]]);
    const wanted = Array.from(z.values, activation.of);
    activation.forward(z);
    assertEquals([...z.values], wanted);
    assertEquals(z.values[3], NaN);
    const delta = matrix([[1, 2, 3], [4, 5, 6]]);
    activation.backward(delta, z);
    assertEquals(
      [...delta.values],
      Array.from(z.values, (a, k) => Math.fround((k + 1) * activation.derivative(a))),
    );
    assertEquals(delta.values[3], NaN);
  });
}

import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { kernelOf } from "../../lib/engine/built_in.ts";
import type { Activation } from "../../lib/engine/engine.ts";
import {
  activations,
  leakyRelu,
  linear,
  relu,
  scaledTanh,
  selu,
  sigmoid,
  softmax,
  tanh,
} from "../../lib/network/activations.ts";
import { gelu, geluTanh, mish, silu } from "../../lib/network/smooth_activations.ts";
import { matrix } from "../../mod.ts";

/** float32's roundings and the polynomial of `exp`, relative. */
const TOLERANCE = 1e-6;

Deno.test("activation functions have their names, and an engine's own loops", () => {
  const rectifiers = { relu, leakyRelu, gelu, geluTanh, silu, mish, selu };
  const all = { sigmoid, tanh, scaledTanh, ...rectifiers, linear, softmax };
  assertEquals(activations, all);
  for (const [name, activation] of Object.entries<Activation>(all)) {
    assertEquals(activation.name, name);
    assertEquals(kernelOf(activation), name === "linear" ? undefined : name);
  }
});

Deno.test("rows that a matrix only has room for are left alone", () => {
  for (const activation of Object.values<Activation>(activations)) {
    const a = { ...matrix([[0.5, 0.25], [9, 9]]), rows: 1 };
    activation.forward(a);
    assertEquals([...a.values.slice(2)], [9, 9], activation.name);
    const delta = { ...matrix([[1, 2], [7, 7]]), rows: 1 };
    activation.backward(delta, a, a);
    assertEquals([...delta.values.slice(2)], [7, 7], activation.name);
  }
});

Deno.test("sigmoid is the logistic function, and saturates at 1 and at the smallest normal numbers", () => {
  for (let z = -30; z <= 30; z += 0.37) {
    const expected = 1 / (1 + Math.exp(-z));
    assertLess(Math.abs(sigmoid.of(Math.fround(z)) / expected - 1), 30 * TOLERANCE);
    assertAlmostEquals(sigmoid.of(Math.fround(z)), expected, TOLERANCE);
  }
  assertEquals(sigmoid.of(100), 1);
  assertEquals(sigmoid.of(Infinity), 1);
  assertLess(sigmoid.of(-Infinity), 1e-37);
  assertEquals(sigmoid.of(-Infinity) >= 2 ** -126, true);
});

Deno.test("relu is zero up to zero, and scaled tanh ±1 at ±1", () => {
  assertEquals([-2, -0, 0, 3, Infinity, -Infinity].map(relu.of), [0, -0, 0, 3, Infinity, 0]);
  assertEquals([-2, -0, 0, 3].map(relu.derivative), [0, 0, 0, 1]);
  assert(Object.is(relu.of(-0), -0) && Object.is(relu.derivative(-0), 0)); // which assertEquals takes for equal
  // tanh(2/3) is 0.58278, and 1/1.7159 is 0.58278.
  assertAlmostEquals(scaledTanh.of(1), 1, 1e-5);
  assertAlmostEquals(scaledTanh.of(-1), -1, 1e-5);
  assertEquals(scaledTanh.of(Infinity), Math.fround(1.7159));
  assertEquals(scaledTanh.derivative(scaledTanh.of(-Infinity)), 0);
});

Deno.test("leaky relu is a hundredth below zero, and linear changes nothing", () => {
  assertEquals([-200, -0, 0, 3, -Infinity].map(leakyRelu.of), [-2, -0, 0, 3, -Infinity]);
  assertEquals([-2, 0, 3].map(leakyRelu.derivative), [Math.fround(0.01), Math.fround(0.01), 1]);
  assertEquals([-2, 0, NaN].map(linear.of), [-2, 0, NaN]);
  assertEquals([-2, 0, 3].map(linear.derivative), [1, 1, 1]);
  const z = matrix([[-2, 0, NaN]]);
  linear.forward(z);
  assertEquals([...z.values], [-2, 0, NaN]);
  const delta = matrix([[1, 2, 3]]);
  linear.backward(delta, z);
  assertEquals([...delta.values], [1, 2, 3]);
});

const { softmax: _softmax, linear: _linear, ...curved } = activations;
for (const activation of Object.values(curved)) {
  Deno.test(`${activation.name}: the derivative agrees with central differences`, () => {
    for (const z of [-3, -1.5, -0.5, 0.25, 1, 2.5]) {
      const step = 2 ** -6;
      const slope = (activation.of(z + step) - activation.of(z - step)) / (2 * step);
      // The third derivative leaves step²/6, about 4e-5 here.
      assertAlmostEquals(activation.derivative(activation.of(z), z), slope, 1e-4);
    }
  });

  Deno.test(`${activation.name}: whole batches get what single numbers get, and NaN passes`, () => {
    const [z, a] = [matrix([[-1, 0, 2], [NaN, 5, -7]]), matrix([[-1, 0, 2], [NaN, 5, -7]])];
    activation.forward(a);
    assertEquals([...a.values], Array.from(z.values, activation.of));
    assertEquals(a.values[3], NaN);
    const delta = matrix([[1, 2, 3], [4, 5, 6]]);
    activation.backward(delta, a, z);
    const slope = (a: number, k: number) => activation.derivative(a, z.values[k]);
    assertEquals(
      [...delta.values],
      Array.from(a.values, (a, k) => Math.fround((k + 1) * slope(a, k))),
    );
    assertEquals(delta.values[3], NaN);
  });
}

Deno.test("softmax gives probabilities, the same for shifted inputs, and does not overflow", () => {
  const z = matrix([[1, 2, 3], [1001, 1002, 1003], [0, 0, 0], [-1e30, 0, 1e30]]);
  softmax.forward(z);
  const sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
  for (const k of [0, 1, 2]) assertAlmostEquals(z.values[k]!, Math.exp(k + 1) / sum, TOLERANCE);
  assertEquals(z.values.slice(3, 6), z.values.slice(0, 3));
  assertEquals([...z.values.slice(6, 9)], new Array(3).fill(Math.fround(1 / 3)));
  assertEquals(z.values[11], 1);
});

Deno.test("softmax of a row with NaN is NaN, and of the others not", () => {
  const z = matrix([[1, NaN, 2], [0, 0, 0]]);
  softmax.forward(z);
  assertEquals([...z.values].map(Number.isNaN), [true, true, true, false, false, false]);
});

Deno.test("softmax: the error behind it agrees with central differences", () => {
  const z = [0.5, -1, 2];
  const delta = [1, -2, 0.5]; // C = Σ δⱼ·aⱼ
  const cost = (inputs: number[]) => {
    const a = matrix([inputs]);
    softmax.forward(a);
    return a.values.reduce((sum, value, j) => sum + value * delta[j]!, 0);
  };
  const a = matrix([z]);
  softmax.forward(a);
  const error = matrix([delta]);
  softmax.backward(error, a);
  for (const j of z.keys()) {
    const step = 2 ** -6;
    const at = (x: number) => cost(z.with(j, x));
    assertAlmostEquals(error.values[j]!, (at(z[j]! + step) - at(z[j]! - step)) / (2 * step), 1e-4);
  }
});

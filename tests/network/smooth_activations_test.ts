/** gelu, geluTanh, silu, mish and selu: to how many digits they are right, and what they are at the ends. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { RandomStream } from "../../lib/numerics/random.ts";
import { activations, matrix, Network } from "../../mod.ts";
import { ELEMENTWISE } from "../helpers/float64_activations.ts";

const { abs, fround } = Math;

const SMOOTH = ["gelu", "geluTanh", "silu", "mish"] as const;

/** The errors that `docs/reproducibility.md` states: of f over max(1, |z|), and of f′. 2.5 and 5 times 2⁻²⁴. */
const MAX_ERROR = 1.5e-7;
const MAX_SLOPE_ERROR = 3e-7;

/** The relative error of f as far below zero as it is above 2⁻⁶³: the rounding of an exponent e⁻⁴⁰ is 40 times 2⁻²⁴. */
const MAX_RELATIVE_ERROR = 8e-6;

const MIN_FACTOR = 2 ** -63;

for (const name of [...SMOOTH, "selu"] as const) {
  Deno.test(`${name} and its derivative have float32's digits, from -100 to 100`, () => {
    const { of, derivative } = activations[name];
    const [exact, exactSlope] = ELEMENTWISE[name]!;
    const random = new RandomStream(1, "weights");
    for (let k = 0; k < 60_000; k++) {
      const z = fround((k % 3 === 0 ? 1 : k % 3 === 1 ? 12 : 100) * (2 * random.uniform() - 1));
      const [a, expected] = [of(z), exact(z)];
      const error = abs(a - expected);
      assertLess(error, MAX_ERROR * Math.max(1, abs(z)), `f(${z})`);
      if (abs(expected) > MIN_FACTOR) {
        assertLess(error, MAX_RELATIVE_ERROR * abs(expected), `f(${z})`);
      }
      assertLess(abs(derivative(a, z) - exactSlope(z)), MAX_SLOPE_ERROR, `f'(${z})`);
    }
  });
}

for (const name of SMOOTH) {
  Deno.test(`${name} is z above and 0 below, NaN passes, and nothing is too small to multiply`, () => {
    const { of, derivative } = activations[name];
    for (const z of [70, 1e13, 3e38, Infinity].map(fround)) {
      assertEquals([of(z), derivative(of(z), z)], [z, 1]);
      assertEquals(of(-z), 0);
      assertLess(abs(derivative(0, -z)), MIN_FACTOR); // an engine makes such an error zero
    }
    assert(Number.isNaN(of(NaN)) && Number.isNaN(derivative(0, NaN)));
    for (const z of [0, -0, 1e-45, -1e-40, 1e-30, -50, -12]) {
      assert(Object.is(of(z), 0) || abs(of(z)) >= MIN_FACTOR, `f(${z}) = ${of(z)}`);
    }
    assertEquals(derivative(0, 0), name === "mish" ? fround(0.6) : 0.5);
  });

  Deno.test(`${name} falls below zero and rises again, so that its derivative cannot be written in a`, () => {
    const { of, derivative, needsZ } = activations[name];
    assertEquals(needsZ, true);
    const [left, right] = [-4, -0.25].map(fround) as [number, number];
    assert(of(left) < 0 && of(right) < 0 && derivative(of(left), left) < 0);
    assert(derivative(of(right), right) > 0);
  });
}

Deno.test("selu is scaled above zero and saturates below, and its derivative is a function of a", () => {
  const { of, derivative, needsZ } = activations.selu;
  assertEquals(needsZ, undefined);
  const [scale, depth] = [1.0507009873554805, 1.7580993408473766].map(fround);
  assertEquals([1, -200, -Infinity, Infinity].map(of), [scale!, -depth!, -depth!, Infinity]);
  assertEquals([1, 0, -depth!].map((a) => derivative(a)), [scale!, depth!, 0]);
  assert(Number.isNaN(of(NaN)) && Number.isNaN(derivative(NaN)));
});

Deno.test("functions whose derivative is one of a are not given z", () => {
  const names = Object.values(activations).filter(({ needsZ }) => needsZ).map(({ name }) => name);
  assertEquals(names, [...SMOOTH]);
});

Deno.test("a network of smooth rectifiers learns exclusive or", () => {
  for (const activation of [...SMOOTH, "selu"]) {
    const network = new Network([2, 8, 1], {
      ...{ activation, outputActivation: "sigmoid", cost: "crossEntropy", initializer: "he" },
      seed: 2,
    });
    const inputs = { kind: "dense", rows: 4, columns: 2 } as const;
    const values = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
    const batch = { inputs: { ...inputs, values }, targets: matrix([[0], [1], [1], [0]]) };
    let cost = Infinity;
    for (let step = 0; step < 600; step++) cost = network.updateMiniBatch(batch, 0.5);
    assertLess(cost, 0.05, activation);
  }
});

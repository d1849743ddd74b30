import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { kernelOf } from "../../lib/engine/built_in.ts";
import type { Activation } from "../../lib/engine/engine.ts";
import {
  activations,
  leakyRelu,
  linear,
  relu,
  scaledTanh,
  sigmoid,
  softmax,
  suitedInitializers,
} from "../../lib/network/activations.ts";
import { Dataset, initializers, matrix, Network, RandomStream, toOnnx } from "../../mod.ts";
import { ELEMENTWISE } from "../helpers/float64_activations.ts";
import { join } from "@std/path";
import { MORE_FIELDS } from "../../packages/page/settings.ts";
import { feedLayers } from "../../lib/measure/activations.ts";
import { granted, ROOT } from "../helpers/run_task.ts";
import type { ActivationName, InitializerName } from "../../mod.ts";
import { namesOf } from "../helpers/names.ts";

const { abs, fround } = Math;

/** float32's roundings and the polynomial of `exp`, relative. */
const TOLERANCE = 1e-6;

Deno.test("activation functions have their names, and an engine's own loops", () => {
  for (const [name, activation] of Object.entries<Activation>(activations)) {
    assertEquals(activation.name, name);
    assertEquals(kernelOf(activation), name);
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
    for (const z of [-3.25, -1.5, -0.5, 0.25, 1, 2.5]) {
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

/** gelu, geluTanh, silu, mish and selu: to how many digits they are right, and what they are at the ends. */

const SMOOTH = ["gelu", "geluTanh", "silu", "mish"] as const;

/** The errors that `docs/promises.md` states: of f over max(1, |z|), and of f′. 2.5 and 5 times 2⁻²⁴. */
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
  for (const activation of [...SMOOTH, "selu"] as const) {
    const network = new Network([2, 8, 1], {
      activation,
      outputActivation: "sigmoid",
      cost: "crossEntropy",
      initializer: "he",
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

/** What an activation function consists of: of a new one this prints what is still missing. */

/** Functions that have no loop of their own in WebAssembly and C, and why. */
const WITHOUT_KERNEL: { readonly [name: string]: string } = { linear: "a = z needs no loop" };

/** Functions that the page does not offer for hidden layers, and why. */
const NOT_ON_PAGE: { readonly [name: string]: string } = {
  scaledTanh: "tanh shows the same",
  linear: "hidden layers without a curve are one layer",
  softmax: "it is for outputs",
};

const text = (...path: string[]) => Deno.readTextFileSync(join(ROOT, ...path));

/** Each part of an activation function, where it belongs, and whether one of that name has it. */
const PARTS: readonly (readonly [part: string, has: (name: string, f?: Activation) => boolean])[] =
  [
    ["its function, in `activations` of lib/network/activations.ts", (_, f) => f !== undefined],
    [
      "its derivative, by which `backward` changes the errors",
      (_, f) => {
        const [delta, z] = [matrix([[1, 1]]), matrix([[0.5, -0.25]])];
        f?.backward(delta, z, z);
        return f?.name === "linear" || delta.values[1] !== 1;
      },
    ],
    [
      "float64's function and derivative, in tests/helpers/float64_activations.ts",
      (name) => name === "softmax" || name in ELEMENTWISE,
    ],
    [
      "a kernel: its name in lib/engine/wasm/activate.ts, and its loop in lib/engine/kernels/",
      (name, f) =>
        name in WITHOUT_KERNEL || f !== undefined && kernelOf(f) === name &&
          RegExp(`\\b${name}\\b[":]`).test(text("lib", "engine", "wasm", "activate.ts")),
    ],
    [
      "initial weights that suit it, in lib/network/activations.ts",
      (name) => name in suitedInitializers,
    ],
    ["its operators in ONNX, in lib/network/activations.ts", (_, f) => {
      try {
        if (f) toOnnx(new Network([2, 2, 2], { activation: f, outputActivation: "sigmoid" }));
        return f !== undefined;
      } catch {
        return false;
      }
    }],
    [
      "its name in the schema: deno task --cwd packages/lab schema",
      (name) =>
        JSON.parse(text("tasks", "configs", "schema.json")).properties.activation.enum.includes(
          name,
        ),
    ],
    [
      "its name and source in docs/config.md, “What the names stand for”",
      (name) =>
        text("docs", "config.md").split("## What the names stand for")[1]!.includes(`\`${name}\``),
    ],
    [
      "a choice of the page, by its text in packages/page/texts.ts",
      (name) => name in NOT_ON_PAGE || MORE_FIELDS.activation.some((choice) => choice === name),
    ],
  ];

/** What an activation function still lacks. */
function missing(name: string): string[] {
  const f = (activations as { readonly [name: string]: Activation | undefined })[name];
  return PARTS.filter(([, has]) => !has(name, f)).map(([part]) => part);
}

for (const name of Object.keys(activations)) {
  Deno.test({
    name: `${name} has all that an activation function consists of`,
    ignore: !granted("read"),
    fn: () => assertEquals(missing(name), [], `${name} lacks`),
  });
}

Deno.test({
  name: "an activation function that is only an idea lacks every part",
  ignore: !granted("read"),
  fn: () => assertEquals(missing("idea"), PARTS.map(([part]) => part)),
});

/** The root mean square of each layer's activations, of standard normal inputs. */
function sizes(activation: ActivationName, initializer: InitializerName, layers: number): number[] {
  const units = 128;
  const network = new Network(Array(layers + 1).fill(units), {
    activation,
    outputActivation: activation,
    initializer,
    seed: 1,
  });
  const random = new RandomStream(2, "data");
  const inputs = Array.from(
    { length: 64 },
    () => Array.from({ length: units }, () => random.normal()),
  );
  const { inputs: values } = Dataset.from({ inputs, targets: inputs });
  const rows = { kind: "dense", rows: 64, columns: units, values: values as Float32Array } as const;
  const outputs = network.weights.map(({ columns }) => network.engine.matrix(64, columns));
  feedLayers(network, rows, outputs);
  return outputs.map(({ values }) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  );
}

/** The most that a layer may shrink or grow a signal by, with the weights that suit it. */
const MOST_SHRINKING = 0.6;
const MOST_GROWTH = 1.15;

for (const name of namesOf(activations)) {
  const suited = suitedInitializers[name];
  if (name === "softmax") continue; // of outputs, which sum to one
  Deno.test(`${name}: with ${suited.name} weights a signal neither dies out nor grows`, () => {
    const initializer = suited.name as InitializerName;
    assert(suited === initializers[initializer]);
    const found = sizes(name, initializer, 8);
    for (const [l, size] of found.entries()) {
      const ratio = size / (found[l - 1] ?? 1);
      if (l === 0 && activations[name].of(0) > 0) continue; // whose values are about a half, whatever comes in
      assert(
        ratio > MOST_SHRINKING && ratio < MOST_GROWTH,
        `${name}, layer ${l}: ${found}; other initial weights may suit it`,
      );
    }
  });
}

Deno.test("selu with lecun weights keeps a size of 1 through forty layers, and standard normal weights do not", () => {
  const kept = sizes("selu", "lecun", 40);
  for (const size of kept) assert(size > 0.8 && size < 1.2, `${kept}`);
  assert(sizes("selu", "standardNormal", 5).at(-1)! > 100);
  for (const name of ["gelu", "geluTanh", "silu", "mish", "relu"] as const) {
    assert(sizes(name, "standardNormal", 5).at(-1)! > 100, name);
    assertLess(sizes(name, "he", 5).at(-1)!, 1.2);
  }
});

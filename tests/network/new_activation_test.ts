/** What an activation function consists of: of a new one this prints what is still missing. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { kernelOf } from "../../lib/engine/built_in.ts";
import type { Activation } from "../../lib/engine/mod.ts";
import { suitedInitializers } from "../../lib/network/mod.ts";
import {
  activations,
  Dataset,
  initializers,
  matrix,
  Network,
  RandomStream,
  toOnnx,
} from "../../mod.ts";
import { MORE_FIELDS } from "../../packages/page/settings.ts";
import { feedLayers } from "../../lib/evaluate/activations.ts";
import { ELEMENTWISE } from "../helpers/float64_activations.ts";
import { granted, ROOT } from "../helpers/run_task.ts";

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
      "a kernel: its name in lib/engine/built_in.ts and lib/engine/wasm/activate.ts, and its loop in " +
      "lib/engine/kernels/",
      (name, f) =>
        name in WITHOUT_KERNEL || f !== undefined && kernelOf(f) === name &&
          RegExp(`\\b${name}\\b[":]`).test(text("lib", "engine", "wasm", "activate.ts")),
    ],
    [
      "initial weights that suit it, in lib/network/initializers.ts",
      (name) => name in suitedInitializers,
    ],
    ["its steps in ONNX, in lib/formats/onnx.ts", (_, f) => {
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
      "a choice of the page, in packages/page/settings.ts, with its text in packages/page/texts.ts",
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
function sizes(activation: string, initializer: string, layers: number): number[] {
  const units = 128;
  const network = new Network(Array(layers + 1).fill(units), {
    ...{ activation, outputActivation: activation, initializer, seed: 1 },
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

for (const [name, suited] of Object.entries(suitedInitializers)) {
  if (name === "softmax") continue; // of outputs, which sum to one
  Deno.test(`${name}: with ${suited.name} weights a signal neither dies out nor grows`, () => {
    assert(suited === initializers[suited.name as "he"]);
    const found = sizes(name, suited.name, 8);
    for (const [l, size] of found.entries()) {
      const ratio = size / (found[l - 1] ?? 1);
      if (l === 0 && name === "sigmoid") continue; // whose values are about a half, whatever comes in
      assert(ratio > MOST_SHRINKING && ratio < MOST_GROWTH, `${name}, layer ${l}: ${found}`);
    }
  });
}

Deno.test("selu with lecun weights keeps a size of 1 through forty layers, and standard normal weights do not", () => {
  const kept = sizes("selu", "lecun", 40);
  for (const size of kept) assert(size > 0.8 && size < 1.2, `${kept}`);
  assert(sizes("selu", "standardNormal", 5).at(-1)! > 100);
  for (const name of ["gelu", "geluTanh", "silu", "mish", "relu"]) {
    assert(sizes(name, "standardNormal", 5).at(-1)! > 100, name);
    assertLess(sizes(name, "he", 5).at(-1)!, 1.2);
  }
});

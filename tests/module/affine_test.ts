/** A module's networks answer the same by WebAssembly and by the plain loop, and as the library does. */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { type DescribedModule, describeInputs, describeTable } from "../../lib/module/describe.ts";
import { openAffine, plainAffine } from "../../lib/module/runtime/affine.ts";
import type { TableModule } from "../../lib/module/model.ts";
import { type Forward, forwardOf } from "../../lib/module/runtime/networks.ts";
import { activations } from "../../lib/network/activations.ts";
import { Network } from "../../lib/network.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { MODELS } from "./model_fixture.ts";
import { replaced } from "../helpers/replaced.ts";

/** Numbers with zeros of both signs among them. */
function inputOf(random: RandomStream, length: number): Float32Array {
  return Float32Array.from(
    { length },
    () => [0, -0, 4 * random.uniform() - 2][Math.floor(3 * random.uniform())]!,
  );
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(Float32Array.from(values).buffer);
}

/** Both ways of the networks of a model. */
function bothWays({ model }: DescribedModule): readonly [wasm: Forward, plain: Forward] {
  return [forwardOf(model.networks), forwardOf(model.networks, () => plainAffine)];
}

/** What a module holds of a network. */
function described(network: Network): DescribedModule {
  const others = {
    problem: "regression",
    names: [],
    detector: undefined,
    areBytes: false,
  } as const;
  return describeInputs({ network, ...others }, "float32");
}

Deno.test("each activation has the bits of the library, with WebAssembly and without", () => {
  const random = new RandomStream(1, "data");
  for (const name of Object.keys(activations) as (keyof typeof activations)[]) {
    const isSoftmax = name === "softmax";
    for (const sizes of [[1, 2], [5, 3], [7, 37, 16, 2], [77, 128, 128, 3]]) {
      const network = new Network(sizes, {
        activation: isSoftmax ? "relu" : name,
        outputActivation: name,
        cost: isSoftmax ? "logLikelihood" : "quadratic",
        seed: 3,
      });
      for (const { values } of [...network.weights, ...network.biases]) {
        for (let k = 0; k < values.length; k += 3) values[k] = -0;
      }
      const [wasm, plain] = bothWays(described(network));
      for (let r = 0; r < 20; r++) {
        const values = inputOf(random, sizes[0]!);
        const rows = { kind: "dense", rows: 1, columns: values.length, values } as const;
        const expected = bitsOf(network.feedforward(rows).values);
        assertEquals(bitsOf(wasm(values)), expected, `${name} ${sizes}`);
        assertEquals(bitsOf(plain(values)), expected, `${name} ${sizes}`);
      }
    }
  }
});

Deno.test("infinite and unknown inputs give the same both ways", () => {
  const [wasm, plain] = bothWays(described(new Network([3, 6, 5, 2], { activation: "relu" })));
  for (const value of [Infinity, -Infinity, NaN, 3e38, 1e-45]) {
    const input = Float32Array.of(value, 0, 1);
    assertEquals(wasm(input), plain(input));
  }
});

Deno.test("each kind of ensemble gets the same bits both ways", async () => {
  for (const [name, model] of Object.entries(MODELS)) {
    const module = describeTable(await model(), "float32");
    const { networks: { families, folds }, widths } = module.model as TableModule;
    if (families.length === 0) continue; // trees answer
    const [wasm, plain] = bothWays(module);
    const random = new RandomStream(2, "data");
    const features = widths.reduce((sum, width) => sum + width, 0);
    for (let r = 0; r < 50; r++) {
      const input = inputOf(random, features);
      for (const { feature, levels: count } of folds?.tables.levels ?? []) {
        input[feature] = Math.floor((count + 1) * random.uniform());
      }
      assertEquals(bitsOf(wasm(input)), bitsOf(plain(input)), name);
    }
  }
});

Deno.test("without WebAssembly the loop answers", () => {
  assert(openAffine(16) !== plainAffine);
  using _ = replaced({ WebAssembly: undefined });
  assertStrictEquals(openAffine(16), plainAffine);
});

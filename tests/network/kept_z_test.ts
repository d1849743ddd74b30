/** z is kept where a derivative needs it, and nowhere else; engines come to the same bits with every optimizer. */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import type { Activation, Engine } from "../../lib/engine/mod.ts";
import { Dropout, Optimizer } from "../../lib/network/mod.ts";
import { Workspace } from "../../lib/network/workspace.ts";
import {
  activations,
  costs,
  dataRows,
  matrix,
  Network,
  optimizers,
  RandomStream,
  weightsSha256,
} from "../../mod.ts";
import { relevanceOf } from "../../lib/evaluate/mod.ts";
import { namesOf } from "../helpers/names.ts";
import type { ActivationName } from "../../mod.ts";

const NAMES = ["gelu", "geluTanh", "silu", "mish", "selu"] as const;
const NEED_Z = NAMES.slice(0, 4);

const random = new RandomStream(5, "weights");
const rows = (count: number, columns: number) =>
  Array.from({ length: count }, () => Array.from({ length: columns }, () => random.normal()));
const INPUTS = rows(7, 5);
const TARGETS = INPUTS.map((_, r) => [0, 1, 2].map((j) => Number(j === r % 3)));
const BATCH = {
  inputs: dataRows(INPUTS),
  targets: matrix(TARGETS),
  examples: Uint32Array.from(INPUTS, (_, r) => r),
};
const LAST = { inputs: dataRows(INPUTS.slice(0, 3)), targets: matrix(TARGETS.slice(0, 3)) };

/** Counts the matrices that an engine makes. */
class CountingEngine extends ReferenceEngine {
  made = 0;
  override matrix(rows: number, columns: number) {
    this.made++;
    return super.matrix(rows, columns);
  }
}

Deno.test("z has a buffer in training only, made once, and only where the function asks for it", () => {
  const made = (activation: ActivationName, outputActivation: ActivationName) => {
    const engine = new CountingEngine();
    const network = new Network([5, 6, 4, 3], { activation, outputActivation, engine });
    const before = engine.made;
    network.feedforward(BATCH.inputs);
    const evaluated = engine.made - before;
    network.updateMiniBatch(BATCH, 0.1);
    const trained = engine.made - before - evaluated;
    for (let k = 0; k < 3; k++) {
      network.updateMiniBatch(LAST, 0.1); // a smaller batch
      network.updateMiniBatch(BATCH, 0.1);
      network.feedforward(BATCH.inputs);
    }
    assertEquals(engine.made, before + evaluated + trained, "later batches make none");
    return [evaluated, trained];
  };
  assertEquals(made("relu", "sigmoid"), [3, 3]); // a; then the errors
  assertEquals(made("selu", "sigmoid"), [3, 3]);
  assertEquals(made("gelu", "sigmoid"), [3, 3 + 2]);
  assertEquals(made("relu", "silu"), [3, 3 + 1]);
  assertEquals(made("mish", "mish"), [3, 3 + 3]);
});

Deno.test("a larger batch has larger room for z, and a layer without need has none", () => {
  const workspace = new Workspace(new ReferenceEngine(), [2, 3, 4]);
  workspace.resize(2);
  const first = workspace.zFor(1, activations.gelu)!;
  assertEquals([first.rows, first.columns, first.values.length], [2, 4, 8]);
  workspace.resize(1);
  assert(workspace.zFor(1, activations.gelu) === first);
  assertEquals(first.rows, 1);
  workspace.resize(3);
  assertEquals(workspace.zFor(1, activations.gelu)!.values.length, 12);
  assertEquals(workspace.zFor(0, activations.selu), undefined);
});

for (const activation of NAMES) {
  Deno.test(`${activation}: every optimizer, cost and engine comes to the same bytes, with dropout too`, async () => {
    for (const optimizer of namesOf(optimizers)) {
      for (
        const [cost, outputActivation] of [
          ["quadratic", activation],
          ["crossEntropy", "sigmoid"],
          ["logLikelihood", "softmax"],
        ] as const
      ) {
        const trained = async (engine: Engine) => {
          const options = {
            activation,
            outputActivation,
            cost,
            initializer: "he",
            seed: 6,
          } as const;
          const network = new Network([5, 9, 6, 3], { ...options, engine });
          const update = {
            optimizer: new Optimizer({ name: optimizer }),
            dropout: new Dropout(1, { hidden: 0.3 }),
            ...optimizer !== "adamw" && { l2: 0.01 },
          };
          for (let epoch = 1; epoch < 6; epoch++) {
            network.updateMiniBatch(BATCH, 0.02, { ...update, epoch });
          }
          return await weightsSha256(network);
        };
        const expected = await trained(new ReferenceEngine());
        assertEquals(await trained(new WasmEngine()), expected, `${optimizer}, ${cost}`);
      }
    }
  });
}

for (const activation of NEED_Z) {
  Deno.test(`${activation}: an input counts for an answer by the derivative at z`, () => {
    const network = new Network([5, 8, 6, 3], { activation, outputActivation: "softmax", seed: 2 });
    const x = Float32Array.from(INPUTS[0]!);
    const { label, relevance } = relevanceOf(network, x);
    // z of the outputs is linear's output: of the same network with the parameters of this one.
    const linear = new Network(network.sizes, { activation, outputActivation: "linear", seed: 2 });
    const answer = (at: Float32Array) => linear.feedforward([at]).values[label]!;
    for (const [k, value] of x.entries()) {
      const step = 2 ** -6;
      const slope = (answer(x.with(k, value + step)) - answer(x.with(k, value - step))) /
        (2 * step);
      assert(Math.abs(relevance[k]! - value * slope) < 1e-2, `${relevance[k]} ${value * slope}`);
    }
  });
}

/** Softplus ln(1 + eᶻ), whose derivative σ(z) a user writes in z; here in float64. */
const softplus: Activation = {
  name: "softplus",
  needsZ: true,
  forward({ values, rows, columns }) {
    for (let k = 0; k < rows * columns; k++) values[k] = Math.log1p(Math.exp(values[k]!));
  },
  backward({ values: delta, rows, columns }, _a, z) {
    for (let k = 0; k < rows * columns; k++) delta[k] = delta[k]! / (1 + Math.exp(-z!.values[k]!));
  },
};

/** Softplus with its derivative in a, σ(z) = 1 − e⁻ᵃ: `backward` takes two arguments. */
const ofTwo: Activation = {
  name: "softplus",
  forward: softplus.forward,
  backward(delta, a) {
    const { values, rows, columns } = a;
    for (let k = 0; k < rows * columns; k++) {
      delta.values[k] = delta.values[k]! * -Math.expm1(-values[k]!);
    }
  },
};

Deno.test("a user's function gets z if it asks, on every engine, as hidden and as output activation", async () => {
  for (const make of [() => new ReferenceEngine(), () => new WasmEngine()]) {
    const steps = async (activation: Activation) => {
      const network = new Network([5, 9, 3], { activation, seed: 4, engine: make() });
      for (let k = 0; k < 10; k++) network.updateMiniBatch(BATCH, 0.05);
      return { network, sha256: await weightsSha256(network) };
    };
    const [asked, twice, ofA] = [await steps(softplus), await steps(softplus), await steps(ofTwo)];
    assertEquals(twice.sha256, asked.sha256);
    assertNotEquals(asked.sha256, await weightsSha256(new Network([5, 9, 3], { seed: 4 })));
    const [first, second] = [asked, ofA].map(({ network }) => network.weights[0]!.values);
    for (const [k, w] of first!.entries()) assert(Math.abs(w - second![k]!) < 1e-5);
  }
});

Deno.test("every cost hands z to the output's function", () => {
  for (const cost of Object.values(costs)) {
    const [delta, z] = [matrix([[0]]), matrix([[0.5]])];
    let seen: unknown;
    const output: Activation = { ...softplus, backward: (_d, _a, given) => seen = given };
    cost.delta(delta, matrix([[0.9]]), matrix([[1]]), output, z);
    assert(seen === z, cost.name);
  }
});

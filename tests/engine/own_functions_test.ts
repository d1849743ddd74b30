import { assertEquals, assertNotEquals } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { relu, sigmoid, softmax } from "../../lib/network/activations.ts";
import { crossEntropy } from "../../lib/network/costs.ts";
import { optimizers } from "../../lib/network/optimizers.ts";
import { dataRows, matrix, Network, type NetworkOptions, weightsSha256 } from "../../mod.ts";
import type { Activation, Engine, Rule } from "../../lib/engine/mod.ts";
import { type Cost, Optimizer } from "../../lib/network/mod.ts";

const { fround } = Math;

/** A rectifier with twice the usual slope, under the built-in one's name. */
const ownRelu: Activation = {
  name: "relu",
  forward({ values, rows, columns }) {
    for (let k = 0; k < rows * columns; k++) values[k] = values[k]! > 0 ? 2 * values[k]! : 0;
  },
  backward({ values: delta, rows, columns }, { values: a }) {
    for (let k = 0; k < rows * columns; k++) delta[k] = a[k]! > 0 ? 2 * delta[k]! : 0;
  },
};

/** Half of a cross-entropy. */
const ownCost: Cost = {
  name: "crossEntropy",
  of: (a, y, r) => crossEntropy.of(a, y, r) / 2,
  delta(delta, a, y, activation) {
    crossEntropy.delta(delta, a, y, activation);
    for (let k = 0; k < a.rows * a.columns; k++) delta.values[k] = delta.values[k]! / 2;
  },
};

/** A step by the gradient's sign. */
function ownRule(name: string): Rule {
  return {
    name,
    moments: 0,
    scalars: (learningRate) => [learningRate],
    update(w, g, _moments, [rate]) {
      for (let k = 0; k < w.length; k++) w[k] = fround(w[k]! - fround(rate! * Math.sign(g[k]!)));
    },
  };
}

/** The hash of a network after some steps. */
async function trained(engine: Engine, options: NetworkOptions, rule: Rule): Promise<string> {
  const network = new Network([5, 9, 4], { seed: 4, ...options, engine });
  const optimizer = new Optimizer(rule);
  const inputs = dataRows([[1, 0, 0.5, -1, 0.3], [0, 0.25, 1, 0.5, 0], [0.1, 0.2, 0, 0, 1]]);
  const targets = matrix([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]]);
  for (let step = 0; step < 20; step++) {
    network.updateMiniBatch({ inputs, targets }, 0.01, { optimizer });
  }
  return await weightsSha256(network);
}

/** A user's own, beside the built-in of the same name. */
const CASES: readonly {
  title: string;
  own: NetworkOptions & { rule?: Rule };
  builtIn: NetworkOptions & { rule?: Rule };
}[] = [
  {
    title: 'an activation named "relu"',
    own: { activation: ownRelu, outputActivation: sigmoid },
    builtIn: { activation: relu, outputActivation: sigmoid },
  },
  {
    title: 'an output activation named "softmax"',
    own: { outputActivation: { ...ownRelu, name: "softmax" }, cost: "quadratic" },
    builtIn: { outputActivation: softmax, cost: "quadratic" },
  },
  {
    title: 'an output activation named "sigmoid", behind a cross-entropy',
    own: { outputActivation: ownSigmoid(), cost: crossEntropy },
    builtIn: { outputActivation: sigmoid, cost: crossEntropy },
  },
  { title: 'a cost named "crossEntropy"', own: { cost: ownCost }, builtIn: { cost: crossEntropy } },
  {
    title: 'a rule named "adam"',
    own: { rule: ownRule("adam") },
    builtIn: { rule: optimizers.adam() },
  },
  {
    title: 'a rule named "sgd"',
    own: { rule: ownRule("sgd") },
    builtIn: { rule: optimizers.sgd() },
  },
  {
    title: "a copy of sgd that steps by the sign",
    own: { rule: { ...optimizers.sgd(), update: ownRule("sgd").update } },
    builtIn: { rule: optimizers.sgd() },
  },
];

/** σ with half of its derivative. */
function ownSigmoid(): Activation {
  return {
    ...sigmoid,
    backward(delta, a) {
      sigmoid.backward(delta, a);
      for (let k = 0; k < a.rows * a.columns; k++) delta.values[k] = delta.values[k]! / 2;
    },
  };
}

for (const { title, own, builtIn } of CASES) {
  Deno.test(`${title} runs as itself on every engine`, async () => {
    const run = ({ rule = optimizers.sgd(), ...options }: typeof own, engine: Engine) =>
      trained(engine, options, rule);
    const expected = await run(own, new ReferenceEngine());
    assertEquals(await run(own, new WasmEngine()), expected);
    assertNotEquals(await run(builtIn, new ReferenceEngine()), expected);
  });
}

Deno.test("a copy of a built-in gives its bits, by the plain loops", async () => {
  const copies = { activation: { ...relu }, outputActivation: { ...sigmoid } };
  const originals = { activation: relu, outputActivation: sigmoid };
  const engine = new WasmEngine();
  assertEquals(
    await trained(engine, copies, { ...optimizers.adam() }),
    await trained(engine, originals, optimizers.adam()),
  );
});

Deno.test("what is built in cannot be changed under an engine's loop", () => {
  assertEquals([sigmoid, softmax, optimizers.sgd(), optimizers.adam()].map(Object.isFrozen), [
    true,
    true,
    true,
    true,
  ]);
});

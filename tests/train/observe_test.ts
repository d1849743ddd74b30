/** What is observed of a network's layers: norms by hand, shares, the same bits everywhere, and nothing changed by it. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset, fit, type FitOptions, Network, RandomStream, weightsSha256 } from "../../mod.ts";
import { createEngine } from "../../lib/engine/mod.ts";
import { type Checkpoint, type Observable, observer } from "../../lib/train/mod.ts";

const ALL: readonly Observable[] = ["gradientNorms", "weightNorms", "activations"];

/** A gradient in float32, relative to one in float64. */
const FLOAT32 = 1e-6;

/** Examples of random features, most of them 0, in three classes. */
function drawn(size: number): Dataset {
  const random = new RandomStream(3, "data");
  const inputs = Array.from(
    { length: size },
    () => Array.from({ length: 7 }, () => Math.max(0, random.normal())),
  );
  return Dataset.from({ inputs, labels: inputs.map((_, k) => k % 3) });
}

const data = drawn(1203);
const OPTIONS: FitOptions = { epochs: 3, batchSize: 10, learningRate: 0.5 };

/** Trains a network, and returns its history and the hash of its weights. */
async function trained(options: Partial<FitOptions>, engine = createEngine("wasm")) {
  const network = new Network([7, 5, 4, 3], { seed: 2, engine, activation: "tanh" });
  const { epochs } = await fit(network, data, { ...OPTIONS, ...options });
  return { observed: epochs.map(({ observed }) => observed), hash: await weightsSha256(network) };
}

Deno.test("the norms of a network of two weights and its shares are those by hand", () => {
  const network = new Network([1, 2, 1], { activation: "relu", outputActivation: "sigmoid" });
  network.weights[0]!.values.set([3, -4]);
  network.biases[0]!.values.set([0, 0]);
  network.weights[1]!.values.set([1, 1]);
  network.biases[1]!.values.set([0]);
  const inputs = [[1], [2]]; // hidden [3, 0] and [6, 0]: the second unit is dead
  const probe = Dataset.from({ inputs, targets: [1, 0] });
  const { gradientNorms, weightNorms, saturated, dead } = observer(ALL)(network, probe)();

  assertEquals(weightNorms, [5, Math.SQRT2]);
  assertEquals(dead, [0.5, null]);
  assertEquals(saturated, [null, 0.5]); // σ(3) = 0.953, σ(6) = 0.998
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const [first, second] = [sigmoid(3), sigmoid(6)];
  const deltas = [(first - 1) * first * (1 - first), second * second * (1 - second)] as const;
  const outer = (deltas[0] * 3 + deltas[1] * 6) / 2;
  const inner = (deltas[0] * 1 + deltas[1] * 2) / 2; // of the unit that is not dead; its weight to the output is 1
  assertAlmostEquals(gradientNorms![0]!, Math.abs(inner), FLOAT32);
  assertAlmostEquals(gradientNorms![1]!, Math.abs(outer), FLOAT32);
});

Deno.test("every epoch has what is asked for, a value for each layer, and no other key", async () => {
  for (const name of ALL) {
    const { observed } = await trained({ observe: observer([name]) });
    assertEquals(observed.length, OPTIONS.epochs);
    const key = name === "activations" ? "saturated" : name; // tanh has no dead units
    for (const epoch of observed) {
      assertEquals(Object.keys(epoch!), [key]);
      assertEquals(epoch![key]!.length, 3);
      assert(epoch![key]!.every((value) => value! >= 0));
    }
  }
  assertEquals((await trained({})).observed, [undefined, undefined, undefined]);
});

Deno.test("training comes to the same bytes, and engines observe the same bits", async () => {
  const options = {
    dropout: { hidden: 0.5 },
    labelSmoothing: 0.1,
    averaging: { decay: 0.9 },
    classWeights: { "1": 2 },
  };
  const { hash } = await trained(options);
  const observe = observer(ALL);
  const wasm = await trained({ ...options, observe });
  assertEquals(wasm.hash, hash);
  assertEquals(await trained({ ...options, observe }, createEngine("reference")), wasm);
  const workers = createEngine("wasm", { workers: 2 });
  assertEquals(await trained({ ...options, observe }, workers), wasm);
  workers.close();
});

Deno.test("a run that is resumed observes what the whole one does", async () => {
  const observe = observer(ALL);
  const whole = await trained({ observe });
  let resume: Checkpoint | undefined;
  const onEpoch: FitOptions["onEpoch"] = ({ checkpoint }) => void (resume = checkpoint());
  await trained({ observe, epochs: 1, onEpoch });
  const rest = await trained({ observe, resume: resume! });
  assertEquals(rest, { ...whole, observed: whole.observed.slice(1) });
});

Deno.test("the probe is the first 1,000 examples, as they are without dropout", async () => {
  const network = new Network([7, 5, 3], { seed: 2 });
  const observe = observer(ALL);
  assertEquals(observe(network, data)(), observe(network, data.subset(0, 1000))());
  const { epochs } = await fit(network, data, { ...OPTIONS, observe, dropout: { hidden: 0.5 } });
  assertEquals(epochs.at(-1)!.observed, observe(network, data.subset(0, 1000))());
});

Deno.test("a layer whose function has no range has no share", () => {
  const softmax = { outputActivation: "softmax", cost: "logLikelihood" } as const;
  const network = new Network([7, 4, 3], { activation: "gelu", ...softmax });
  assertEquals(observer(["activations"])(network, data)(), {});
});

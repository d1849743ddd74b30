import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { WeightAverage } from "../../lib/train/averaging.ts";
import { copyOf } from "../../lib/network/parameters.ts";
import {
  createEngine,
  Dataset,
  type Epoch,
  evaluate,
  Network,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";

/** Some units in the last place of a float32 near 1: three roundings a step. */
const TOLERANCE = 1e-6;

const data = new Dataset({
  inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
  labels: new Uint8Array([0, 1, 1, 0]),
  features: 2,
  classes: 2,
});

Deno.test("the average follows its formula, and soon forgets where it began", () => {
  const network = new Network([1, 1]);
  const { values } = network.weights[0]!;
  values[0] = 5;
  const average = new WeightAverage(network, { decay: 0.3 });
  let expected = 5;
  for (const [t, value] of [1, -1, 0.5, 0.25, 2].entries()) {
    values[0] = value;
    average.update(t);
    const decay = Math.min(0.3, (1 + t) / (10 + t)); // 0.1, 0.18, 0.25, and from then on 0.3
    expected = decay * expected + (1 - decay) * value;
    assertAlmostEquals(average.other.weights[0]!.values[0]!, expected, TOLERANCE);
  }
  assertEquals(values[0], 2);
  average.swap();
  assertAlmostEquals(values[0], expected, TOLERANCE);
  assertEquals(average.other.weights[0]!.values[0], 2);
});

Deno.test("the biases are averaged too, and parameters that stay are their own average", () => {
  const network = new Network([2, 3, 2], { seed: 3 });
  const average = new WeightAverage(network, { decay: 0.99 });
  const before = copyOf(network);
  for (let t = 0; t < 50; t++) average.update(t);
  assertEquals(copyOf(average.other), before);
  network.biases[0]!.values[0]! += 1;
  average.update(50);
  assertNotEquals(average.other.biases[0]!.values[0], before.biases[0]!.values[0]);
});

Deno.test("training with an average evaluates it, and the network holds it after every epoch", async () => {
  const options: TrainOptions = { epochs: 5, batchSize: 2, learningRate: 3, validation: data };
  const plain = new Network([2, 4, 2], { seed: 1 });
  const averaged = new Network([2, 4, 2], { seed: 1 });
  const learned: string[] = [];
  for await (const _ of train(plain, data, options)) learned.push(await weightsSha256(plain));
  let epochs = 0;
  let last: Epoch | undefined;
  for await (const epoch of train(averaged, data, { ...options, averaging: { decay: 0.9 } })) {
    assertEquals(epoch.validation, evaluate(averaged, data));
    const { parameters, average } = epoch.checkpoint();
    assertEquals(await weightsSha256(parameters), learned[epochs++]); // averaging changes nothing of it
    assertEquals(await weightsSha256(average!), await weightsSha256(averaged));
    last = epoch;
  }
  assertEquals(last!.validation, evaluate(averaged, data));
  assertNotEquals(await weightsSha256(averaged), learned.at(-1));
});

Deno.test("engines agree on the average of a training run", async () => {
  const hashes = [];
  for (const name of ["reference", "wasm"] as const) {
    const network = new Network([2, 5, 2], { seed: 1, engine: createEngine(name) });
    const options = { epochs: 9, batchSize: 3, learningRate: 1, averaging: { decay: 0.9 } };
    for await (const _ of train(network, data, options));
    hashes.push(await weightsSha256(network));
  }
  assertEquals(hashes[0], hashes[1]);
});

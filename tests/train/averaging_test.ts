import { assertEquals, assertNotEquals } from "@std/assert";
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

const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });

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

import { assert, assertEquals } from "@std/assert";
import { Dataset, evaluate, fit, Network, train } from "../../mod.ts";
import { batchSizeOf, epochsOf, learningRateOf } from "../../lib/train/check.ts";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const data = Dataset.from({ inputs, labels: ["same", "other", "other", "same"] });

Deno.test("fit without options learns exclusive or from every one of twenty seeds", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const network = new Network([2, 4, 2], { seed });
    const { epochs, kept, ended } = await fit(network, data);
    assertEquals([epochs.length, kept, ended], [1000, 1000, "done"]);
    assertEquals(evaluate(network, data).accuracy, 1, `seed ${seed}`);
  }
});

Deno.test("the defaults are the tutorial's for its network: the same bits as with them", async () => {
  const [left, given] = [new Network([2, 4, 2]), new Network([2, 4, 2])];
  await fit(left, data);
  for await (
    const _ of train(given, data, { epochs: 1000, batchSize: 4, learningRate: 3, optimizer: "sgd" })
  );
  assertEquals(left.weights[0]!.values, given.weights[0]!.values);
  for await (const { learningRate } of train(new Network([2, 2]), data)) {
    assertEquals(learningRate, 3);
    break;
  }
});

Deno.test("few examples are learned from in more epochs, and in smaller batches", () => {
  const sizes = [1, 4, 32, 33, 100, 1066, 50_000];
  assertEquals(sizes.map((size) => batchSizeOf({ size }, {})), [1, 4, 32, 32, 32, 32, 32]);
  assertEquals(sizes.map((size) => epochsOf({ size }, {})), [1000, 1000, 1000, 500, 250, 30, 30]);
  assertEquals(epochsOf({ size: 100 }, { batchSize: 1 }), 30);
  assertEquals(epochsOf({ size: 100 }, { epochs: 2 }), 2);
});

Deno.test("each optimizer has its learning rate", () => {
  const softmax = new Network([2, 4, 2], { outputActivation: "softmax", cost: "logLikelihood" });
  const rules = ["sgd", "momentum", "nesterov", "adam", "adamw", "mine", "constructor"];
  const rates = (network: Network) => rules.map((rule) => learningRateOf(network, rule));
  assertEquals(rates(softmax), [0.1, 0.01, 0.01, 0.001, 0.001, 0.001, 0.001]);
  assertEquals(rates(new Network([2, 4, 2])), [3, 0.3, 0.3, 0.001, 0.001, 0.001, 0.001]);
});

Deno.test("an option that is given counts, and early stopping is told from the end", async () => {
  const options = { validation: data, earlyStopping: { patience: 2 }, monitor: "cost" } as const;
  const { epochs, ended } = await fit(new Network([2, 4, 2]), data, { ...options, epochs: 3 });
  assertEquals([epochs.length, ended], [3, "done"]);
  const steep = { ...options, learningRate: 1e-30 }; // no epoch improves
  const history = await fit(new Network([2, 4, 2]), data, steep);
  assert(history.epochs.length < 10);
  assertEquals(history.ended, "earlyStopping");
});

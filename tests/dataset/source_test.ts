import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { Dataset, evaluate, fit, Network, oneHot, train, weightsSha256 } from "../../mod.ts";
import { formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";

/** All inputs of two bits. */
const BITS = { inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]), features: 2 };
const EXCLUSIVE_OR = new Dataset({ ...BITS, targets: new Float32Array([0, 1, 1, 0]), outputs: 1 });

const WAYS = [["quadratic", 3, 2000], ["crossEntropy", 1, 500]] as const;

for (const [cost, learningRate, epochs] of WAYS) {
  Deno.test(`2-4-1 learns the exclusive or with the cost ${cost}, from every one of ten seeds`, async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const network = new Network([2, 4, 1], { seed, cost });
      const training = train(network, EXCLUSIVE_OR, { epochs, batchSize: 4, learningRate });
      await Array.fromAsync(training);
      assertEquals(evaluate(network, EXCLUSIVE_OR).confusion, [[2, 0], [0, 2]], `seed ${seed}`);
    }
  });
}

Deno.test("labels and their one-hot targets train to the same bytes", async () => {
  const labels = new Uint8Array([0, 2, 1, 2]);
  const targets = oneHot(labels, 3).values;
  const hashes = [];
  for (const answers of [{ labels, classes: 3 }, { targets, outputs: 3 }]) {
    const data = new Dataset({ ...BITS, ...answers });
    const network = new Network([2, 5, 3], { seed: 2 });
    await Array.fromAsync(train(network, data, { epochs: 5, batchSize: 3, learningRate: 3 }));
    hashes.push(await weightsSha256(network));
  }
  assertEquals(hashes[0], hashes[1]);
});

Deno.test("several answers to an example are learnt at once", async () => {
  const targets = new Float32Array([0, 0, 0, 1, 0, 1, 1, 1]); // and, or
  const data = new Dataset({ ...BITS, targets, outputs: 2 });
  const network = new Network([2, 4, 2], { seed: 1, cost: "crossEntropy" });
  await Array.fromAsync(train(network, data, { epochs: 500, batchSize: 4, learningRate: 1 }));
  assertEquals(evaluate(network, data).correct, 4);
});

/** Of half a squared error: the curve is then met within about 0.04, where its values go to 1. */
const LARGEST_COST = 1e-3;

/** x² of numbers from −1 to 1, and every other one for validation. */
function squares(from: number): Dataset {
  const inputs = Float32Array.from({ length: 20 }, (_, k) => (2 * k + from) / 20 - 1);
  return new Dataset({ inputs, targets: inputs.map((x) => x * x), features: 1, outputs: 1 });
}

Deno.test("quantities are learnt, and the epoch of the least validation cost is kept", async () => {
  const functions = {
    activation: "tanh",
    outputActivation: "linear",
    initializer: "lecun",
  } as const;
  const network = new Network([1, 20, 1], { ...functions, seed: 1 });
  const validation = squares(1);
  const costs: number[] = [];
  const training = train(network, squares(0), {
    epochs: 2000,
    batchSize: 5,
    learningRate: 0.01,
    optimizer: "adam",
    validation,
    earlyStopping: { patience: 20 },
  });
  for await (const epoch of training) {
    costs.push(epoch.validation!.cost);
    assertEquals("accuracy" in epoch.validation!, false);
  }
  const least = Math.min(...costs);
  assertEquals(evaluate(network, validation).cost, least);
  assertEquals(costs.length, costs.indexOf(least) + 1 + 20);
  assertLess(least, LARGEST_COST);
});

Deno.test("training on quantities goes on from a checkpoint to the same bytes", async () => {
  const options = {
    epochs: 30,
    batchSize: 5,
    learningRate: 0.3,
    schedule: { name: "plateau", patience: 2 },
    validation: squares(1),
    keep: "best",
  } as const;
  const make = () => new Network([1, 8, 1], { seed: 3, outputActivation: "linear" });
  const [whole, again] = [make(), make()];
  let file = new Uint8Array();
  for await (const epoch of train(whole, squares(0), options)) {
    if (epoch.number === 12) file = await formatCheckpoint(epoch.checkpoint());
  }
  const resume = (await parseCheckpoint(file)).checkpoint;
  assertEquals(resume.history.every((score) => score < 0), true); // the costs, negated
  const epochs = await Array.fromAsync(train(again, squares(0), { ...options, resume }));
  assertEquals(epochs[0]!.number, 13);
  assertEquals(await weightsSha256(again), await weightsSha256(whole));
});

Deno.test("targets of 0 and 1 are quantities where it is asked for", () => {
  const targets = new Float32Array([0, 1, 1, 0]);
  const data = new Dataset({ ...BITS, targets, outputs: 1, classification: false });
  assertEquals([data.classification, data.classes, data.labels.length], [false, 0, 0]);
});

Deno.test("a part may have those examples alone that count nothing, which cannot be trained on", async () => {
  const data = Dataset.from({ inputs: [[1], [2], [3]], labels: [0, 1, 1], weights: [1, 0, 0] });
  const part = data.subset(1, 3);
  assertEquals(part.weights, Float32Array.of(0, 0));
  assertEquals(evaluate(new Network([1, 2]), part).size, 2);
  const options = { epochs: 1, batchSize: 1, learningRate: 1 };
  await assertRejects(() => fit(new Network([1, 2]), part, options), RangeError, "all 0");
});

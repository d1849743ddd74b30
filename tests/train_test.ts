import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  createEngine,
  Dataset,
  DivergenceError,
  type Epoch,
  evaluate,
  Network,
  train,
  type TrainOptions,
  weightsSha256,
} from "../mod.ts";
import { RandomStream } from "../lib/numerics/random.ts";

/** Points of the plane, in three classes by their angle. */
function points(size: number): Dataset {
  const random = new RandomStream(11, "weights");
  const inputs = Float32Array.from({ length: 2 * size }, () => random.normal());
  const labels = Uint8Array.from({ length: size }, (_, k) => {
    const angle = Math.atan2(inputs[2 * k + 1]!, inputs[2 * k]!) + Math.PI;
    return Math.min(2, Math.floor(3 * angle / (2 * Math.PI)));
  });
  return new Dataset({ inputs, labels, features: 2, classes: 3 });
}

const data = points(205);
const OPTIONS: TrainOptions = { epochs: 3, batchSize: 10, learningRate: 3 };

async function trained(seed: number, options: Partial<TrainOptions> = {}) {
  const network = new Network([2, 8, 3], { seed });
  const epochs: Epoch[] = await Array.fromAsync(train(network, data, { ...OPTIONS, ...options }));
  return { network, epochs, sha256: await weightsSha256(network) };
}

Deno.test("training learns", async () => {
  const { network, epochs } = await trained(1, { epochs: 60, validation: data });
  assert(epochs.at(-1)!.train.cost < epochs[0]!.train.cost / 3);
  assert(evaluate(network, data).accuracy! > 0.9);
  assertEquals(epochs.map(({ number }) => number), Array.from({ length: 60 }, (_, k) => k + 1));
  assertEquals(epochs.at(-1)!.validation, evaluate(network, data));
});

Deno.test("the same seed gives the same weights, another seed others", async () => {
  const first = await trained(1);
  assertEquals((await trained(1)).sha256, first.sha256);
  assertNotEquals((await trained(2)).sha256, first.sha256);
  assertNotEquals((await trained(1, { seed: 2 })).sha256, first.sha256);
  assertEquals((await trained(2, { seed: 2 })).sha256, (await trained(2)).sha256);
});

Deno.test("evaluating, or watching the progress, does not change the weights", async () => {
  const watched = await trained(1, { validation: data, test: data, onProgress() {} });
  assertEquals(watched.sha256, (await trained(1)).sha256);
});

Deno.test("a cost that is not a number ends the training with where and why", async () => {
  const network = new Network([2, 8, 3], { seed: 1, activation: "relu" });
  const error = await assertRejects(
    () => Array.fromAsync(train(network, data, { ...OPTIONS, learningRate: 1e30 })),
    DivergenceError,
    "at learning rate 1e+30; try a smaller learning rate",
  );
  const { epoch, batch, layer, learningRate, cost } = error.divergence;
  assertEquals([epoch, layer, learningRate], [1, 1, 1e30]);
  assert(batch > 1 && batch <= 21);
  assert(!Number.isFinite(cost));
});

Deno.test("outputs that are sure and wrong do not end the training", async () => {
  const options = { seed: 1, cost: "crossEntropy" } as const;
  const network = new Network([2, 100, 3], options);
  for (const { values } of network.weights) for (let k = 0; k < values.length; k++) values[k]! *= 9;
  for await (const epoch of train(network, data, OPTIONS)) {
    assert(Number.isFinite(epoch.train.cost));
  }
});

Deno.test("the schedule plateau sees the accuracies of the epochs before", async () => {
  const schedule = { name: "plateau", patience: 1, halvings: 3 } as const;
  const options = { schedule, epochs: 200 };
  const { epochs } = await trained(1, { ...options, validation: data });
  const rates = epochs.map(({ learningRate }) => learningRate);
  assertEquals([...new Set(rates)], [3, 1.5, 0.75]);
  assert(epochs.length < 200); // the third halving ended it
  const accuracies = epochs.map(({ validation }) => validation!.accuracy!);
  const first = rates.indexOf(1.5);
  assert(accuracies[first - 1]! <= Math.max(...accuracies.slice(0, first - 1)));
});

Deno.test("early stopping ends after so many epochs without an improvement, with the best weights", async () => {
  const options = { validation: data, epochs: 500, earlyStopping: { patience: 5 } };
  const { network, epochs } = await trained(1, options);
  const accuracies = epochs.map(({ validation }) => validation!.accuracy!);
  const best = Math.max(...accuracies);
  assertEquals(epochs.length, accuracies.indexOf(best) + 1 + 5);
  assertEquals(evaluate(network, data).accuracy, best);
  const last = await trained(1, { ...options, keep: "last" });
  assertEquals(evaluate(last.network, data).accuracy, accuracies.at(-1));
});

Deno.test("the best weights are kept when the training diverges", async () => {
  let batches = 0;
  class Diverging extends Network {
    override updateMiniBatch(...given: Parameters<Network["updateMiniBatch"]>): number {
      const cost = super.updateMiniBatch(...given);
      if (++batches <= 5 * 21) return cost;
      for (const { values } of this.weights) values.fill(NaN);
      return NaN;
    }
  }
  const network = new Diverging([2, 8, 3], { seed: 1 });
  const options: TrainOptions = { ...OPTIONS, epochs: 9, validation: data, keep: "best" };
  const accuracies: number[] = [];
  const training = async () => {
    for await (const { validation } of train(network, data, options)) {
      accuracies.push(validation!.accuracy!);
    }
  };
  await assertRejects(training, DivergenceError);
  assertEquals(accuracies.length, 5);
  assertEquals(evaluate(network, data).accuracy, Math.max(...accuracies));
});

Deno.test("the best weights are kept whatever ends the training", async () => {
  const controller = new AbortController();
  const options: TrainOptions = {
    ...OPTIONS,
    epochs: 11,
    learningRate: 9, // too large: the accuracy goes up and down
    validation: data,
    keep: "best",
    signal: controller.signal,
  };
  for (const end of ["done", "break", "abort"]) {
    const network = new Network([2, 8, 3], { seed: 1 });
    const accuracies: number[] = [];
    try {
      for await (const epoch of train(network, data, options)) {
        accuracies.push(epoch.validation!.accuracy!);
        if (accuracies.length === 9 && end === "break") break;
        if (accuracies.length === 9 && end === "abort") controller.abort();
      }
    } catch {
      assertEquals(end, "abort");
    }
    const best = Math.max(...accuracies);
    assert(accuracies.at(-1)! < best, `${end}: ${accuracies}`);
    assertEquals(evaluate(network, data).accuracy, best, end);
  }
});

/** Exclusive or. */
const xor = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });

Deno.test("training with an average evaluates it, and the network holds it after every epoch", async () => {
  const options: TrainOptions = { epochs: 5, batchSize: 2, learningRate: 3, validation: xor };
  const plain = new Network([2, 4, 2], { seed: 1 });
  const averaged = new Network([2, 4, 2], { seed: 1 });
  const learned: string[] = [];
  for await (const _ of train(plain, xor, options)) learned.push(await weightsSha256(plain));
  let epochs = 0;
  let last: Epoch | undefined;
  for await (const epoch of train(averaged, xor, { ...options, averaging: { decay: 0.9 } })) {
    assertEquals(epoch.validation, evaluate(averaged, xor));
    const { parameters, average } = epoch.checkpoint();
    assertEquals(await weightsSha256(parameters), learned[epochs++]); // averaging changes nothing of it
    assertEquals(await weightsSha256(average!), await weightsSha256(averaged));
    last = epoch;
  }
  assertEquals(last!.validation, evaluate(averaged, xor));
  assertNotEquals(await weightsSha256(averaged), learned.at(-1));
});

Deno.test("engines agree on the average of a training run", async () => {
  const hashes = [];
  for (const name of ["reference", "wasm"] as const) {
    const network = new Network([2, 5, 2], { seed: 1, engine: createEngine(name) });
    const options = { epochs: 9, batchSize: 3, learningRate: 1, averaging: { decay: 0.9 } };
    for await (const _ of train(network, xor, options));
    hashes.push(await weightsSha256(network));
  }
  assertEquals(hashes[0], hashes[1]);
});

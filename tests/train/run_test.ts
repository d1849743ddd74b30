import { assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { beginRun, endRun, finishEpoch } from "../../lib/train/run.ts";
import { Dataset, type Epoch, Network, type TrainOptions } from "../../mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";

const data = Dataset.from({
  inputs: [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1]],
  labels: ["no", "yes", "yes", "no", "yes"],
});
const OPTIONS: TrainOptions = { epochs: 4, batchSize: 2, learningRate: 0.5 };

/** A network that has not learned yet. */
const fresh = () => new Network([2, 3, 2], { seed: 7 });

Deno.test("a run of the least options has their defaults", () => {
  const network = fresh();
  const run = beginRun(network, data, OPTIONS);
  const { state, progress, update } = run;
  assertStrictEquals(run.network, network);
  assertStrictEquals(run.data, data);
  for (const none of [run.validation, run.test, run.average, run.augmentation, run.batch.weights]) {
    assertEquals(none, undefined);
  }
  const { epochs, batchSize, learningRate, labelSmoothing, monitor } = run.options;
  assertEquals([epochs, batchSize, learningRate, run.seed], [4, 2, 0.5, 7]);
  assertEquals([labelSmoothing, run.schedule.name, monitor], [0, "constant", "accuracy"]);
  assertEquals(run.options.earlyStopping, null);
  assertEquals(progress, { step: 0, steps: 12, stepsPerEpoch: 3, history: [] });
  assertStrictEquals(progress.history, state.history); // so that a schedule sees every epoch
  const { optimizer, ...rest } = update;
  assertStrictEquals(optimizer, state.optimizer);
  assertEquals(state.optimizer.rule.name, "sgd");
  assertEquals(rest, {
    l1: 0,
    l2: 0,
    clipNorm: Infinity,
    maxNorm: Infinity,
    dropout: undefined,
    epoch: 0,
  });
  assertEquals([state.validates, state.keepsBest, state.epoch], [false, false, 0]);
  assertEquals([state.best, run.order.length, run.batch.examples.length], [undefined, 5, 2]);
});

Deno.test("what is asked for is in the run: penalties by the number of examples, random parts by the seed", () => {
  const network = fresh();
  const controller = new AbortController();
  const earlyStopping = { patience: 2 };
  const optimizer = new Optimizer("momentum");
  const onProgress = () => {};
  const run = beginRun(network, data, {
    ...OPTIONS,
    l1: 1,
    l2: 0.5,
    clipNorm: 3,
    maxNorm: 4,
    labelSmoothing: 0.25,
    seed: 9,
    schedule: "cosine",
    monitor: "cost",
    keep: "best",
    dropout: { hidden: 0.5 },
    averaging: { decay: 0.5 },
    signal: controller.signal,
    classWeights: { yes: 2 },
    validation: data,
    test: data,
    batchSize: 100,
    earlyStopping,
    optimizer,
    onProgress,
  });
  const { update, state } = run;
  assertEquals([update.l1, update.l2, update.clipNorm, update.maxNorm], [0.2, 0.1, 3, 4]);
  assertEquals([run.options.labelSmoothing, run.seed, run.schedule.name], [0.25, 9, "cosine"]);
  assertEquals([run.options.monitor, state.validates, state.keepsBest], ["cost", true, true]);
  assertStrictEquals(update.optimizer, optimizer);
  assertStrictEquals(run.options.signal, controller.signal);
  assertStrictEquals(run.options.onProgress, onProgress);
  assertStrictEquals(run.options.earlyStopping, earlyStopping);
  assertStrictEquals(run.average, state.average);
  assertEquals([run.validation, run.test], [data, data]);
  assertEquals([...run.data.weights!], [1, 2, 2, 1, 2]);
  assertEquals([...run.batch.weights!], [0, 0, 0, 0, 0]); // of as many rows as there are examples
  const examples = new Uint32Array([1]);
  const key = (seed: number) =>
    beginRun(fresh(), data, { ...OPTIONS, seed, dropout: { hidden: 0.5 } })
      .update.dropout!.mask(1, 1, examples)!.key;
  assertEquals(update.dropout!.mask(1, 1, examples)!.key, key(9));
  assertNotEquals(key(8), key(9));
});

Deno.test("images are deformed by the run's seed", () => {
  const images = new Dataset({
    inputs: new Float32Array(8),
    labels: new Uint8Array(2),
    features: 4,
    classes: 2,
    shape: [2, 2],
  });
  const maps = (seed: number) =>
    beginRun(new Network([4, 2]), images, { ...OPTIONS, seed, augment: { rotation: 10 } })
      .augmentation!.deformation(1, new Uint32Array([0, 1]), 0, 2).maps.slice();
  assertEquals(maps(1), maps(1));
  assertNotEquals(maps(1), maps(2));
  assertEquals(
    beginRun(new Network([4, 2]), images, { ...OPTIONS, augment: null }).augmentation,
    undefined,
  );
});

Deno.test("a network learns the names of classes and the scale of what it learns first, and keeps them", () => {
  const network = fresh();
  const standardized = data.standardize();
  beginRun(network, standardized, OPTIONS);
  assertEquals(network.classNames, ["no", "yes"]);
  assertStrictEquals(network.standardization, standardized.standardization);
  const yesFirst = { labels: ["yes", "no"], classNames: ["yes", "no"] };
  const others = Dataset.from({ inputs: [[5, 5], [7, 9]], ...yesFirst });
  const run = beginRun(network, others, { ...OPTIONS, validation: others, test: others });
  assertEquals(network.classNames, ["no", "yes"]);
  assertStrictEquals(network.standardization, standardized.standardization);
  for (const known of [run.data, run.validation!, run.test!]) { // by the network's names and scale
    assertEquals([...known.labels], [1, 0]);
    assertEquals(known.inputs, others.standardize(standardized).inputs);
  }
});

Deno.test("a run that cannot begin leaves the network as it was", () => {
  const network = fresh();
  const strange = Dataset.from({ inputs: [[0, 1], [1, 1]], labels: ["no", "maybe"] });
  const otherwise = data.subset(1).standardize();
  const wrong = [{ validation: strange }, { test: strange }, { validation: otherwise }];
  for (const options of [...wrong, { classWeights: { maybe: 2 } }]) {
    const begin = () => beginRun(network, data.standardize(), { ...OPTIONS, ...options });
    assertThrows(begin, Error);
    assertEquals([network.classNames, network.standardization], [undefined, undefined]);
  }
});

Deno.test("of epochs that are as good as each other the parameters of the first are kept", () => {
  const run = beginRun(fresh(), data, { ...OPTIONS, validation: data, keep: "best" });
  const bias = run.network.biases[0]!.values;
  for (const [k, accuracy] of [0.25, 0.75, 0.75, 0.5].entries()) {
    bias[0] = k + 1;
    finishEpoch(run, { number: k + 1, validation: { accuracy, cost: 1 } } as Epoch);
  }
  endRun(run);
  assertEquals(bias[0], 2);
});

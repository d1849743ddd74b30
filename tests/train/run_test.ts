import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { takeCheckpoint } from "../../lib/train/checkpoint.ts";
import { finishEpoch } from "../../lib/train/epoch.ts";
import { beginRun, endRun, hasEnded } from "../../lib/train/run.ts";
import { Dataset, type Epoch, Network, type TrainOptions, weightsSha256 } from "../../mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";

const data = Dataset.from({
  inputs: [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1]],
  labels: ["no", "yes", "yes", "no", "yes"],
});
const OPTIONS: TrainOptions = { epochs: 4, batchSize: 2, learningRate: 0.5 };

/** A network that has not learned yet. */
const fresh = () => new Network([2, 3, 2], { seed: 7 });

/** An epoch of that accuracy and cost on validation data. */
const epochOf = (number: number, accuracy: number, cost = 1) =>
  ({ number, validation: { accuracy, cost } }) as Epoch;

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
    ...{ l1: 0, l2: 0, clipNorm: Infinity, maxNorm: Infinity },
    ...{ dropout: undefined, epoch: 0 },
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
    ...{ l1: 1, l2: 0.5, clipNorm: 3, maxNorm: 4, labelSmoothing: 0.25, seed: 9 },
    ...{ schedule: "cosine", monitor: "cost", keep: "best", dropout: { hidden: 0.5 } },
    ...{ averaging: { decay: 0.5 }, signal: controller.signal, classWeights: { yes: 2 } },
    ...{ validation: data, test: data, batchSize: 100, earlyStopping, optimizer },
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
    ...{ inputs: new Float32Array(8), labels: new Uint8Array(2), features: 4, classes: 2 },
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

Deno.test("a run goes on from a checkpoint with the steps that were taken", async () => {
  const options = { ...OPTIONS, validation: data };
  const first = beginRun(fresh(), data, options);
  first.network.weights[0]!.values.fill(0.5);
  finishEpoch(first, epochOf(1, 0.5));
  finishEpoch(first, epochOf(2, 0.25));
  const network = fresh();
  const resume = takeCheckpoint(first.state);
  const { state, progress } = beginRun(network, data, { ...options, resume });
  assertEquals([state.epoch, state.history], [2, [0.5, 0.25]]);
  assertEquals(progress, { step: 6, steps: 12, stepsPerEpoch: 3, history: [0.5, 0.25] });
  assertStrictEquals(progress.history, state.history);
  assertEquals(await weightsSha256(network), await weightsSha256(first.network));
});

Deno.test("a run ends after its epochs or early, with the best parameters if they are kept", () => {
  const run = beginRun(fresh(), data, { ...OPTIONS, validation: data });
  assertEquals(hasEnded(run), false);
  for (const number of [1, 2, 3]) finishEpoch(run, epochOf(number, 0.5));
  assertEquals(hasEnded(run), false);
  finishEpoch(run, epochOf(4, 0.5));
  assertEquals(hasEnded(run), true);
  const plateau = { name: "plateau", patience: 2, halvings: 1 };
  for (const early of [{ earlyStopping: { patience: 2 } }, { schedule: plateau }]) {
    const run = beginRun(fresh(), data, { ...OPTIONS, ...early, validation: data });
    finishEpoch(run, epochOf(1, 0.5));
    finishEpoch(run, epochOf(2, 0.5));
    assertEquals(hasEnded(run), false);
    finishEpoch(run, epochOf(3, 0.5));
    assertEquals(hasEnded(run), true);
  }
  for (const monitor of ["accuracy", "cost"] as const) {
    const run = beginRun(fresh(), data, { ...OPTIONS, validation: data, keep: "best", monitor });
    const bias = run.network.biases[0]!.values;
    const epochs: [accuracy: number, cost: number][] = [[0.25, 3], [0.75, 2], [0.75, 1], [0.5, 1]];
    for (const [k, [accuracy, cost]] of epochs.entries()) {
      bias[0] = k + 1;
      finishEpoch(run, epochOf(k + 1, accuracy, cost));
    }
    assertEquals(run.state.epoch, 4);
    const scores = epochs.map(([accuracy, cost]) => monitor === "accuracy" ? accuracy : -cost);
    assertEquals(run.state.history, scores);
    endRun(run);
    assertEquals(bias[0], monitor === "accuracy" ? 2 : 3);
  }
});

Deno.test("the last parameters stay if they are to be kept, and an epoch without validation has no score", () => {
  const run = beginRun(fresh(), data, { ...OPTIONS, validation: data });
  const bias = run.network.biases[0]!.values;
  finishEpoch(run, epochOf(1, 0.75));
  bias[0] = 5;
  finishEpoch(run, epochOf(2, 0.5));
  assertEquals(run.state.best, undefined);
  endRun(run);
  assert(bias[0] === 5);
  const plain = beginRun(fresh(), data, OPTIONS);
  finishEpoch(plain, { number: 1 } as Epoch);
  assertEquals([plain.state.epoch, plain.state.history], [1, []]);
});

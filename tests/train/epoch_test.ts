import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { beginRun, trainEpoch } from "../../lib/train/run.ts";
import {
  Dataset,
  DivergenceError,
  Network,
  type TrainOptions,
  type UpdateOptions,
} from "../../mod.ts";
import type { Schedule } from "../../lib/train/mod.ts";
import type { Batch } from "../../lib/network/batch.ts";

const OPTIONS: TrainOptions = { epochs: 4, batchSize: 2, learningRate: 0.5 };

/** Five examples, each of one number, in two classes. */
const data = Dataset.from({ inputs: [[0], [1], [2], [3], [4]], labels: [0, 1, 0, 1, 0] });

/** So many examples of zeros. */
const zeros = (size: number) =>
  Dataset.from({ inputs: new Uint8Array(size), labels: new Uint8Array(size), classes: 2 });

/** One step that a network was asked for. */
interface Step {
  inputs: number[];
  targets: number[];
  learningRate: number;
  epoch: number | undefined;
}

/** A network that notes its steps, and costs what it is given. */
class Noting extends Network {
  readonly steps: Step[] = [];
  costOf: (step: number) => number = () => 1;

  constructor() {
    super([1, 2]);
  }

  override updateMiniBatch(
    { inputs, targets }: Batch,
    learningRate: number,
    { epoch }: UpdateOptions = {},
  ): number {
    this.steps.push({
      inputs: [...inputs.values.subarray(0, inputs.rows)],
      targets: [...targets.values.subarray(0, 2 * targets.rows)],
      learningRate,
      epoch,
    });
    this.biases[0]!.values[0]!++;
    return this.costOf(this.steps.length);
  }
}

/** A schedule whose multiplier is the number of the step. */
const counting: Schedule = {
  name: "counting",
  spansTraining: false,
  usesValidation: false,
  multiplier: ({ step }) => step + 1,
};

Deno.test("an epoch learns from each example once, in batches, at the rate of each step", async () => {
  const network = new Noting();
  const run = beginRun(network, data, { ...OPTIONS, schedule: counting });
  const result = await trainEpoch(run, 1);
  assertEquals(network.steps.map(({ inputs }) => inputs.length), [2, 2, 1]);
  const seen = network.steps.flatMap(({ inputs }) => inputs);
  assertEquals(seen.toSorted(), [0, 1, 2, 3, 4]);
  for (const { inputs, targets, epoch } of network.steps) {
    assertEquals(targets, inputs.flatMap((x) => x % 2 === 0 ? [1, 0] : [0, 1]));
    assertEquals(epoch, 1);
  }
  assertEquals(network.steps.map(({ learningRate }) => learningRate), [0.5, 1, 1.5]);
  assertEquals(result, { learningRate: 1.5, train: { cost: 1 } });
  assertEquals((await trainEpoch(run, 2)).learningRate, 3); // steps are counted on
  assertEquals(network.steps[3]!.epoch, 2);
});

Deno.test("the cost of an epoch is the mean over its examples, not over its batches", async () => {
  const network = new Noting();
  network.costOf = (step) => step;
  const { train } = await trainEpoch(beginRun(network, data, OPTIONS), 1);
  assertEquals(train.cost, (2 * 1 + 2 * 2 + 1 * 3) / 5);
});

Deno.test("labels are smoothed for a step", async () => {
  const smoothed = new Noting();
  await trainEpoch(beginRun(smoothed, data, { ...OPTIONS, labelSmoothing: 0.5 }), 1);
  for (const { inputs, targets } of smoothed.steps) {
    assertEquals(targets, inputs.flatMap((x) => x % 2 === 0 ? [0.75, 0.25] : [0.25, 0.75]));
  }
});

Deno.test("targets that are not smoothed are learned to the bit", async () => {
  const network = new Noting();
  const targets = Float32Array.of(-0, 0.1, -0, 0.1);
  const of = { inputs: Float32Array.of(0, 1), features: 1, outputs: 2 };
  const quantities = new Dataset({ ...of, targets });
  await trainEpoch(beginRun(network, quantities, OPTIONS), 1);
  const [{ targets: learned }] = network.steps as [Step];
  assert(learned.every((value, k) => Object.is(value, targets[k])));
});

Deno.test("an average takes in every step, and the network holds it after the epoch", async () => {
  const network = new Noting();
  const bias = network.biases[0]!.values;
  bias[0] = 0;
  const run = beginRun(network, data, { ...OPTIONS, averaging: { decay: 0.5 } });
  let average = 0;
  for (let step = 0; step < 3; step++) {
    const decay = (1 + step) / (10 + step);
    average = decay * average + (1 - decay) * (step + 1);
  }
  await trainEpoch(run, 1);
  assert(Math.abs(bias[0] - average) < 1e-6);
  assertEquals(run.average!.other.biases[0]!.values[0], 3); // what learns
  await trainEpoch(run, 2);
  assertEquals(run.average!.other.biases[0]!.values[0], 6);
});

Deno.test("a cost that is not finite ends the epoch at its batch, parameters at the last one", async () => {
  const network = new Noting();
  network.costOf = (step) => step === 2 ? Infinity : 1;
  const ofCost = await assertRejects(
    () => trainEpoch(beginRun(network, data, OPTIONS), 3),
    DivergenceError,
  );
  const where = { epoch: 3, batch: 2, layer: undefined, learningRate: 0.5, cost: Infinity };
  assertEquals([ofCost.divergence, network.steps.length], [where, 2]);
  const broken = new Noting();
  broken.costOf = () => {
    broken.weights[0]!.values[0] = NaN;
    return 1;
  };
  const ofWeights = await assertRejects(
    () => trainEpoch(beginRun(broken, data, OPTIONS), 1),
    DivergenceError,
  );
  assertEquals([ofWeights.divergence.batch, ofWeights.divergence.layer], [3, 1]);
});

Deno.test("an epoch reports its progress every 5000 examples and at its end, and yields in between", async () => {
  const size = 10_001;
  const many = zeros(size);
  const reported: [done: number, total: number][] = [];
  const turns: number[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => turns.push(reported.length);
  const onProgress = (done: number, total: number) => {
    reported.push([done, total]);
    port2.postMessage(null);
  };
  const options = { ...OPTIONS, batchSize: 10, onProgress };
  await trainEpoch(beginRun(new Noting(), many, options), 1);
  assertEquals(reported, [[5000, size], [10_000, size], [size, size]]);
  assert(turns[0]! < reported.length); // before the last batches
  port1.close();
  port2.close();
  const even: number[] = [];
  const noting = { ...options, onProgress: (done: number) => even.push(done) };
  await trainEpoch(beginRun(new Noting(), many.subset(0, 10_000), noting), 1);
  assertEquals(even, [5000, 10_000]); // the end is reported once
});

Deno.test("an aborted run ends where it yields, and not at the end of its epoch", async () => {
  const many = zeros(10_000);
  const network = new Noting();
  const controller = new AbortController();
  const options = { ...OPTIONS, batchSize: 10, signal: controller.signal };
  const [long, short] = [many, data].map((data) => beginRun(network, data, options));
  controller.abort(new Error("enough"));
  assertThrows(() => beginRun(network, data, options), Error, "enough");
  await assertRejects(() => trainEpoch(long!, 1), Error, "enough");
  assertEquals(network.steps.length, 500);
  await trainEpoch(short!, 1); // it is for the loop over epochs to see
});

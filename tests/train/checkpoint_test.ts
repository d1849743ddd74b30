import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  Dataset,
  type Epoch,
  Network,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";
import { takeCheckpoint } from "../../lib/train/checkpoint.ts";
import { beginRun } from "../../lib/train/run.ts";
import { optimizers } from "../../lib/network/optimizers.ts";
import { schedules } from "../../lib/train/schedules.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { namesOf } from "../helpers/names.ts";

/** Points of the plane that are hard to separate. */
const data = ((): Dataset => {
  const random = new RandomStream(4, "weights");
  const inputs = Float32Array.from({ length: 130 }, () => random.normal());
  const labels = Uint8Array.from(
    { length: 65 },
    (_, k) => Number(inputs[2 * k]! * inputs[2 * k + 1]! + random.normal() / 2 > 0),
  );
  return new Dataset({ inputs, labels, features: 2, classes: 2 });
})();
const [training, validation] = [data.subset(0, 45), data.subset(45)];

const OPTIONS: TrainOptions = { epochs: 9, batchSize: 8, learningRate: 1, validation };

/** Every way to train that has something to remember. */
const WAYS: { readonly [title: string]: Partial<TrainOptions> } = {
  "plain stochastic gradient descent": {},
  "momentum": { optimizer: "momentum", learningRate: 0.1 },
  "Adam with one cycle and an average": {
    optimizer: "adam",
    learningRate: 0.05,
    schedule: { name: "oneCycle", warmup: 1 },
    averaging: { decay: 0.95 },
  },
  "the best epoch, a plateau and an average": {
    keep: "best",
    schedule: { name: "plateau", patience: 1 },
    averaging: { decay: 0.9 },
  },
  "early stopping": { earlyStopping: { patience: 3 } },
};

/** Trains a network of seed 7, to the end or to an epoch, whose checkpoint is then returned too. */
async function trained(
  options: Partial<TrainOptions>,
  until = Infinity,
): Promise<{ epochs: Epoch[]; sha256: string; checkpoint: Checkpoint | undefined }> {
  const network = new Network([2, 6, 2], { seed: 7 });
  const epochs: Epoch[] = [];
  let checkpoint: Checkpoint | undefined;
  for await (const epoch of train(network, training, { ...OPTIONS, ...options })) {
    epochs.push(epoch);
    checkpoint = epoch.checkpoint();
    if (epoch.number === until) break;
  }
  return { epochs, sha256: await weightsSha256(network), checkpoint };
}

/** What can be compared of epochs. */
function resultsOf(epochs: readonly Epoch[]): unknown[] {
  return epochs.map(({ checkpoint: _, ...results }) => results);
}

for (const [title, way] of Object.entries(WAYS)) {
  Deno.test(`a training run that goes on from a file comes to the same bytes: ${title}`, async () => {
    const straight = await trained(way);
    for (const stop of [1, 4]) {
      const first = await trained(way, stop);
      const file = await formatCheckpoint(first.checkpoint!);
      const { checkpoint: resume } = await parseCheckpoint(file);
      const second = await trained({ ...way, resume });
      assertEquals(resultsOf([...first.epochs, ...second.epochs]), resultsOf(straight.epochs));
      assertEquals(second.sha256, straight.sha256);
    }
  });
}

Deno.test("it does with every optimizer, schedule and bound, and with all of them together", async () => {
  const bounds = { clipNorm: 0.1, maxNorm: 1, dropout: { hidden: 0.3 }, averaging: { decay: 0.9 } };
  const some = (bits: number) =>
    Object.fromEntries(Object.entries(bounds).filter((_, k) => bits >> k & 1));
  for (const optimizer of namesOf(optimizers)) {
    for (const name of namesOf(schedules)) {
      for (let bits = 0; bits < 16; bits++) { // every choice of the bounds
        const schedule = { name, ...CONSTANTS[name] };
        const options = { epochs: 4, learningRate: 0.05, optimizer, schedule, ...some(bits) };
        const straight = await trained(options);
        const file = await formatCheckpoint((await trained(options, 2)).checkpoint!);
        const { checkpoint: resume } = await parseCheckpoint(file);
        const second = await trained({ ...options, resume });
        assertEquals(second.sha256, straight.sha256, JSON.stringify(options));
      }
    }
  }
});

/** What a schedule has beside its name. */
const CONSTANTS: { readonly [schedule: string]: object } = {
  step: { every: 2, factor: 0.5 },
  plateau: { patience: 1 },
};

Deno.test("a training run that is done, or has ended early, does not go on", async () => {
  for (const way of Object.values(WAYS)) {
    const straight = await trained(way);
    const again = await trained({ ...way, resume: straight.checkpoint! });
    assertEquals([again.epochs, again.sha256], [[], straight.sha256]);
  }
});

Deno.test("a checkpoint is a copy, and cannot be taken once training has gone on", async () => {
  const network = new Network([2, 6, 2], { seed: 7 });
  let first: Epoch | undefined;
  const taken: Checkpoint[] = [];
  let before = "";
  for await (const epoch of train(network, training, { ...OPTIONS, epochs: 2 })) {
    first ??= epoch;
    taken.push(epoch.checkpoint());
    if (epoch === first) before = await weightsSha256(taken[0]!.parameters);
    else assertThrows(() => first!.checkpoint(), Error, "training has gone on");
  }
  assertThrows(() => first!.checkpoint(), Error, "Cannot take the checkpoint of epoch 1");
  assertEquals(await weightsSha256(taken[0]!.parameters), before);
});

Deno.test("any byte that is changed or missing is a SyntaxError", async () => {
  const { checkpoint } = await trained(WAYS["momentum"]!, 2);
  const file = await formatCheckpoint(checkpoint!, { config: "{}" });
  const random = new RandomStream(1, "shuffle");
  for (let k = 0; k < 200; k++) {
    const changed = file.slice();
    changed[random.below(file.length)]! ^= 1 << random.below(8);
    await assertRejects(() => parseCheckpoint(changed), SyntaxError);
    await assertRejects(
      () => parseCheckpoint(file.slice(0, random.below(file.length))),
      SyntaxError,
    );
  }
});

Deno.test("a checkpoint holds what a run remembers, and a run that goes on from it remembers it again", async () => {
  const options: Partial<TrainOptions> = {
    optimizer: "momentum",
    averaging: { decay: 0.5 },
    keep: "best",
    validation: training,
    epochs: 3,
  };
  const epoch = await trainedOnce([2, 6, 2], options);
  const checkpoint = epoch.checkpoint();
  assertEquals([checkpoint.epoch, checkpoint.history], [1, [epoch.validation!.accuracy!]]);
  assertEquals([checkpoint.optimizer.steps, checkpoint.optimizer.moments.length], [6, 1]);
  const network = new Network([2, 6, 2], { seed: 9 });
  const run = beginRun(network, training, { ...OPTIONS, ...options, resume: checkpoint });
  assertEquals(takeCheckpoint(run.state), checkpoint);
  assertStrictEquals(run.state.best, checkpoint.best);
  const resumed = { ...OPTIONS, ...options, resume: checkpoint };
  const last = beginRun(network, training, { ...resumed, keep: "last" });
  assertEquals(last.state.best, undefined); // it would be given to the network at the end
});

/** The first epoch of a training run of a network of these sizes. */
async function trainedOnce(sizes: number[], options: Partial<TrainOptions> = {}): Promise<Epoch> {
  const run = train(new Network(sizes, { seed: 7 }), training, { ...OPTIONS, ...options });
  return (await run.next()).value!;
}

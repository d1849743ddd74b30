import { hashesOf } from "../../../tasks/data/catalogue.ts";
import { located } from "../../../tasks/data/source.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { type Config, parseConfig } from "../../../lib/config.ts";
import { Dataset, Network, weightsSha256 } from "../../../mod.ts";
import type { Checkpoint } from "../../../lib/train/mod.ts";
import type { OpenData } from "../../../tasks/data/source.ts";
import type { Truth } from "../../../tasks/run/truth.ts";
import { copyOf } from "../../../lib/network/parameters.ts";
import { readSaved, type Saved } from "../../../tasks/run/saved.ts";
import type { Learner } from "../../../tasks/train/learner.ts";
import { openLearner } from "../../../tasks/train/open_learner.ts";
import { Recorder } from "../../../tasks/train/recorder.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { RunFolder } from "../../../tasks/run/run_writer.ts";
import { failingDisk } from "../../helpers/failing_disk.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

/** No examples: other tests check what is kept of the data. */
const NONE = new Dataset({
  pixels: new Uint8Array(),
  labels: new Uint8Array(),
  features: 784,
  classes: 10,
});

function configWith(more?: object): Config {
  return parseConfig({ sizes: [784, 10], trainingSize: 100, epochs: 4, ...more });
}

/** A test with a run's folder. */
function inRun(name: string, fn: (folder: RunFolder) => Promise<void>): void {
  test(name, async (temporary) => {
    await using folder = await RunFolder.open(join(temporary.path, "run"));
    await fn(folder);
  });
}

/** A recorder in a folder, and `after`, which records an epoch that ended with this many right. */
function recording(folder: RunFolder, more?: object, saved?: Saved) {
  const config = configWith(more);
  const data: OpenData = {
    training: NONE,
    validation: NONE,
    test: NONE,
    classes: undefined,
    hashes: hashesOf({ dataset: "mnist" }),
    found: [],
    warnings: [],
    locate: () => located(String),
  };
  const network = new Network(config.sizes, { seed: config.seed });
  /** The learner of a config after an epoch. */
  const learnerAfter = (checkpoint: Checkpoint) =>
    openLearner(config, data, {
      engine: "wasm",
      workers: 1,
      saved: { checkpoint },
    });
  let checkpoint = saved?.checkpoint as Checkpoint;
  let best: Checkpoint["best"];
  const learner: Learner = {
    network,
    workers: 1,
    isAssembled: false,
    hasStopped: () => false,
    async *epochs() {},
    checkpoint: () => Promise.resolve(checkpoint),
    kept: async (metrics) => (await learnerAfter(checkpoint)).kept(metrics),
    last: async () => (await learnerAfter(checkpoint)).last(),
    compare: () => Promise.resolve(undefined),
    [Symbol.dispose]() {},
  };
  const recorder = new Recorder({ name: "name", config, folder, data, learner }, saved);
  const history = [...checkpoint?.history ?? []];
  const after = async (correct: number): Promise<string> => {
    const epoch = history.length + 1;
    network.biases[0]!.values[0] = epoch; // each epoch has weights of its own
    const accuracy = correct / 10;
    if (history.every((before) => before < accuracy)) best = copyOf(network);
    history.push(accuracy);
    checkpoint = {
      numerics: NUMERICS,
      epoch,
      history: [...history],
      parameters: copyOf(network),
      optimizer: { steps: 0, moments: [] },
      ...config.keep === "best" && best && { best },
    };
    recorder.record({
      epoch,
      learningRate: 3,
      train: { cost: 0.5 },
      validation: { correct, size: 10, accuracy, cost: 1 },
      seconds: 1,
      samplesPerSecond: 100,
    });
    return await weightsSha256(network);
  };
  return { recorder, after };
}

inRun("Recorder keeps the first of equal best epochs", async (folder) => {
  const { path } = folder;
  const { recorder, after } = recording(folder, { keep: "best" });
  await after(5);
  const best = await after(7);
  await after(7);
  await after(6);
  const summary = (await recorder.write("done"))!;
  assertEquals([summary.epoch, summary.best, summary.epochs], [2, { epoch: 2, accuracy: 0.7 }, 4]);
  assertEquals(summary.validation, { correct: 7, size: 10, accuracy: 0.7, cost: 1 });
  assertEquals(summary.weightsSha256, best);
  const { network, epoch } = await readNetwork(path);
  assertEquals([await weightsSha256(network), epoch], [best, 2]);
});

inRun("Recorder keeps the last epoch, and still records the best", async (folder) => {
  const { recorder, after } = recording(folder);
  await after(7);
  const last = await after(5);
  const summary = (await recorder.write("interrupted"))!;
  assertEquals([summary.epoch, summary.best?.epoch, summary.weightsSha256], [2, 1, last]);
});

inRun("Recorder calls a run done when all its epochs are there", async (folder) => {
  const { recorder, after } = recording(folder, { epochs: 2 });
  await after(1);
  assertEquals((await recorder.write("interrupted"))?.ended, "interrupted");
  await after(1);
  assertEquals((await recorder.write("interrupted"))?.ended, "done"); // Ctrl-C came after the last
});

inRun("Recorder writes again only after the interval", async (folder) => {
  const { path } = folder;
  const { recorder, after } = recording(folder);
  await after(1);
  await recorder.write("interrupted", { interval: 600_000 });
  await after(2);
  await recorder.write("interrupted", { interval: 600_000 });
  assertEquals((await readRun(path)).metrics.length, 1);
  await recorder.write("interrupted");
  assertEquals((await readRun(path)).metrics.length, 2);
});

inRun("Recorder does not write again what is written", async (folder) => {
  const { path } = folder;
  const { recorder, after } = recording(folder);
  await after(1);
  const written = await recorder.write("interrupted");
  {
    using failing = failingDisk("EIO", { at: 1 });
    assertEquals(await recorder.write("interrupted"), written);
    assertEquals(failing.operations, 0);
  }
  await recorder.write("timeLimit");
  assertEquals((await readRun(path)).summary.ended, "timeLimit");
  const truth = { verdict: "It only guesses", baselines: [] as Truth["baselines"] } as Truth;
  assertEquals((await recorder.write("timeLimit", { truth }))!.truth, truth);
});

inRun("Recorder leaves a resumed run as it is until an epoch more is whole", async (folder) => {
  const { path } = folder;
  const first = recording(folder);
  await first.after(5);
  await first.recorder.write("paused");
  const saved = (await readSaved(path))!;
  const { recorder } = recording(folder, {}, saved);
  {
    using failing = failingDisk("EIO", { at: 1 });
    assertEquals((await recorder.write("interrupted"))?.epochs, 1);
    assertEquals(failing.operations, 0);
  }
  const longer = recording(folder, { epochs: 5 }, saved);
  await longer.recorder.write("interrupted"); // so that --resume goes on to the fifth
  assertEquals((await readRun(path)).config.epochs, 5);
});

inRun("Recorder makes the text of the metrics once for each file that has it", async (folder) => {
  const { recorder, after } = recording(folder);
  await after(1);
  let times = 0;
  Object.assign(recorder.metrics[0]!, { toJSON: () => ++times });
  await recorder.write("interrupted");
  assertEquals(times, 2, "metrics.jsonl and the checkpoint");
  await after(2);
  await recorder.write("interrupted", { interval: 600_000 });
  assertEquals(times, 2, "nothing is to be written yet");
});

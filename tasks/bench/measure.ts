/**
 * Measures one workload in a process of its own, so that what one workload leaves behind (compiled code, memory, workers)
 * is not in the next one's time. Prints a line of JSON for each result. `deno task bench` starts it; by hand:
 *
 *     deno run --allow-read tasks/bench/measure.ts W1 --threads 1
 *
 * @module
 */

import { ENGINES } from "../../lib/engine/create.ts";
import { type Engine, evaluate, Network, Optimizer, train } from "../../mod.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "../cli/arguments.ts";
import { main } from "../cli/main.ts";
import { openEngine } from "../train/open_engine.ts";
import { readSplits, type Splits } from "../datasets/splits.ts";
import { measureGrowth } from "./growth.ts";
import { type Row, rowOf } from "./row.ts";
import { EPOCH, TEST, type Training, TRAININGS, WORKLOADS } from "./workloads.ts";
import { ofClasses } from "../../lib/evaluate.ts";

const command = {
  name: "bench",
  description: "Measures one workload and prints its rows as lines of JSON.",
  operands: { value: "WORKLOAD", min: 1, max: 1 },
  options: {
    threads: { description: "The workers", value: "N", default: "1" },
    engine: {
      description: "The engine",
      value: "NAME",
      choices: [...ENGINES, "blas"],
      default: "auto",
    },
    epochs: { description: "The epochs or passes to time", value: "N", default: "5" },
    images: { description: "The training images of an epoch", value: "N", default: String(EPOCH) },
    "warm-up": {
      description: "The images trained first; above an epoch, whole epochs",
      value: "N",
      default: String(EPOCH),
    },
    data: { description: "The folder of the data sets", value: "FOLDER", default: "data" },
  },
} satisfies Command;

/** What chooses OpenBLAS's kernels in place of the processor. */
const PINNED = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/** How a workload is measured. */
interface Given {
  readonly engine: Engine;
  readonly epochs: number;
  readonly images: number;
  readonly warmUp: number;
  readonly data: string;
}

async function measureTask(
  { operands: [workload], options }: Arguments<typeof command>,
): Promise<void> {
  if (!Object.hasOwn(WORKLOADS, workload!)) throw new UsageError(`There is no ${workload}`);
  const images = wholeNumber("images", options.images, { min: 1, max: EPOCH });
  const threads = wholeNumber("threads", options.threads, { min: 1 });
  // These variables slow down a current OpenBLAS. The peers' scripts unset them too.
  if (options.engine === "blas") { for (const name of PINNED) Deno.env.delete(name); }
  const given: Given = {
    engine: openEngine(options.engine, threads),
    epochs: wholeNumber("epochs", options.epochs, { min: 1 }),
    images,
    warmUp: wholeNumber("warm-up", options["warm-up"], { min: 1 }),
    data: options.data,
  };
  const training = TRAININGS[workload!];
  if (training !== undefined) await measureTraining(workload!, training, given);
  else if (workload === "I1") await measureInference(given);
  else if (workload === "load") await measureLoading(given);
  else {
    const growth = await measureGrowth((await read(given)).training, given.engine);
    console.log(JSON.stringify({ growth }));
  }
  given.engine.close();
}

async function measureTraining(workload: string, training: Training, given: Given): Promise<void> {
  const splits = await read(given);
  const { seconds, network } = await trainTimed(training, splits, given);
  const accuracy = ofClasses(evaluate(network, splits.test)).accuracy;
  print(workload, given, seconds.map((time) => time * EPOCH / given.images), accuracy);
}

/**
 * Trains without evaluating, and gives the seconds of each epoch after the warm-up. The time includes shuffling, gathering
 * the mini-batches and leaving out their zeros.
 */
async function trainTimed(
  { sizes, network: options, train: recipe }: Training,
  splits: Splits,
  { engine, epochs, warmUp }: Given,
  onProgress = () => {},
): Promise<{ seconds: number[]; network: Network }> {
  const network = new Network(sizes, { ...options, engine });
  const optimizer = new Optimizer(recipe.optimizer as ConstructorParameters<typeof Optimizer>[0]);
  const shared = { ...recipe, optimizer, onProgress };
  // One data set for all epochs: an engine may keep a copy of it, and of every subset another one.
  const { training } = splits;
  const first = warmUp < training.size ? training.subset(0, warmUp) : training;
  const before = Math.ceil(warmUp / training.size);
  for await (const _ of train(network, first, { ...shared, epochs: before, seed: 1 }));
  const seconds: number[] = [];
  let start = performance.now();
  for await (const _ of train(network, training, { ...shared, epochs, seed: 2 })) {
    const end = performance.now();
    seconds.push((end - start) / 1000);
    start = end;
  }
  return { seconds, network };
}

/**
 * Inference as a user writes it: all test images at once, from the engine's memory as the peers' are in their tensors, and
 * one after the other, from plain memory.
 */
async function measureInference(given: Given): Promise<void> {
  const { test } = await read(given);
  const network = new Network([784, 100, 10], { initializer: "lecun", engine: given.engine });
  const values = Float32Array.from(test.inputs, (byte) => byte / 255);
  const columns = test.features;
  const rows = (first: number, count: number) => ({
    kind: "dense" as const,
    rows: count,
    columns,
    values: values.subarray(first * columns, (first + count) * columns),
  });
  const all = network.engine.denseRows(TEST, columns);
  all.values.set(values);
  const batch = (): void => void network.feedforward(all);
  const oneAtATime = (): void => {
    for (let k = 0; k < TEST; k++) network.feedforward(rows(k, 1));
  };
  await repeat(2, batch);
  print("I1 batch", given, await repeat(4 * given.epochs, batch), null);
  await repeat(1, oneAtATime);
  print("I1 one", given, await repeat(given.epochs, oneAtATime), null);
}

/** Loads the data twice, and trains W1 in between to see how much memory a run needs. */
async function measureLoading(given: Given): Promise<void> {
  let splits: Splits | undefined;
  const load = async (): Promise<void> => {
    splits = await read(given);
  };
  const seconds = await repeat(1, load);
  let peak = Deno.memoryUsage().rss;
  const watch = (): void => {
    peak = Math.max(peak, Deno.memoryUsage().rss);
  };
  const { network } = await trainTimed(TRAININGS.W1!, splits!, { ...given, epochs: 1 }, watch);
  evaluate(network, splits!.test);
  watch();
  print("load", given, [...seconds, ...await repeat(given.epochs - 1, load)], null);
  console.log(JSON.stringify({ peakMemoryBytes: peak }));
}

async function read({ images, data }: Given): Promise<Splits> {
  return await readSplits({ dataset: "mnist", trainingSize: images }, data);
}

/** The seconds of each of several passes, with a turn of the event loop before each, in which workers start. */
async function repeat(passes: number, run: () => void | Promise<void>): Promise<number[]> {
  const seconds: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    await new Promise((resolve) => setTimeout(resolve));
    const start = performance.now();
    await run();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

function print(
  workload: string,
  { engine }: Given,
  seconds: readonly number[],
  testAccuracy: Row["testAccuracy"],
): void {
  const who = `inkling (${engine.name})`;
  const row = rowOf({ workload, who, threads: engine.workers, seconds, testAccuracy });
  console.log(JSON.stringify(row));
}

if (import.meta.main) await main(command, measureTask);

/**
 * Measures one workload in a process of its own, so that what one workload leaves behind (compiled code, memory, workers)
 * is not in the next one's time. Prints a line of JSON for each result. It runs in Deno, Node and Bun alike; see the
 * programs `measure_in_deno.ts` and `measure_elsewhere.ts`. @module
 */

import { readFile } from "node:fs/promises";
import process from "node:process";
import { parseArgs } from "node:util";
import { Dataset, evaluate, Network, train } from "../../../mod.ts";
import { mnist, type Splits, splitTraining } from "../../../lib/digits/mod.ts";
import type { Engine } from "../../../lib/engine/mod.ts";
import { ofClasses } from "../../../lib/evaluate/mod.ts";
import { parseIdx } from "../../../lib/formats/mod.ts";
import { Optimizer } from "../../../lib/network/mod.ts";
import { measureKernels } from "./kernels.ts";
import { type GrowthRow, type Row, rowOf } from "./row.ts";
import {
  EPOCH_IMAGES,
  INFERENCE_SIZES,
  TRAINING_WORKLOADS,
  type TrainingWorkload,
} from "./workloads.ts";

/** The sizes of `growth`: the units of the hidden layer, and the parts of the training images. */
const HIDDEN_UNITS = [30, 100, 300, 1000];
const TRAINING_FRACTIONS = [1 / 8, 1 / 4, 1 / 2, 1];

export interface Given {
  readonly engine: Engine;
  readonly who: Pick<Row, "who" | "threads">;
  readonly epochs: number;
  readonly images: number;
  readonly warmUp: number;
  readonly data: string;
}

/** An engine, and the name of its kernels in rows; default: the engine's. */
export interface OpenedEngine {
  readonly engine: Engine;
  readonly kernels?: string;
}

/** Measures by the command line, and ends the process with 1 if that fails. */
export async function measure(
  open: (name: string, workers: number) => OpenedEngine | Promise<OpenedEngine>,
  more: { readonly [workload: string]: (given: Given) => Promise<void> } = {},
): Promise<void> {
  try {
    await measureAsGiven(open, more);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** The command line of a measurement: the workload, what runs it, and how much of it. */
export function commandLine() {
  const { positionals: [workload = ""], values } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: {
      threads: { type: "string", default: "1" },
      engine: { type: "string", default: "auto" },
      epochs: { type: "string", default: "5" }, // to time, or passes
      images: { type: "string", default: String(EPOCH_IMAGES) }, // of an epoch that trains
      "warm-up": { type: "string", default: String(EPOCH_IMAGES) }, // images trained first; above an epoch, whole epochs
      data: { type: "string", default: "data" }, // the folder of the data sets
    },
  });
  const { engine, threads, epochs, images, "warm-up": warmUp, data } = values;
  const [count, all, first] = [epochs, images, warmUp].map(Number) as [number, number, number];
  return {
    workload,
    engine,
    threads: Number(threads),
    epochs: count,
    images: all,
    warmUp: first,
    data,
  };
}

async function measureAsGiven(
  open: (name: string, workers: number) => OpenedEngine | Promise<OpenedEngine>,
  more: { readonly [workload: string]: (given: Given) => Promise<void> },
): Promise<void> {
  const { workload, engine: name, threads, ...amounts } = commandLine();
  const { engine, kernels = engine.name } = await open(name, threads);
  const who = { who: `inkling (${kernels}${runtime()})`, threads: engine.workers };
  const given: Given = { engine, who, ...amounts };
  const training = TRAINING_WORKLOADS[workload];
  if (training !== undefined) await measureTraining(workload, training, given);
  else if (workload === "I1") await measureInference(given);
  else if (workload === "kernels") {
    // Workers need a turn of the event loop to start.
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const speed of measureKernels(engine)) print({ workload, ...given.who, ...speed });
  } else if (workload === "growth") {
    const { training } = await read(given);
    for await (const row of measureGrowth(training, engine, given.who)) print(row);
  } else await more[workload]!(given);
  engine.close();
}

/** The runtime behind the engine's name, if it is not Deno. */
function runtime(): string {
  const { deno, bun, node } = process.versions;
  if (deno !== undefined) return "";
  const major = (version: string) => version.split(".")[0];
  return bun === undefined ? `, Node ${major(node)}` : `, Bun ${major(bun)}`;
}

async function measureTraining(
  workload: string,
  training: TrainingWorkload,
  given: Given,
): Promise<void> {
  const splits = await read(given);
  const { seconds, network } = await trainTimed(training, splits, given);
  const testAccuracy = ofClasses(evaluate(network, splits.test)).accuracy;
  const scaled = seconds.map((time) => time * EPOCH_IMAGES / given.images);
  print(rowOf({ workload, ...given.who, seconds: scaled, testAccuracy }));
}

/**
 * Trains without evaluating, and gives the seconds of each epoch after the warm-up. The time includes shuffling, gathering
 * the mini-batches and leaving out their zeros.
 */
export async function trainTimed(
  { sizes, network: options, train: recipe }: TrainingWorkload,
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
 * Inference as a user writes it: all images at once, from the engine's memory as the peers' are in their tensors, and one
 * after the other, from plain memory.
 */
export function inferencesOf(
  network: Network,
  { inputs, features: columns, size }: Dataset,
): { readonly batch: () => void; readonly oneByOne: () => void } {
  const values = Float32Array.from(inputs, (byte) => byte / 255);
  const all = network.engine.denseRows(size, columns);
  all.values.set(values);
  return {
    batch: () => void network.feedforward(all),
    oneByOne: () => {
      for (let k = 0; k < size; k++) {
        const image = values.subarray(k * columns, (k + 1) * columns);
        network.feedforward({ kind: "dense", rows: 1, columns, values: image });
      }
    },
  };
}

async function measureInference(given: Given): Promise<void> {
  const { test } = await read(given);
  const network = new Network(INFERENCE_SIZES, { initializer: "lecun", engine: given.engine });
  const { batch, oneByOne } = inferencesOf(network, test);
  await repeat(2, batch);
  const batches = await repeat(4 * given.epochs, batch);
  print(rowOf({ workload: "I1 batch", ...given.who, seconds: batches, testAccuracy: null }));
  await repeat(1, oneByOne);
  const singles = await repeat(given.epochs, oneByOne);
  print(rowOf({ workload: "I1 one", ...given.who, seconds: singles, testAccuracy: null }));
}

/** Measures every pair of sizes: an eighth of an epoch first, then two epochs. */
async function* measureGrowth(
  data: Dataset,
  engine: Engine,
  who: Pick<Row, "who" | "threads">,
): AsyncGenerator<GrowthRow> {
  // Subsets are made once: an engine may keep a copy of each.
  const subsets = TRAINING_FRACTIONS.map((fraction) =>
    data.subset(0, Math.ceil(data.size * fraction))
  );
  for (const hidden of HIDDEN_UNITS) {
    const { network: options, train: recipe } = TRAINING_WORKLOADS.W1!;
    const network = new Network([data.features, hidden, data.classes], { ...options, engine });
    const trainOn = async (subset: Dataset): Promise<number> => {
      const start = performance.now();
      for await (const _ of train(network, subset, { ...recipe, epochs: 1 }));
      return (performance.now() - start) / 1000;
    };
    await trainOn(subsets[0]!);
    for (const subset of subsets) {
      const images = subset.size;
      const seconds = [await trainOn(subset), await trainOn(subset)];
      const row = rowOf({ workload: "growth", ...who, seconds, images, testAccuracy: null });
      yield { ...row, hidden, images };
    }
  }
}

/** The splits, from files that were checked before. */
export async function read({ images, data }: Pick<Given, "images" | "data">): Promise<Splits> {
  const file = async (role: keyof typeof mnist.files) => {
    const { buffer, byteOffset, length } = await readFile(
      `${data}/${mnist.name}/${mnist.files[role].name}`,
    );
    return parseIdx(new Uint8Array(buffer, byteOffset, length));
  };
  const all = Dataset.fromIdx(await file("trainImages"), await file("trainLabels"));
  const test = Dataset.fromIdx(await file("testImages"), await file("testLabels"));
  return { ...splitTraining(all, images, mnist.split), test };
}

/** The seconds of each of several passes, with a turn of the event loop before each, in which workers start. */
export async function repeat(passes: number, run: () => void | Promise<void>): Promise<number[]> {
  const seconds: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    await new Promise((resolve) => setTimeout(resolve));
    const start = performance.now();
    await run();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

export function print(result: unknown): void {
  console.log(JSON.stringify(result));
}

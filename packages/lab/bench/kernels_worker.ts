/**
 * Trains or predicts with the WebAssembly engine and any module of its kernels: the program that `compare_kernels.ts`
 * starts for each module. A line of stdin has the number of measurements, and a line of stdout the
 * milliseconds of processor time of each. @module
 */

import { cpuUsage } from "node:process";
import { sendJson } from "../../../tasks/cli/print.ts";
import { createEngine } from "../../../lib/engine/mod.ts";
import { withMemory } from "../../../lib/engine/wasm/instantiate.ts";
import { type Dataset, Network, train } from "../../../mod.ts";
import { inferencesOf, read } from "./measure.ts";
import { INFERENCE_SIZES, TRAINING_WORKLOADS } from "./workloads.ts";

/** Has every engine that is made from now on run a module: that of a file, unless it is the one that is built in. */
async function chooseKernels(module: string): Promise<void> {
  if (module === "built") return;
  const bytes = await Deno.readFile(module);
  const { Module } = WebAssembly;
  WebAssembly.Module = class extends Module {
    constructor() {
      super(withMemory(bytes, false));
    }
  };
}

/** What is measured: an epoch of training, a batch of predictions, or predictions one by one. */
function measured(workload: string, data: Dataset): () => unknown {
  const engine = createEngine("wasm");
  const recipe = TRAINING_WORKLOADS[workload];
  if (recipe !== undefined) {
    const network = new Network(recipe.sizes, { ...recipe.network, engine, seed: 1 });
    const options = { ...recipe.train, epochs: 1_000_000, seed: 2 };
    const epochs = train(network, data, options)[Symbol.asyncIterator]();
    return () => epochs.next();
  }
  const network = new Network(INFERENCE_SIZES, { initializer: "lecun", engine, seed: 1 });
  const { batch, oneByOne } = inferencesOf(network, data);
  return workload === "batch" ? batch : oneByOne;
}

/** The milliseconds of processor time that something takes, in all threads. */
async function processorTime(run: () => unknown): Promise<number> {
  const before = cpuUsage();
  await run();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

const [module = "", workload = "", images = "", folder = ""] = Deno.args;
await chooseKernels(module);
const { training } = await read({ images: Number(images), data: folder });
const run = measured(workload, training);
const buffer = new Uint8Array(64);
while (true) {
  const length = await Deno.stdin.read(buffer);
  if (length === null) break;
  const times: number[] = [];
  const count = Number(new TextDecoder().decode(buffer.subarray(0, length)));
  for (let k = 0; k < count; k++) times.push(await processorTime(run));
  sendJson(times);
}
Deno.exit(); // an engine may have workers

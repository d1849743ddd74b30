/**
 * Measures one workload in Deno, with what only Deno has: the native kernels, and how we load data. `deno task --cwd packages/lab bench` starts
 * it; by hand:
 *
 *     deno run --allow-read packages/lab/bench/measure_in_deno.ts W1 --threads 1 @module
 */

import { evaluate } from "../../../mod.ts";
import { mnist, type Splits } from "../../../lib/digits/mod.ts";
import { readSplits } from "../../../tasks/data/catalogue.ts";
import { NATIVE, openNativeHost } from "../../../tasks/native/mod.ts";
import { loadEngine, openEngine } from "../../../tasks/run/open_engine.ts";
import { type Given, measure, type OpenedEngine, print, repeat, trainTimed } from "./measure.ts";
import { rowOf } from "./row.ts";
import { TRAINING_WORKLOADS } from "./workloads.ts";

async function open(name: string, workers: number): Promise<OpenedEngine> {
  await loadEngine(name);
  const engine = openEngine(name, workers);
  return engine.name === NATIVE
    ? { engine, kernels: `${NATIVE} ${openNativeHost().variant}` }
    : { engine };
}

/** Loads the data twice, and trains W1 in between to see how much memory a run needs. */
async function measureLoading(given: Given): Promise<void> {
  let splits: Splits | undefined;
  const load = async (): Promise<void> => {
    splits = await readSplits({ dataset: mnist.name, trainingSize: given.images }, given.data);
  };
  const seconds = await repeat(1, load);
  let peak = Deno.memoryUsage().rss;
  const watch = (): void => {
    peak = Math.max(peak, Deno.memoryUsage().rss);
  };
  const { network } = await trainTimed(
    TRAINING_WORKLOADS.W1!,
    splits!,
    { ...given, epochs: 1 },
    watch,
  );
  evaluate(network, splits!.test);
  watch();
  seconds.push(...await repeat(given.epochs - 1, load));
  print(rowOf({ workload: "load", ...given.who, seconds, testAccuracy: null }));
  print({ peakMemoryBytes: peak });
}

await measure(open, { load: measureLoading });

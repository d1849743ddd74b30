/** The real MNIST for tests of tasks: fetched once into the checkout's `data/`, which git ignores. */

import { assertEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { mnist } from "../../lib/digits/mnist.ts";
import { trained } from "./outcomes.ts";
import { runHere } from "./run_here.ts";
import { ROOT, runTask } from "./run_task.ts";
import { copyOf, sharedRun } from "./shared_runs.ts";

let brought: Promise<string> | undefined;

/** Sees to it that MNIST is there, once for each file of tests, and returns the folder of the data sets. */
export function mnistData(): Promise<string> {
  return brought ??= bring();
}

async function bring(): Promise<string> {
  const data = join(ROOT, "data");
  await ensureDir(data);
  // Test files run side by side: the first one here fetches, the others wait.
  using lock = await Deno.open(join(data, ".lock"), { write: true, create: true });
  await lock.lock(true);
  if (await isThere(data)) return data;
  const { code, stderr } = await runTask(["fetch", "--data", data]);
  if (code !== 0) throw new Error(`Cannot test with the real MNIST: ${stderr}`);
  return data;
}

/** Whether all files are there, by their sizes: `fetch` hashed them, and not for each file of tests again. */
async function isThere(data: string): Promise<boolean> {
  const sizes = Object.values(mnist.files).map(async ({ name, bytes }) =>
    (await Deno.stat(join(data, mnist.name, name)).catch(() => undefined))?.size === bytes
  );
  return !(await Promise.all(sizes)).includes(false);
}

/** A run of one epoch on ten images, copied into a folder of runs; returns the run's folder and the data's. */
export async function tinyRun(runs: string): Promise<{ run: string; data: string }> {
  const data = await mnistData();
  const tiny = await sharedRun("tutorial", (folder) => {
    return trained(folder, "tutorial", ["--data", data], "trainingSize=10", "epochs=1");
  });
  return { run: await copyOf(tiny, runs, "tutorial"), data };
}

/** Fails unless every claim of a run on MNIST is recomputed to the same. */
export async function assertVerified(run: string): Promise<void> {
  const { code, stderr } = await runHere(["verify", run, "--data", await mnistData()]);
  assertEquals([code, stderr], [0, ""]);
}

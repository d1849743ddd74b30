/** The real MNIST for tests of tasks: fetched once into the checkout's `data/`, which git ignores. */

import { join } from "@std/path";
import { ROOT, runTask } from "./support.ts";

/** Sees to it that MNIST is there, and returns the folder of the data sets. */
export async function mnistData(): Promise<string> {
  const data = join(ROOT, "data");
  await Deno.mkdir(data, { recursive: true });
  // Test files run side by side: the first one here fetches, the others wait.
  using lock = await Deno.open(join(data, ".lock"), { write: true, create: true });
  await lock.lock(true);
  const { code, stderr } = await runTask(["fetch", "--data", data]);
  if (code !== 0) throw new Error(`Cannot test with the real MNIST: ${stderr}`);
  return data;
}

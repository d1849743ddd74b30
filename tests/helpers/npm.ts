/** Whether npm is here, with which tests bring what only they need. @module */

import { granted, outputOf } from "./run_task.ts";

/** Packs the library as npm gets it. */
export async function packLibrary(archive: string): Promise<void> {
  const { finishedLibrary } = await import("../../packages/lab/build/npm.ts");
  const words = ["pack", "-q", "--allow-dirty", "--no-source-maps", "-o", archive];
  await outputOf(Deno.execPath(), words);
  await Deno.writeFile(archive, finishedLibrary(await Deno.readFile(archive)));
}

/** Whether a test may run npm, and finds it. */
export async function hasNpm(): Promise<boolean> {
  if (!granted("read", "write", "run", "net")) return false;
  try {
    const npm = new Deno.Command("npm", { args: ["--version"], stdout: "null", stderr: "null" });
    return (await npm.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

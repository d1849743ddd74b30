/** Whether npm is here, with which tests bring what only they need. @module */

import { hasProgram } from "./programs.ts";
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
  return granted("read", "write", "net") && await hasProgram("npm");
}

/** Whether npm is here, with which tests bring what only they need. @module */

import { granted } from "./run_task.ts";

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

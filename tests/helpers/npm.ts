/** Whether npm is here, with which tests bring what only they need. @module */

import { hasProgram } from "./programs.ts";
import { granted } from "./run_task.ts";

/** Whether a test may run npm, and finds it. */
export async function hasNpm(): Promise<boolean> {
  return granted("read", "write", "net") && await hasProgram("npm");
}

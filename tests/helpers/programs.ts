/** Programs that tests run. @module */

import { granted, outputOf } from "./run_task.ts";

export { outputOf as runProgram } from "./run_task.ts";

/** Whether a program can be run. */
export async function hasProgram(name: string): Promise<boolean> {
  return granted("run") && await outputOf(name, ["--version"]).then(() => true, () => false);
}

/** Programs that the tests of native kernels run. @module */

import { granted, outcomeOf } from "./run_task.ts";

/** Whether a program can be run. */
export async function hasProgram(name: string): Promise<boolean> {
  if (!granted("run")) return false;
  try {
    await runProgram(name, ["--version"]);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program.
 * @returns what it prints
 */
export async function runProgram(name: string, args: readonly string[]): Promise<string> {
  const command = new Deno.Command(name, { args: [...args], stdout: "piped", stderr: "piped" });
  const { code, stdout, stderr } = await outcomeOf(command.spawn());
  if (code !== 0) throw new Error(`Cannot run ${name} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

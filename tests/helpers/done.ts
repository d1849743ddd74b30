import { assertEquals } from "@std/assert";
import { type Outcome, runTask } from "./run_task.ts";

/** Runs a task that has to end well. */
export async function done(task: string, ...words: readonly string[]): Promise<Outcome> {
  const outcome = await runTask([task, ...words]);
  assertEquals(outcome.code, 0, outcome.stdout + outcome.stderr);
  return outcome;
}

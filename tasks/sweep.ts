/** `deno task sweep`: trains many runs of one config, here or on many machines, with identical results. @module */

import { main } from "./cli/main.ts";
import { mergeCommand, mergeTask } from "./sweep/merge.ts";
import { planCommand, planTask } from "./sweep/plan_task.ts";
import { runCommand, runTask } from "./sweep/run_task.ts";

if (import.meta.main) {
  const [first, ...others] = Deno.args;
  if (first === "plan") await main(planCommand, planTask, others);
  else if (first === "merge") await main(mergeCommand, mergeTask, others);
  else await main(runCommand, runTask);
}

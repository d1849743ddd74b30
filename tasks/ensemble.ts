/**
 * `deno task ensemble`: forms an ensemble of trained networks, weighs them on the validation split, and evaluates them alone
 * and together. It trains the members too, here or in shards, and distils them into one network. @module
 */

import { main } from "./cli/main.ts";
import { formCommand, formTask } from "./ensemble/form_task.ts";
import { mergeCommand, mergeTask } from "./ensemble/merge_task.ts";

if (import.meta.main) {
  const [first, ...others] = Deno.args;
  if (first === "merge") await main(mergeCommand, mergeTask, others);
  else await main(formCommand, formTask);
}

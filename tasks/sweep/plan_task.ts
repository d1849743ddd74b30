/** `deno task sweep plan`: what the next stage of a sweep is, for whoever hands it out. @module */

import { shardsOf, unitsOf } from "../../lib/sweep/shards.ts";
import { progressOf } from "../../lib/sweep/stages.ts";
import { type Arguments, type Command, wholeNumber } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { printJson } from "../cli/print.ts";
import { SETTABLE_KEYS } from "../run/config.ts";
import { earlierResults, readDefinition } from "./folder.ts";
import { DataKnowledge, plan, readSweep } from "./open_sweep.ts";
import { FROM, SET } from "./options.ts";
import { MAX_SHARDS } from "./shard.ts";

/** So many shards are planned unless more are asked for: a matrix of GitHub Actions has no more than 256. */
const SHARDS = "256";

/** What `deno task sweep plan` takes. */
export const planCommand = {
  name: "sweep plan",
  description:
    "Prints the next stage of a sweep as a line of JSON: its number, the runs left to train, and the shards.\n" +
    "Halving has a stage for every rung, and other sweeps have one.",
  operands: { value: "SWEEP.json", min: 1, max: 1 },
  settable: { keys: SETTABLE_KEYS, path: "config." },
  options: {
    from: FROM,
    shards: {
      description: "Into how many shards at most",
      value: "N",
      default: SHARDS,
    },
    set: SET,
    data: DATA,
  },
} satisfies Command;

/** Prints the plan. */
export async function planTask(
  { operands, options }: Arguments<typeof planCommand>,
): Promise<void> {
  const [path = ""] = operands;
  const { from, set, data } = options;
  const count = wholeNumber("shards", options.shards, { min: 1, max: MAX_SHARDS });
  const sweep = await readSweep(path, set);
  const known = from === undefined ? [] : (await readDefinition(from)).data;
  const planned = await plan(sweep, path, new DataKnowledge(data, known));
  const records = from === undefined ? new Map() : await earlierResults(from, planned);
  const { stage, stages, pending } = progressOf(planned, records);
  const together = sweep.keep !== "all";
  const trained = ({ run }: { readonly run: string }) => records.get(run)?.metrics.length ?? 0;
  const shards = Math.min(count, unitsOf(pending, together));
  const parts = shardsOf(pending, shards, { trained, together });
  printJson({
    stage: Math.min(stage, stages),
    stages,
    runs: pending.length,
    epochs: pending.reduce((sum, { planned, end }) => sum + end - trained(planned), 0),
    done: pending.length === 0,
    shards: parts.map((_, k) => `${k + 1}/${shards}`),
  });
}

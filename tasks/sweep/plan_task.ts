/** `deno task sweep plan`: the next stage of a sweep, for a scheduler. @module */

import { progressOf, trainedEpochs } from "./plan/stages.ts";
import { type Arguments, type Command, wholeNumber } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { printJson } from "../cli/print.ts";
import { SETTABLE_KEYS } from "../run/config.ts";
import { earlierResults, readDefinition } from "./folder.ts";
import { plan, readSweep } from "./open_sweep.ts";
import { FROM, SET } from "./options.ts";
import { MAX_SHARDS } from "../cli/shard.ts";
import { unitsOf } from "./shard.ts";

/** The most shards by default: a matrix of GitHub Actions has no more. */
const DEFAULT_SHARDS = "256";

export const planCommand = {
  name: "sweep plan",
  description:
    "Prints the next stage of a sweep as a line of JSON: its number, the runs left to train, and the shards.\n" +
    "Halving has a stage for every rung, and other sweeps have one.",
  operands: { value: "SWEEP.json", min: 1, max: 1 },
  settable: { keys: SETTABLE_KEYS, path: "config." },
  options: {
    from: FROM,
    shards: { description: "The most shards", value: "N", default: DEFAULT_SHARDS },
    set: SET,
    data: DATA,
  },
} satisfies Command;

export async function planTask(
  { operands, options }: Arguments<typeof planCommand>,
): Promise<void> {
  const [path = ""] = operands;
  const { from, set, data } = options;
  const count = wholeNumber("shards", options.shards, { min: 1, max: MAX_SHARDS });
  const sweep = await readSweep(path, set);
  const entries = from === undefined ? [] : (await readDefinition(from)).data;
  const planned = await plan(sweep, path, data, new Map(entries));
  const records = from === undefined ? new Map() : await earlierResults(from, planned);
  const { stage, stages, pending } = progressOf(planned, records);
  const shards = Math.min(count, unitsOf(pending, sweep));
  printJson({
    stage: Math.min(stage, stages),
    stages,
    runs: pending.length,
    epochs: pending.reduce(
      (sum, { planned, end }) => sum + end - trainedEpochs(planned, records),
      0,
    ),
    done: pending.length === 0,
    shards: Array.from({ length: shards }, (_, k) => `${k + 1}/${shards}`),
  });
}

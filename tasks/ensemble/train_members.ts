/** Trains the members of an ensemble: one config, seed after seed, as a sweep with a single trial. @module */

import { basename } from "@std/path";
import { quote } from "../../lib/checks/mod.ts";
import { parseSweepDraft, resolveSweep, type Sweep } from "../../lib/sweep/mod.ts";

import { counted } from "../cli/format.ts";
import { assignAll, explained, readJson } from "../run/config.ts";
import { trainSweep, type TrainSweepOptions } from "../sweep/run_task.ts";
import { failedRuns } from "../sweep/text.ts";

type TrainMembersOptions = Pick<
  TrainSweepOptions,
  "shard" | "shards" | "max-minutes" | "processes" | "engine" | "data" | "print"
>;

/** The sweep of a config with so many seeds, from the config's own on. */
export async function membersSweep(
  path: string,
  assignments: readonly string[],
  seeds: number,
): Promise<Sweep> {
  const config = await readJson(path);
  assignAll(config, assignments);
  return explained(path, assignments, () => {
    const draft = parseSweepDraft({ config, method: "list", list: [{}], seeds, keep: "all" });
    return resolveSweep(draft, config as Record<string, unknown>, basename(path, ".json"));
  });
}

/**
 * Trains the members in a folder, or a shard of them, unless they are trained already.
 * @returns whether all of them are trained, so that they can form an ensemble
 * @throws {Error} if a member failed
 */
export async function trainMembers(
  sweep: Sweep,
  source: string,
  folder: string,
  options: TrainMembersOptions,
  interrupt: AbortSignal,
): Promise<boolean> {
  const whole = { out: folder, from: undefined, "dry-run": false, "no-report": true } as const;
  const trained = await trainSweep(sweep, source, { ...options, ...whole }, interrupt);
  const { summary, isWhole } = trained!;
  if (!isWhole) {
    options.print(
      `Wrote ${folder}; next: deno task ensemble merge ${quote(folder)} … --out FOLDER`,
    );
    return false;
  }
  const failed = failedRuns(summary);
  if (failed > 0) {
    throw new Error(
      `Cannot form an ensemble: ${counted(failed, "member")} failed; the same command tries again`,
    );
  }
  if (!summary.complete) options.print(`${folder} lacks members: the same command goes on`);
  return summary.complete;
}

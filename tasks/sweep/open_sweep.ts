/** A sweep from its file, and the facts of its data, which its plan depends on. @module */

import { basename } from "@std/path";
import type { ConfigDraft } from "../../lib/config.ts";
import { makeRoom } from "../../lib/config/assign.ts";
import { withoutPath } from "../../lib/config/user_data.ts";
import { planSweep, type SweepData, type SweepPlan } from "./plan/plan.ts";
import { parseSweepDraft, resolveSweep, type Sweep } from "./sweep.ts";
import { UsageError } from "../cli/arguments.ts";
import { readFacts } from "../data/source.ts";
import { assignAll, explained, keysOf, readJson } from "../run/config.ts";

/**
 * Reads a sweep from its file.
 * @param assignments of `--set`; those of `config.…` change the keys of the config, though that may be in a file of its own
 * @throws {UsageError} if it is no sweep
 */
export async function readSweep(path: string, assignments: readonly string[]): Promise<Sweep> {
  const json = await readJson(path, "sweep");
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new UsageError(`Cannot use ${path}: expected an object, {"config": …, "method": …}`);
  }
  return await sweepOf(json as Record<string, unknown>, path, assignments);
}

/**
 * Makes a sweep of the keys of a file.
 * @param sweep the keys, which are changed
 * @param path the file, or what stands for it in messages
 * @throws {UsageError} if it is no sweep
 */
export async function sweepOf(
  sweep: Record<string, unknown>,
  path: string,
  assignments: readonly string[],
): Promise<Sweep> {
  const isFile = (assignment: string) => assignment.startsWith("config=");
  assignAll(sweep, assignments.filter(isFile));
  let configPath = path;
  if (typeof sweep["config"] === "string") {
    configPath = sweep["config"];
    sweep["config"] = await readJson(configPath);
  }
  const others = assignments.filter((assignment) => !isFile(assignment));
  const ofConfig = keysOf(others).filter((key) => key.startsWith("config."));
  makeRoom(sweep["config"], ofConfig.map((key) => key.replace("config.", "")));
  assignAll(sweep, others);
  return explained(path, assignments, () => {
    const draft = parseSweepDraft(sweep);
    const config = draft.config as Record<string, unknown>;
    const name = basename(path).replace(/\.json$/, "");
    return resolveSweep(draft, config, name);
  }, { config: configPath });
}

/** The key of data: all that decides which examples are learned from, but the path. */
export function dataKey(
  { dataset, normalizeWidth, trainingSize, splitSeed, folds, repeat, recipe }: Pick<
    ConfigDraft,
    "dataset" | "normalizeWidth" | "trainingSize" | "splitSeed" | "folds" | "repeat" | "recipe"
  >,
): string {
  const { dataset: what } = withoutPath({ dataset });
  return JSON.stringify([what, normalizeWidth, trainingSize, splitSeed, folds, repeat, recipe]);
}

/**
 * Plans a sweep.
 * @throws {UsageError} if it cannot be
 */
export async function plan(
  sweep: Sweep,
  source: string,
  folder: string,
  cache: Map<string, SweepData> = new Map(),
): Promise<SweepPlan> {
  const dataOf = async (draft: ConfigDraft) => {
    const key = dataKey(draft);
    const data = cache.get(key) ?? await readFacts(draft, folder);
    cache.set(key, data);
    return data;
  };
  try {
    return await planSweep(sweep, dataOf);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new UsageError(error.message.replace("this sweep", source), { cause: error });
  }
}

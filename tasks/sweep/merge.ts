/** `deno task sweep merge`: joins the parts of a sweep that several machines trained. @module */

import { isDeepStrictEqual } from "node:util";
import { resolve } from "@std/path";
import { quote } from "../../lib/checks/texts.ts";
import type { Config } from "../../lib/config.ts";
import { withoutPath } from "../../lib/config/user_data.ts";
import { endOf, type SweepPlan } from "./plan/plan.ts";
import { progressOf, type Records, runsToKeep } from "./plan/stages.ts";
import type { SweepSummary } from "./plan/summary.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { counted } from "../cli/format.ts";
import { printNote } from "../cli/print.ts";
import { reportTrained } from "../results/report/write_report.ts";
import { FILES, readRun } from "../run/run_folder.ts";
import { hasFile } from "../run/journaled_files.ts";
import { holdsSweep, trialPath } from "../run/sweep_folder.ts";
import { PROGRAM } from "../system/installation.ts";
import {
  type Definition,
  firstName,
  readDefinition,
  readResults,
  type Result,
  resultsFor,
  SweepFolder,
  withoutFailures,
} from "./folder.ts";
import { plan } from "./open_sweep.ts";
import { FORMAT } from "./options.ts";
import { concludeSweep, printSweep } from "./text.ts";
import { bestRun, writeSummary } from "./write_summary.ts";

export const mergeCommand = {
  name: "sweep merge",
  description:
    "Merges the folders of a sweep's shards, and of the earlier stages, into the folder that one machine would have " +
    "written. Missing runs are counted, duplicates merged, and contradicting ones refused. It exits with " +
    "1 if runs of the stage are missing or failed; the others are written nevertheless.",
  operands: { value: "FOLDER…", min: 1, max: 100_000 },
  options: {
    out: {
      description: "The folder to write; may be one of the folders to merge",
      value: "FOLDER",
    },
    stage: {
      description: "The number of the stage that was trained",
      value: "N",
      default: "1",
    },
    format: FORMAT,
    report: { description: "Write a report of the best run" },
    data: DATA,
  },
} satisfies Command;

export async function mergeTask(
  { operands, options }: Arguments<typeof mergeCommand>,
): Promise<void> {
  const { out, data, format } = options;
  if (out === undefined) throw new UsageError("Expected --out FOLDER, the folder for the sweep");
  const stage = wholeNumber("stage", options.stage, { min: 1 });
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it
  const { summary, missing } = await mergeSweep(operands, out, data, stage);
  const best = summary.complete ? await bestRun(out, summary) : undefined;
  const reported = best === undefined || !options.report
    ? undefined
    : (await reportTrained(best, data)).text;
  const goOn = `\`${PROGRAM} sweep …\` with ` + `--out ${quote(out)}`;
  printSweep(summary, format, [concludeSweep(summary, out, goOn, best), reported]);
  if (missing !== undefined) {
    throw new Error(
      `Missing: ${missing}; \`${PROGRAM} sweep … --from ${quote(out)}\` trains what is left`,
    );
  }
}

/**
 * Joins the folders of a sweep's parts, and earlier merges.
 * @param out the folder to write, which may be one of them; it counts as a part if it holds a sweep
 * @param trained the stage that was trained: its missing runs are counted even if it has no others
 * @returns the runs of the stage that are missing or failed, such as `3 runs of stage 2`; `undefined` if there are none
 * @throws {Error} if they belong to different sweeps, or contradict each other
 */
export async function mergeSweep(
  given: readonly string[],
  out: string,
  data: string,
  trained = 1,
): Promise<{ summary: SweepSummary; missing: string | undefined }> {
  await using folder = await SweepFolder.open(out);
  const isGiven = given.some((folder) => resolve(folder) === resolve(out));
  const folders = !isGiven && await holdsSweep(out) ? [...given, out] : given;
  const parts = await readParts(folders);
  const cache = new Map(parts.definition.data);
  const planned = await plan(parts.definition.sweep, folders[0]!, data, cache);
  await folder.define({ ...parts.definition, data: [...cache] });
  const found = resultsFor(parts.definition.sweep, parts.results);
  const results = new Map<string, Result>();
  for (const { run } of planned.trials.flatMap(({ runs }) => runs)) {
    const result = found.get(run);
    if (result === undefined) continue;
    results.set(run, result);
    if (parts.folders.get(run) !== out) await folder.record(result);
  }
  const lacking = await copyRuns(folder, folders, planned, results);
  const summary = await writeSummary(folder, planned, results, { data });
  for (const line of mergeLines(folders, parts, lacking)) printNote(line);
  const { stage, stages, pending } = progressOf(planned, withoutFailures(results));
  const begun = stage <= trained || hasBegun(planned, results, stage);
  const of = stages > 1 ? ` of stage ${stage}` : "";
  const missing = pending.length > 0 && begun ? counted(pending.length, "run") + of : undefined;
  return { summary, missing };
}

/** Whether a run has come to the end of a stage, or failed in it. */
function hasBegun(planned: SweepPlan, results: Records, stage: number): boolean {
  return stage <= planned.rungs.length && planned.trials.some(({ runs }) =>
    runs.some((run) => {
      const { state, metrics } = results.get(run.run) ?? { metrics: [] };
      return state === "failed" || metrics.length >= endOf(planned, run, stage - 1);
    })
  );
}

export interface Parts {
  readonly definition: Definition;
  /** The result of every run, and the folder that holds it. */
  readonly results: Map<string, Result>;
  readonly folders: ReadonlyMap<string, string>;
  /** Runs that are in several parts, and equal. */
  readonly duplicates: number;
  readonly damaged: readonly string[];
  /** Folders that are empty, or are not there: their runs are missing. */
  readonly empty: readonly string[];
}

/**
 * Reads the parts of a sweep.
 * @throws {Error} if they belong to different sweeps, or contradict each other on a run
 */
export async function readParts(given: readonly string[]): Promise<Parts> {
  const names = await Promise.all(given.map(firstName)); // a shard may end before it writes anything
  const folders = given.filter((_, k) => names[k] !== undefined);
  const [first = given[0]!, ...others] = folders;
  const definition = await readDefinition(first);
  const data = new Map(definition.data);
  for (const folder of others) {
    const other = await readDefinition(folder);
    if (!isDeepStrictEqual(comparable(other), comparable(definition))) {
      throw new Error(`Cannot merge ${first} and ${folder}: they belong to different sweeps`);
    }
    for (const [key, its] of other.data) {
      if (data.has(key) && !isDeepStrictEqual(data.get(key), its)) {
        throw new Error(`Cannot merge ${first} and ${folder}: their data differs`);
      }
      data.set(key, its);
    }
  }
  const results = new Map<string, Result>();
  const folderOf = new Map<string, string>();
  const damaged: string[] = [];
  let duplicates = 0;
  for (const folder of folders) {
    const read = await readResults(folder);
    damaged.push(...read.damaged);
    for (const [run, result] of read.results) {
      const before = results.get(run);
      if (before !== undefined) {
        checkEqual(before, result, [folderOf.get(run)!, folder]);
        duplicates++;
        if (!goesFarther(result, before)) continue;
      }
      results.set(run, result);
      folderOf.set(run, folder);
    }
  }
  return {
    definition: { sweep: definition.sweep, data: [...data] },
    results,
    folders: folderOf,
    duplicates,
    damaged,
    empty: given.filter((_, k) => names[k] === undefined),
  };
}

/** A sweep without the path of its data, and without the keys that may be changed as it continues. */
function comparable({ sweep: { keep: _, ...sweep } }: Definition): unknown {
  return { ...sweep, config: withoutPath(sweep.config as Pick<Config, "dataset">) };
}

/** Whether a result is of a later state than another of the same run. */
function goesFarther(result: Result, than: Result): boolean {
  if ((result.state === "failed") !== (than.state === "failed")) return than.state === "failed";
  const farther = result.metrics.length - than.metrics.length;
  return farther > 0 || farther === 0 && result.state === "diverged"; // in the epoch after a pause
}

function checkEqual(a: Result, b: Result, folders: readonly [string, string]): void {
  const epochs = Math.min(a.metrics.length, b.metrics.length);
  const states = [a.state, b.state];
  const wentOn = states.includes("failed") ||
    states.includes("paused") && states.includes("diverged");
  const same = isDeepStrictEqual(a.metrics.slice(0, epochs), b.metrics.slice(0, epochs)) &&
    (a.metrics.length !== b.metrics.length || wentOn ||
      a.state === b.state && a.weightsSha256 === b.weightsSha256);
  if (same) return;
  throw new Error(
    `Cannot merge ${folders[0]} and ${folders[1]}: they contradict each other on run ${a.run}. ` +
      "The same config and data give the same bytes, so that one of them is damaged, or a machine is",
  );
}

/**
 * Copies the runs whose weights are needed into the merged folder.
 * @returns the runs whose weights are needed but not whole in any folder
 */
export async function copyRuns(
  folder: SweepFolder,
  folders: readonly string[],
  plan: SweepPlan,
  results: ReadonlyMap<string, Result>,
): Promise<string[]> {
  const keep = runsToKeep(plan, results);
  const lacking: string[] = [];
  for (const run of results.keys()) {
    if (!keep.has(run)) {
      await folder.discard(run);
      continue;
    }
    const result = results.get(run)!;
    if (result.metrics.length === 0) continue; // it failed in its first rung, and begins anew
    if (result.by === "folds" && result.state === "paused") continue; // some folds leave no weights
    const from = await folderWith(run, [folder.path, ...folders], result);
    if (from === undefined) lacking.push(run);
    else if (from !== folder.path) await folder.copyRun(run, from);
  }
  return lacking;
}

/** The folder that holds a run as far as its result goes. */
async function folderWith(
  run: string,
  folders: readonly string[],
  { metrics, by, weightsSha256 }: Result,
): Promise<string | undefined> {
  for (const folder of folders) {
    const path = trialPath(folder, run);
    if (!await hasFile(path, FILES.checkpoint)) continue;
    const there = await readRun(path).catch(() => undefined);
    if (there === undefined) continue;
    const { summary } = there;
    const isSame = by === "folds"
      ? summary.weightsSha256 === weightsSha256
      : summary.epochs === metrics.length;
    if (isSame) return folder;
  }
  return undefined;
}

function mergeLines(
  folders: readonly string[],
  { duplicates, damaged, empty }: Parts,
  lacking: readonly string[],
): string[] {
  return [
    ...duplicates > 0
      ? [`${duplicates} of the runs are in several of the ${folders.length} folders, and equal`]
      : [],
    ...damaged.map((path) =>
      `Cannot use ${quote(path)}, which is damaged: its run counts as missing`
    ),
    ...empty.map((folder) => `${quote(folder)} is empty: its runs count as missing`),
    ...lackingLines(lacking),
  ];
}

export function lackingLines(lacking: readonly string[]): string[] {
  return lacking.length === 0 ? [] : [
    `The weights of ${counted(lacking.length, "run")} are in none of the folders, such as ` +
    `${lacking[0]}`,
  ];
}

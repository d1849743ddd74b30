/**
 * A sweep's folder. Every run that has come to the end of a rung leaves a small record, which is all that a sweep needs of
 * it. Folders of runs, with weights and checkpoints, are kept for unfinished runs and for the best. @module
 */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { isObject } from "../../lib/checks/texts.ts";
import { isByFolds, type SweepData, type SweepPlan } from "./plan/plan.ts";
import type { RunRecord } from "./plan/stages.ts";
import type { Sweep } from "./sweep.ts";
import { checkMetrics } from "../run/check_metrics.ts";
import { FolderLock } from "../run/lock.ts";
import { FILES, inFile, json, MAX_METRICS, readConsistent, REPORT } from "../run/run_folder.ts";
import { holdsSweep, SWEEP_DEFINITION, SWEEP_SUMMARY, trialPath } from "../run/sweep_folder.ts";
import { filesOf, readInRun } from "../run/journaled_files.ts";
import { disk, syncFolder } from "../system/disk.ts";
import { openFile } from "../system/open_file.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import { removeStalePartials, writeAtomically, writeTogether } from "../system/files.ts";
import { PROGRAM } from "../system/installation.ts";

export const SWEEP_FILES = {
  definition: SWEEP_DEFINITION,
  summary: SWEEP_SUMMARY,
  table: "trials.csv",
  page: "index.html",
  times: "times.json",
  best: "best.json",
  search: "search.json",
} as const;

/** The largest definition that is read, in bytes: eight times a sweep's file of 16 MiB, with each number on its own line. */
export const MAX_DEFINITION = 134_217_728;

/** The sweep and its data, so that a folder can be merged without the sweep's file. */
export interface Definition {
  readonly sweep: Sweep;
  /** The facts and hashes of the data, by its key. */
  readonly data: readonly (readonly [key: string, data: SweepData])[];
}

/** The record of a run, with what may differ from machine to machine. */
export interface Result extends RunRecord {
  /** What its metrics are of: rungs of folds, or epochs if absent. */
  readonly by?: "folds";
  readonly times: {
    readonly seconds: number;
    readonly engine: string;
    readonly workers: number;
    readonly failure?: string;
  };
}

const STATES: readonly string[] = ["paused", "finished", "diverged", "failed"];

const RUN_FILES: readonly string[] = [...Object.values(FILES), REPORT];

/** A sweep's folder, locked for writing: another sweep cannot use it at the same time. */
export class SweepFolder implements AsyncDisposable {
  readonly path: string;
  readonly #lock: FolderLock;

  private constructor(path: string, lock: FolderLock) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder of a sweep, or opens that of an earlier one.
   * @throws {Error} if another sweep uses it, or if it holds other files than a sweep's
   */
  static async open(path: string): Promise<SweepFolder> {
    if (!await exists(join(path, SWEEP_FILES.definition))) {
      const other = await firstName(path);
      if (other !== undefined) {
        throw new Error(`Cannot write a sweep to ${path}: it holds other files, such as ${other}`);
      }
    }
    const lock = await FolderLock.take(path);
    if (lock === undefined) {
      throw new Error(`Cannot write a sweep to ${path}: another sweep is writing there`);
    }
    for (const name of Object.values(SWEEP_FILES)) await removeStalePartials(join(path, name));
    return new SweepFolder(path, lock);
  }

  async define(definition: Definition): Promise<void> {
    await writeAtomically(join(this.path, SWEEP_FILES.definition), json(definition));
  }

  async record(result: Result): Promise<void> {
    const path = join(this.path, "results", `${result.run}.json`);
    await writeAtomically(path, JSON.stringify(result) + "\n");
  }

  async discard(run: string): Promise<void> {
    const path = trialPath(this.path, run);
    if (!(await Deno.lstat(path).catch(() => undefined))?.isDirectory) return; // nor a link
    for await (const { name } of Deno.readDir(path)) {
      if (!name.startsWith(".") && !RUN_FILES.includes(name)) return;
    }
    await disk.remove(path, { recursive: true });
  }

  /** Copies the folder of a run from that of another sweep, whole or not at all. */
  async copyRun(run: string, from: string): Promise<void> {
    const partial = trialPath(this.path, `.${run}.partial`);
    const source = trialPath(from, run);
    await readConsistent(source, async () => {
      await disk.remove(partial, { recursive: true }).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
      for (const name of await filesOf(source)) {
        const { readable } = await readInRun(source, name, openFile);
        await writeAtomically(join(partial, name), readable);
      }
    });
    await this.discard(run);
    await disk.rename(partial, trialPath(this.path, run));
    await syncFolder(trialPath(this.path, ""));
  }

  async write(files: { readonly [name: string]: string | null }): Promise<void> {
    await writeTogether(
      Object.entries(files).map(([name, text]) => [join(this.path, name), text] as const),
    );
  }

  /** Unlocks the folder, and removes it if nothing was written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lock[Symbol.asyncDispose]();
    await disk.removeFolder(this.path).catch(() => {}); // succeeds if it is empty
  }
}

/**
 * Reads the definition of a sweep from its folder.
 * @throws {Error} if the folder is no sweep's, or the definition is damaged
 */
export async function readDefinition(folder: string): Promise<Definition> {
  const path = join(folder, SWEEP_FILES.definition);
  if (!await holdsSweep(folder)) {
    throw new Error(`Cannot find ${path}: ${folder} is not a folder of \`${PROGRAM} sweep\``);
  }
  const text = await readNamed(path, MAX_DEFINITION, readTextAtMost);
  return inFile(path, () => {
    const { sweep, data } = Object(JSON.parse(text)) as Definition;
    if (!isSweep(Object(sweep)) || !Array.isArray(data) || !data.every(isDataEntry)) {
      throw new SyntaxError("expected a sweep and its data");
    }
    return { sweep, data };
  });
}

/** Whether an object has the keys of a sweep, each of its type. */
function isSweep({ name, config, method, parameters, list, trials, seeds }: Sweep): boolean {
  return typeof name === "string" && isObject(config) && typeof method === "string" &&
    isObject(parameters) && (list === null || Array.isArray(list) && list.every(isObject)) &&
    Number.isSafeInteger(trials) && Array.isArray(seeds) && seeds.every(Number.isSafeInteger);
}

function isDataEntry(entry: unknown): boolean {
  const [key, data] = Array.isArray(entry) ? entry : [];
  return typeof key === "string" && isObject(data?.facts) && isObject(data?.hashes);
}

/** Those results whose metrics are of the rungs of a sweep, or of its epochs. */
export function resultsFor(
  sweep: Sweep,
  results: ReadonlyMap<string, Result>,
): Map<string, Result> {
  return new Map([...results].filter(([, { by }]) => (by === "folds") === isByFolds(sweep)));
}

/** The results of the runs in a folder, by name, and the damaged files, which count as missing. */
export async function readResults(
  folder: string,
): Promise<{ results: Map<string, Result>; damaged: string[] }> {
  const results = new Map<string, Result>();
  const damaged: string[] = [];
  const parent = join(folder, "results");
  if (!await exists(parent)) return { results, damaged };
  for await (const { name } of Deno.readDir(parent)) {
    if (!/^[0-9a-f]{16}\.json$/.test(name)) continue;
    const path = join(parent, name);
    const text = await readTextAtMost(path, MAX_METRICS).catch((error) => {
      if (error instanceof RangeError) return ""; // too large: damaged
      throw error;
    });
    const result = parseResult(text);
    if (result?.run === name.slice(0, 16)) results.set(result.run, result);
    else damaged.push(path);
  }
  return { results, damaged: damaged.sort() };
}

/**
 * Results without failures, since runs that failed are tried again: such a run is at the end of the rung before, or not
 * begun.
 */
export function withoutFailures(results: ReadonlyMap<string, Result>): Map<string, Result> {
  const settled = new Map(results);
  for (const [run, result] of results) {
    if (result.state !== "failed") continue;
    if (result.metrics.length === 0) settled.delete(run);
    else settled.set(run, { ...result, state: "paused" });
  }
  return settled;
}

/**
 * The results that a sweep continues from, without failures.
 * @throws {Error} if it has results, and none is of a run of the sweep
 */
export async function earlierResults(
  folder: string,
  { sweep, trials }: SweepPlan,
): Promise<Map<string, Result>> {
  const results = resultsFor(sweep, (await readResults(folder)).results);
  const isOfSweep = trials.some(({ runs }) => runs.some(({ run }) => results.has(run)));
  if (results.size > 0 && !isOfSweep) {
    throw new Error(`Cannot continue from ${folder}: none of its runs is one of this sweep`);
  }
  return withoutFailures(results);
}

function parseResult(text: string): Result | undefined {
  try {
    const { run, state, metrics, times, ...others } = JSON.parse(text) as Result;
    const isWhole = typeof run === "string" && STATES.includes(state) && Array.isArray(metrics) &&
      metrics.every((epoch) => epoch?.train !== undefined) &&
      typeof times?.seconds === "number";
    if (isWhole) checkMetrics(metrics);
    return isWhole ? { run, state, metrics, times, ...others } : undefined;
  } catch {
    return undefined;
  }
}

/** The name of a file or folder in a folder; `undefined` if it is empty, or not there. */
export async function firstName(path: string): Promise<string | undefined> {
  if (!await exists(path)) return undefined;
  for await (const { name } of Deno.readDir(path)) if (!name.startsWith(".")) return name;
  return undefined;
}

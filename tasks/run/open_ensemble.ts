/**
 * Networks that answer together: runs that are named one by one, a finished sweep's folder, or the folder of an ensemble that
 * Inkling 0.1.0 or 0.2.0-dev formed. In such a folder `committee.json` lists the members and how much each counts. @module
 */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { weightsSha256 } from "../../mod.ts";
import type { Ensemble } from "../../lib/ensemble/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import { hasFile } from "./journaled_files.ts";
import { ensembleOf } from "./fold_answers.ts";
import { type OpenNetwork, openNetwork, type OpenOptions } from "./open_network.ts";
import { FILES, inFile, MAX_JSON } from "./run_folder.ts";
import { holdsSweep, keptRuns, trialPath } from "./sweep_folder.ts";

export const ENSEMBLE_FILE = "committee.json";

/** What answers depend on in `committee.json`. */
interface EnsembleFile {
  readonly weights: "equal" | "validation";
  readonly members: readonly {
    readonly run: string;
    readonly weightsSha256: string;
    readonly weight: number;
  }[];
  /** The SHA-256 of the data that they learned from. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Reads an ensemble's file, and checks its members and their weights, on which answers depend.
 * @throws {Error} if there is none, or it is damaged; the message names the file
 */
export async function readEnsemble(folder: string): Promise<EnsembleFile> {
  const path = join(folder, ENSEMBLE_FILE);
  const text = await readNamed(path, MAX_JSON, readTextAtMost);
  return inFile(path, () => {
    const file = JSON.parse(text);
    const isMember = (member: unknown) => {
      const { run, weightsSha256, weight } = Object(member);
      return typeof run === "string" && /^[^/\\]+$/.test(run) && !run.startsWith(".") &&
        typeof weightsSha256 === "string" && typeof weight === "number";
    };
    const members: unknown = Object(file).members;
    if (Array.isArray(members) && members.length > 0 && members.every(isMember)) return file;
    throw new SyntaxError("expected a list of members, each with run, weightsSha256 and weight");
  });
}

/** What a folder is that stands for several networks; `undefined` for a run or anything else. */
async function ensembleKind(folder: string): Promise<"ensemble" | "sweep" | undefined> {
  if (await exists(join(folder, ENSEMBLE_FILE)).catch(() => false)) return "ensemble";
  return await holdsSweep(folder) ? "sweep" : undefined;
}

/** Whether a folder is a sweep's or an ensemble's. */
export async function holdsEnsemble(folder: string): Promise<boolean> {
  return await ensembleKind(folder) !== undefined;
}

export interface OpenEnsemble {
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** The SHA-256 of the data that they learned from, if it is an ensemble's folder. */
  readonly data?: EnsembleFile["data"];
}

/**
 * Opens runs as an ensemble whose members count the same, or the folder of a sweep or an ensemble. The runs of a sweep count
 * the same, and come in the order of its metric.
 * @throws {UsageError} if a folder stands beside others: nothing states the weights between them
 * @throws {Error} if there is no such run, or a member's weights are not those that the folder's file names
 */
export async function openEnsemble(
  runs: readonly string[],
  values: OpenOptions,
): Promise<OpenEnsemble> {
  for (const run of runs) {
    const kind = await ensembleKind(run);
    if (kind === undefined) continue;
    if (runs.length === 1) return kind === "sweep" ? openSweep(run, values) : openOld(run, values);
    throw new UsageError(
      kind === "sweep"
        ? `Cannot combine ${run} with others: it is a sweep, and stands for its runs only`
        : `Cannot combine ${run} with others: it is an ensemble, and its weights are for its members only`,
    );
  }
  const opened = await Array.fromAsync(runs, (run) => openNetwork(run, values));
  return { opened, ensemble: ensembleOf(opened) };
}

async function openSweep(folder: string, values: OpenOptions): Promise<OpenEnsemble> {
  const opened = await Array.fromAsync(
    await keptRuns(folder),
    ({ path, weightsSha256 }) => openMember(folder, path, weightsSha256, values),
  );
  return { opened, ensemble: ensembleOf(opened) };
}

async function openOld(folder: string, values: OpenOptions): Promise<OpenEnsemble> {
  const { members, data, weights: weighing } = await readEnsemble(folder);
  const opened = await Array.fromAsync(members, async ({ run, weightsSha256 }) => {
    const trial = trialPath(folder, run); // of the sweep in the same folder
    const copy = join(folder, "members", `${run}.safetensors`);
    const path = await hasFile(trial, FILES.weights) ? trial : copy;
    return await openMember(folder, path, weightsSha256, values);
  });
  // Fractions are rounded: equal weights are 1, so that the mean is the same to the bit as that of runs named one by one.
  const weights = members.map(({ weight }) => weighing === "equal" ? 1 : weight);
  return { opened, ensemble: ensembleOf(opened, weights), data };
}

/** Opens a network whose weights a file in the folder names. */
async function openMember(
  folder: string,
  path: string,
  expected: string | undefined,
  values: OpenOptions,
): Promise<OpenNetwork> {
  const member = await openNetwork(path, { ...values, model: undefined });
  if (expected !== undefined && await weightsSha256(member.network) !== expected) {
    throw new Error(`Cannot use ${member.path}: its weights differ from the weights in ${folder}`);
  }
  return values.model === undefined ? member : await openNetwork(path, values);
}

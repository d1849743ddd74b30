/**
 * An ensemble: the folder that `deno task ensemble` writes. `committee.json` lists its members and how much each counts.
 * Their weights lie beside it, so that the folder is all that an answer needs. @module
 */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { weightsSha256 } from "../../mod.ts";
import type { Ensemble } from "../../lib/ensemble/mod.ts";
import type { Spread } from "../../lib/evaluate/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { ensembleOf, type OpenNetwork, openNetwork, type OpenOptions } from "./open_network.ts";
import { FILES, inFile, MAX_JSON, type Result } from "./run_folder.ts";
import { hasFile } from "./journaled_files.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import { trialPath } from "./run_name.ts";

export const ENSEMBLE_FILE = "committee.json";

/** The subfolder of the members' weights, unless the members are runs of a sweep in the same folder. */
const MEMBERS_FOLDER = "members";

export type Weighing = "equal" | "validation";

interface MemberFile {
  readonly run: string;
  readonly seed: number;
  readonly weightsSha256: string;
  readonly weight: number;
  readonly validation: Result;
  readonly test: Result;
}

/** `committee.json`. It holds no times, machines or paths, so that one machine and many write the same bytes. */
export interface EnsembleFile {
  readonly weights: Weighing;
  readonly members: readonly MemberFile[];
  /** The ensemble's results on validation, with equal weights and with those that are best on it. */
  readonly validation: { readonly equal: Result; readonly validation: Result };
  readonly test: Result;
  /** The spread of the members' metric: accuracies, or mean absolute errors of quantities. */
  readonly spread: { readonly validation: Spread; readonly test: Spread };
  /** The fraction of the validation split that two members answer differently; null for quantities, and for one member. */
  readonly disagreement: number | null;
  readonly data: Readonly<Record<string, string>>;
}

export async function holdsEnsemble(folder: string): Promise<boolean> {
  return await exists(join(folder, ENSEMBLE_FILE)).catch(() => false);
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

export interface OpenEnsemble {
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** The SHA-256 of the data that they learned from, if it is an ensemble's folder. */
  readonly data?: EnsembleFile["data"];
}

/**
 * Opens runs as an ensemble whose members count the same, or opens the folder of an ensemble.
 * @throws {UsageError} if an ensemble's folder stands beside others: nothing states the weights between them
 * @throws {Error} if there is no such run, or a member's weights are not those that it was formed of
 */
export async function openEnsemble(
  runs: readonly string[],
  values: OpenOptions,
): Promise<OpenEnsemble> {
  for (const run of runs) {
    if (!await holdsEnsemble(run)) continue;
    if (runs.length === 1) return await openFolder(run, values);
    throw new UsageError(
      `Cannot combine ${run} with others: it is an ensemble, and its weights are for its members only`,
    );
  }
  const opened = await Promise.all(runs.map((run) => openNetwork(run, values)));
  return { opened, ensemble: ensembleOf(opened) };
}

async function openFolder(folder: string, values: OpenOptions): Promise<OpenEnsemble> {
  const { members, data, weights: weighing } = await readEnsemble(folder);
  const opened = await Promise.all(members.map(async ({ run, weightsSha256: expected }) => {
    const trial = trialPath(folder, run); // of the sweep in the same folder
    const isTrial = await hasFile(trial, FILES.weights);
    const member = await openNetwork(isTrial ? trial : copyPath(folder, run), values);
    if (await weightsSha256(member.network) === expected) return member;
    throw new Error(
      `Cannot use ${member.path}: its weights are not those that ${folder} was formed of`,
    );
  }));
  // Fractions are rounded: equal weights are 1, so that the mean is the same to the bit as that of runs named one by one.
  const weights = members.map(({ weight }) => weighing === "equal" ? 1 : weight);
  return { opened, ensemble: ensembleOf(opened, weights), data };
}

/** The file of a member's weights in the ensemble's subfolder. */
export function copyPath(folder: string, run: string): string {
  return join(folder, MEMBERS_FOLDER, `${run}.safetensors`);
}

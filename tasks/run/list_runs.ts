/** The runs in a folder: each is whole or damaged. @module */

import { join } from "@std/path";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { counted } from "../cli/format.ts";
import { explain } from "../system/explain.ts";
import { runsIn } from "./find_run.ts";
import {
  FILES,
  inFile,
  readConsistent,
  readRun,
  readWeights,
  weightsEpochOf,
} from "./run_folder.ts";
import type { Metrics, Run } from "./run_folder.ts";
import { PROGRAM } from "../system/installation.ts";

interface RunEntry {
  readonly name: string;
  readonly path: string;
  readonly date: Date;
  /** Its size on the disk, in bytes. */
  readonly bytes: number;
}

/** A run whose files are there and agree with each other; only `verify` checks whether they are true. */
export interface WholeRun extends RunEntry, Pick<Run, "config" | "summary"> {
  readonly damage?: never;
}

/** A run with a file that is missing, cannot be read or contradicts another. */
interface DamagedRun extends RunEntry {
  readonly damage: string;
}

export type ListedRun = WholeRun | DamagedRun;

/**
 * The runs in a folder, the newest first; none if there is no such folder.
 * @throws {Error} if it cannot be read
 */
export async function listRuns(runs: string): Promise<ListedRun[]> {
  const listed: ListedRun[] = [];
  for (const name of await runsIn(runs)) listed.push(await inspect(name, join(runs, name)));
  return listed.sort((a, b) => b.date.getTime() - a.date.getTime());
}

async function inspect(name: string, path: string): Promise<ListedRun> {
  const entry = { name, path, ...await sizeOf(path) };
  try {
    const { files, weights } = await readConsistent(path, async () => ({
      files: await readRun(path),
      weights: await readWeights(path),
    }));
    const { config, metrics, summary } = files;
    inFile(join(path, FILES.summary), () => checkOutline(summary, metrics));
    const { metadata } = inFile(weights.path, () => parseSafetensors(weights.bytes));
    const expected = weightsEpochOf(summary);
    if (Number(metadata["epoch"]) !== expected) {
      throw new Error(
        `Cannot use ${weights.path}: it has epoch ${metadata["epoch"]}, and ${FILES.summary} ` +
          `has ${expected}; \`${PROGRAM} train --resume\` repairs it`,
      );
    }
    return { ...entry, config, summary };
  } catch (error) {
    return { ...entry, damage: explain(error) };
  }
}

/** Checks that a summary has the values that a list shows, and as many epochs as the metrics beside it. */
function checkOutline({ epoch, epochs, ended, weightsSha256 }: Run["summary"], metrics: Metrics[]) {
  const values: unknown[] = [epoch, epochs, ended, weightsSha256]; // readRun has checked their types
  if (values.includes(undefined)) throw new SyntaxError("it lacks metrics of a run");
  if (metrics.length === epochs) return;
  throw new SyntaxError(
    `it has ${counted(epochs, "epoch")}, and ${FILES.metrics} has ${metrics.length}; ` +
      `\`${PROGRAM} train --resume\` repairs it`,
  );
}

/** The size of a folder, and when training last wrote into it; the summary is the last file that it writes. */
async function sizeOf(path: string): Promise<Pick<RunEntry, "date" | "bytes">> {
  let bytes = 0;
  let newest = 0;
  let summary = 0;
  for await (const file of filesIn(path)) {
    const stat = await Deno.lstat(file).catch(() => undefined); // a writer renames its partial files meanwhile
    if (stat === undefined) continue;
    const { size, mtime } = stat;
    const time = mtime?.getTime() ?? 0;
    bytes += size;
    newest = Math.max(newest, time);
    if (file === join(path, FILES.summary)) summary = time;
  }
  const folder = await Deno.lstat(path).catch(() => undefined);
  return { bytes, date: new Date(summary || newest || (folder?.mtime?.getTime() ?? 0)) };
}

/** The files in a folder and its subfolders; unreadable folders are left out. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name, isFile, isDirectory } of entries) {
    const path = join(folder, name);
    if (isDirectory) yield* filesIn(path);
    else if (isFile) yield path;
  }
}

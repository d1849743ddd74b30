/** What runs there are in a folder, and what each is: whole, or damaged. @module */

import { join } from "@std/path";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { counted } from "../cli/format.ts";
import { explain } from "../system/explain.ts";
import { runsIn } from "./find_run.ts";
import {
  FILES,
  inFile,
  type Metrics,
  readConsistent,
  readRun,
  readWeights,
  type Run,
} from "./run_folder.ts";

/** What is known of every run. */
interface Place {
  /** The name of its folder. */
  readonly name: string;
  /** Its folder. */
  readonly path: string;
  /** When it was last written. */
  readonly date: Date;
  /** How much it takes on the disk, in bytes. */
  readonly bytes: number;
}

/** A run whose files are there and agree with each other; whether they are true is for `verify` to say. */
export interface WholeRun extends Place, Pick<Run, "config" | "summary"> {
  readonly damage?: never;
}

/** A run of which a file is missing, cannot be read or contradicts another. */
export interface DamagedRun extends Place {
  /** What is wrong, in a sentence that names the file. */
  readonly damage: string;
}

/** A run in a list. */
export type ListedRun = WholeRun | DamagedRun;

/**
 * The runs in a folder, the newest first; none if there is no such folder.
 *
 * @throws {Error} if it cannot be read
 */
export async function listRuns(runs: string): Promise<ListedRun[]> {
  const listed: ListedRun[] = [];
  for (const name of await runsIn(runs)) listed.push(await look(name, join(runs, name)));
  return listed.sort((a, b) => b.date.getTime() - a.date.getTime());
}

async function look(name: string, path: string): Promise<ListedRun> {
  const place = { name, path, ...await sizeOf(path) };
  try {
    const { files, weights } = await readConsistent(path, async () => ({
      files: await readRun(path),
      weights: await readWeights(path),
    }));
    const { config, metrics, summary } = files;
    inFile(join(path, FILES.summary), () => checkOutline(summary, metrics));
    const { metadata } = inFile(weights.path, () => parseSafetensors(weights.bytes));
    if (Number(metadata["epoch"]) !== summary.epoch) {
      throw new Error(
        `Cannot use ${weights.path}: it is of epoch ${
          metadata["epoch"]
        }, and ${FILES.summary} of ` +
          `${summary.epoch}; \`deno task train --resume\` repairs it`,
      );
    }
    return { ...place, config, summary };
  } catch (error) {
    return { ...place, damage: explain(error) };
  }
}

/** Checks that a summary has the figures that a list shows, and is of the metrics beside it. */
function checkOutline({ epoch, epochs, ended, weightsSha256 }: Run["summary"], metrics: Metrics[]) {
  const isNumbers = Number.isInteger(epoch) && Number.isInteger(epochs);
  if (!isNumbers || typeof ended !== "string" || typeof weightsSha256 !== "string") {
    throw new SyntaxError("it lacks figures of a run");
  }
  if (metrics.length === epochs) return;
  throw new SyntaxError(
    `it tells of ${counted(epochs, "epoch")}, and ${FILES.metrics} of ${metrics.length}; ` +
      "`deno task train --resume` repairs it",
  );
}

/** How large a folder is, and when a file in it was last written; the summary is the last that training writes. */
async function sizeOf(path: string): Promise<Pick<Place, "date" | "bytes">> {
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

/** The files in a folder and in those within it, but for folders that cannot be read. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name, isFile, isDirectory } of entries) {
    const path = join(folder, name);
    if (isDirectory) yield* filesIn(path);
    else if (isFile) yield path;
  }
}

/** The network that comes with the page: that of a run, the newest if none is named. @module */

import { basename, join, resolve } from "@std/path";
import { type Config, dataKindOf, entryOf } from "../../lib/config/mod.ts";
import { parseDecision } from "../../lib/table/decide/mod.ts";
import { mnist } from "../../lib/digits/mod.ts";
import { parseInputDescription } from "../../lib/pictures/mod.ts";
import { parseTableDescription } from "../../lib/table/mod.ts";
import { counted } from "../cli/format.ts";
import { runsIn } from "../run/find_run.ts";
import { readNetwork } from "../run/read_network.ts";
import {
  FILES,
  inFile,
  readConsistent,
  readRun,
  readWeights,
  type Result,
  type Run,
  type Summary,
  weightsEpochOf,
} from "../run/run_folder.ts";
import { plainResultText } from "../results/problem/results.ts";
import type { SiteNetwork } from "./site.ts";
import type { PageNetwork } from "./site_files.ts";

/**
 * Reads a run's network for the page.
 * @param run the run's folder, or its file of weights
 * @throws {Error} if there is no such run, or the page cannot make what its network predicts from
 */
export async function pageNetwork(run: string): Promise<PageNetwork> {
  const { run: whole, ...opened } = await readConsistent(run, async () => {
    const opened = await readNetwork(run);
    const { bytes } = await readWeights(run);
    // A file of weights by itself has no summary, and that of a folder may describe other weights.
    return { ...opened, bytes, run: opened.path === run ? undefined : await readRun(run) };
  });
  const { config, epoch, path, metadata, bytes } = opened;
  const summary = whole?.summary;
  const about = aboutOf(path, config, metadata);
  const isDescribed = summary !== undefined && weightsEpochOf(summary) === epoch;
  const { threshold, thresholds } =
    inFile(path, () => parseDecision(metadata["decision"], config.sizes.at(-1)!)) ?? {};
  // A summary of an older version has the result at one half, which are not the answers of the page.
  const isAtHalf = (threshold ?? thresholds) !== undefined && summary?.decision === undefined;
  const test = isDescribed && !isAtHalf ? summary.test : undefined;
  const result = test === undefined ? null : resultOf(test, config);
  const cut = whole === undefined ? null : cutOf(whole);
  return { name: basename(resolve(run)), result, cut, ...about, bytes };
}

/** What became of runs that ended before their time. */
const CUTS: { readonly [ended in Summary["ended"]]: string | null } = {
  done: null,
  earlyStopping: "ended early",
  timeLimit: "stopped by its time limit",
  paused: "stopped",
  interrupted: "stopped",
  diverged: "diverged",
};

/** Why a run has fewer epochs than planned. */
function cutOf({ config, summary: { ended, epochs } }: Run): string | null {
  const cut = CUTS[ended];
  return cut === null ? null : `${cut} after ${epochs} of ${counted(config.epochs, "epoch")}`;
}

/** How good a network is on test data, in plain words. */
function resultOf(result: Result, { dataset, sizes }: Config): string {
  // Several quantities of a table have one common error, but no common unit.
  return plainResultText(
    result,
    dataKindOf(dataset).hasColumns && sizes.at(-1)! > 1 ? "deviations" : "own",
  );
}

/** What a network predicts from. Throws an Error that names the file if the page cannot make it. */
function aboutOf(
  path: string,
  { dataset, normalizeWidth, sizes }: Config,
  metadata: Readonly<Record<string, string>>,
): Pick<SiteNetwork, "kind" | "pictures"> {
  const fail = (why: string): never => {
    throw new Error(`Cannot show ${path}: ${why}`);
  };
  if (normalizeWidth !== null) {
    fail(`expected digits as drawn, got normalizeWidth ${normalizeWidth}; train without it`);
  }
  if (dataset === mnist.name) return { kind: "digits", pictures: null };
  const entry = entryOf(dataset);
  if (entry !== undefined) {
    const { shape, classes } = entry;
    return { kind: "pictures", pictures: { shape, lightInk: true, classes } };
  }
  const { table, input } = metadata;
  if (dataKindOf(dataset).hasColumns) {
    inFile(path, () => parseTableDescription(table ?? ""));
    return { kind: "table", pictures: null };
  }
  if (input === undefined) return fail("it does not describe its inputs; train it again");
  const { source, shape, type } = inFile(path, () => parseInputDescription(input, sizes[0]!));
  if (type !== "uint8" || !(shape.length === 2 || shape.length === 3 && shape[2] === 3)) {
    fail(`expected pictures of bytes, got inputs [${shape}] of ${type}`);
  }
  return { kind: "pictures", pictures: { shape, lightInk: source !== "pictures", classes: null } };
}

/** The newest run in a folder that the page can show; undefined if there is none. */
export async function newestRun(runs: string): Promise<string | undefined> {
  let newest: { path: string; time: number } | undefined;
  for (const name of await runsIn(runs)) {
    const path = join(runs, name);
    try {
      const { mtime } = await Deno.stat(join(path, FILES.weights));
      const time = mtime?.getTime() ?? 0;
      if (newest !== undefined && time <= newest.time) continue;
      const { config, path: file, metadata } = await readNetwork(path);
      aboutOf(file, config, metadata);
      newest = { path, time };
    } catch {
      // It is no run, or the page cannot show it.
    }
  }
  return newest?.path;
}

/** The network that comes with the page: that of a run, the newest of digits if none is named. @module */

import { basename, join, resolve } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { dataKindOf, entryOf } from "../../lib/config/user_data.ts";
import { mnist } from "../../lib/digits/mnist.ts";
import { parseInputDescription } from "../../lib/pictures/input_description.ts";
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
import { hasNoTest } from "../run/measured.ts";
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
  const about = await aboutOf(path, config, metadata);
  const isDescribed = summary !== undefined && weightsEpochOf(summary) === epoch;
  const isOutOfFold = isDescribed && hasNoTest(summary);
  const found = isDescribed ? summary[isOutOfFold ? "validation" : "test"] : undefined;
  const result = found === undefined ? null : resultOf(found, config);
  const cut = whole === undefined ? null : cutOf(whole);
  return {
    name: basename(resolve(run)),
    result,
    ...isOutOfFold && { isOutOfFold },
    cut,
    ...about,
    bytes,
  };
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

/** How good a network is, in plain words. */
function resultOf(result: Result, { dataset, sizes }: Config): string {
  // Several quantities of a table have one common error, but no common unit.
  return plainResultText(
    result,
    dataKindOf(dataset).hasColumns && sizes.at(-1)! > 1 ? "deviations" : "own",
  );
}

/** What a network predicts from. Throws an Error that names the file if the page cannot make it. */
async function aboutOf(
  path: string,
  { dataset, normalizeWidth, sizes }: Config,
  metadata: Readonly<Record<string, string>>,
): Promise<Pick<SiteNetwork, "kind" | "pictures">> {
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
    const tables = await import("../../lib/table/columns/parse_description.ts");
    inFile(path, () => tables.parseTableDescription(table ?? ""));
    return { kind: "table", pictures: null };
  }
  if (input === undefined) return fail("it does not describe its inputs; train it again");
  const { source, shape, type } = inFile(path, () => parseInputDescription(input, sizes[0]!));
  if (type !== "uint8" || !(shape.length === 2 || shape.length === 3 && shape[2] === 3)) {
    fail(`expected pictures of bytes, got inputs [${shape}] of ${type}`);
  }
  return { kind: "pictures", pictures: { shape, lightInk: source !== "pictures", classes: null } };
}

/** The run that the page shows where none is named, and the others, by name. */
export interface ShownRuns {
  /** The folder of the newest run of digits; undefined if there is none. */
  readonly run: string | undefined;
  /** The names of all other runs, the newest first. */
  readonly others: readonly string[];
}

/** The newest run of digits in a folder that the page can show, and the others. */
export async function shownRuns(runs: string): Promise<ShownRuns> {
  const found: { name: string; time: number }[] = [];
  for (const name of await runsIn(runs)) {
    const info = await Deno.stat(join(runs, name, FILES.weights)).catch(() => undefined);
    if (info !== undefined) found.push({ name, time: info.mtime?.getTime() ?? 0 });
  }
  const names = found.sort((a, b) => b.time - a.time).map(({ name }) => name);
  for (const name of names) {
    if (!await showsDigits(join(runs, name))) continue;
    return { run: join(runs, name), others: names.filter((other) => other !== name) };
  }
  return { run: undefined, others: names };
}

async function showsDigits(run: string): Promise<boolean> {
  try {
    const { config, path, metadata } = await readNetwork(run);
    return (await aboutOf(path, config, metadata)).kind === "digits";
  } catch {
    return false; // it is damaged, or the page cannot show it
  }
}

/** So many other runs are named. */
const MAX_OTHERS = 5;

/**
 * The other runs in a sentence, and the words that show one; undefined if there are none.
 * @param command what shows a run, before its name
 */
export function othersText(
  runs: string,
  { others, run }: ShownRuns,
  command: string,
): string | undefined {
  if (others.length === 0) return undefined;
  const more = others.length - MAX_OTHERS;
  const names = others.slice(0, MAX_OTHERS).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `${run === undefined ? "Runs" : "Other runs"} in ${runs}: ${names}; ` +
    `\`${command} ${others[0]}\` shows one`;
}

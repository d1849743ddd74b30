/** The network that comes with the page: that of a run, the newest if none is named. @module */

import { exists, walk } from "@std/fs";
import { basename, dirname, join, resolve } from "@std/path";
import { mnist } from "../../lib/digits/mnist.ts";
import { FILES, isOfClasses, readNetwork, readRun, readWeights } from "../run/run_folder.ts";
import type { PageNetwork } from "./site_files.ts";

/**
 * Reads a run's network for the page.
 *
 * @param run the run's folder, or its file of weights
 * @throws {Error} if there is no such run, or its network is not one of MNIST's
 */
export async function pageNetwork(run: string): Promise<PageNetwork> {
  const { config, epoch, path } = await readNetwork(run);
  if (config.dataset !== mnist.name) {
    throw new Error(
      `Cannot draw for ${path}: it is a network for ${config.dataset}, one for ${mnist.name} is wanted`,
    );
  }
  if (config.normalizeWidth !== null) {
    throw new Error(
      `Cannot draw for ${path}: it reads digits of a width of ${config.normalizeWidth} pixels, ` +
        "which the page does not make; a run without normalizeWidth is wanted",
    );
  }
  const { bytes } = await readWeights(run);
  // A file of weights by itself has no summary, and that of a folder may describe other weights.
  const summary = path === run ? undefined : (await readRun(run)).summary;
  const test = summary?.epoch === epoch ? summary.test : undefined;
  const accuracy = test !== undefined && isOfClasses(test) ? test.accuracy : null;
  return { name: basename(resolve(run)), accuracy, bytes };
}

/** The newest of the runs in a folder that the page can take; undefined if there is none. */
export async function newestRun(runs: string): Promise<string | undefined> {
  let newest: { path: string; time: number } | undefined;
  for (const path of await runsIn(runs)) {
    try {
      const { mtime } = await Deno.stat(join(path, FILES.weights));
      const time = mtime?.getTime() ?? 0;
      if (newest !== undefined && time <= newest.time) continue;
      const { dataset, normalizeWidth } = (await readRun(path)).config;
      if (dataset === mnist.name && normalizeWidth === null) newest = { path, time };
    } catch {
      // It is no run, or only part of one: do not show it.
    }
  }
  return newest?.path;
}

/** The folders in a folder that hold weights, except hidden ones. */
async function runsIn(folder: string): Promise<string[]> {
  if (!await exists(folder)) return [];
  const files = walk(folder, { maxDepth: 2, includeDirs: false, includeSymlinks: false });
  const paths: string[] = [];
  for await (const { name, path } of files) {
    const run = dirname(path);
    if (name === FILES.weights && !basename(run).startsWith(".")) paths.push(run);
  }
  return paths.sort();
}

/** The network that comes with the page: that of a run, the newest if none is named. @module */

import { exists, walk } from "@std/fs";
import { basename, dirname, join, resolve } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { mnist } from "../../lib/digits/mnist.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { pictureShape } from "../../lib/pictures/picture.ts";
import { parseTableDescription } from "../../lib/table/parse_description.ts";
import { inWords } from "../run/result.ts";
import { FILES, inFile, readNetwork, readRun, readWeights } from "../run/run_folder.ts";
import type { SiteNetwork } from "./page/site.ts";
import type { PageNetwork } from "./site_files.ts";

/**
 * Reads a run's network for the page.
 *
 * @param run the run's folder, or its file of weights
 * @throws {Error} if there is no such run, or the page cannot make what its network predicts from
 */
export async function pageNetwork(run: string): Promise<PageNetwork> {
  const { config, epoch, path } = await readNetwork(run);
  const { bytes } = await readWeights(run);
  const why = whyNot(config);
  if (why !== undefined) throw new Error(`Cannot show ${path}: ${why}`);
  const { metadata } = parseSafetensors(bytes);
  const about = aboutOf(config);
  if (about.kind === "table") inFile(path, () => parseTableDescription(metadata["table"] ?? ""));
  // A file of weights by itself has no summary, and that of a folder may describe other weights.
  const summary = path === run ? undefined : (await readRun(run)).summary;
  const test = summary?.epoch === epoch ? summary.test : undefined;
  const result = test === undefined ? null : inWords(test);
  return { name: basename(resolve(run)), result, ...about, bytes };
}

/** Why the page cannot show a network; undefined if it can. */
function whyNot({ dataset, normalizeWidth, sizes }: Config): string | undefined {
  if (normalizeWidth !== null) {
    return `it reads digits of a width of ${normalizeWidth} pixels, which the page does not make; ` +
      "a run without normalizeWidth is wanted";
  }
  if (typeof dataset === "string" || dataset.csv !== undefined || dataset.images !== undefined) {
    return undefined;
  }
  return squareOf(sizes[0]!) === undefined
    ? `its examples have ${sizes[0]} numbers, and the page takes pictures that are square`
    : undefined;
}

/** What a network predicts from. */
function aboutOf({ dataset, sizes }: Config): Pick<SiteNetwork, "kind" | "pictures"> {
  if (dataset === mnist.name) return { kind: "digits", pictures: null };
  if (typeof dataset !== "string" && dataset.csv !== undefined) {
    return { kind: "table", pictures: null };
  }
  if (typeof dataset !== "string" && dataset.images !== undefined) {
    const { size, color } = dataset as { size?: [number, number]; color?: boolean };
    return { kind: "pictures", pictures: { shape: pictureShape({ size, color }), lightInk: false } };
  }
  return { kind: "pictures", pictures: { shape: squareOf(sizes[0]!)!, lightInk: true } };
}

/** The shape of square pictures of so many numbers, gray or with colors; undefined if there is none. */
function squareOf(features: number): number[] | undefined {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(features / channels);
    if (Number.isInteger(side)) return channels === 1 ? [side, side] : [side, side, channels];
  }
  return undefined;
}

/** The newest of the runs in a folder that the page can take; undefined if there is none. */
export async function newestRun(runs: string): Promise<string | undefined> {
  let newest: { path: string; time: number } | undefined;
  for (const path of await runsIn(runs)) {
    try {
      const { mtime } = await Deno.stat(join(path, FILES.weights));
      const time = mtime?.getTime() ?? 0;
      if (newest !== undefined && time <= newest.time) continue;
      if (whyNot((await readRun(path)).config) === undefined) newest = { path, time };
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

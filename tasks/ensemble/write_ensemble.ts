/** Writes an ensemble's folder. @module */

import { exists } from "@std/fs";
import { basename, dirname, join } from "@std/path";
import { copyPath, ENSEMBLE_FILE, holdsEnsemble, readEnsemble } from "../run/open_ensemble.ts";
import type { EnsembleFile } from "../run/open_ensemble.ts";
import { weightsSha256 } from "../../mod.ts";
import { parseTrainedModel } from "../../lib/fold_ensemble/mod.ts";
import { FILES } from "../run/run_folder.ts";
import { readInRun } from "../run/journaled_files.ts";
import { trialPath } from "../run/run_name.ts";
import { writeTogether } from "../system/files.ts";
import { checkFolder } from "../system/links.ts";

/**
 * Writes an ensemble, with its members' weights unless they are runs of a sweep in the same folder. An earlier ensemble in
 * the folder is removed, with its members' weights.
 * @throws {Error} if files of these names are there that no ensemble wrote
 */
export async function writeEnsemble(
  folder: string,
  file: EnsembleFile,
  paths: readonly string[],
): Promise<string> {
  const before = await readBefore(folder);
  const copies = new Map<string, Uint8Array>();
  for (const [k, { run, weightsSha256: measured }] of file.members.entries()) {
    const bytes = await readInRun(dirname(paths[k]!), basename(paths[k]!), Deno.readFile);
    if (await isAt(paths[k]!, join(trialPath(folder, run), FILES.weights))) continue;
    if (await weightsSha256(parseTrainedModel(bytes)) !== measured) {
      throw new Error(`Cannot write ${folder}: ${paths[k]} has changed since it was measured`);
    }
    copies.set(copyPath(folder, run), bytes);
  }
  const earlier = new Set(before?.members.map(({ run }) => copyPath(folder, run)));
  for (const [path, bytes] of copies) {
    await checkFolder(dirname(path));
    if (earlier.has(path) || !await exists(path) || await holds(path, bytes)) continue;
    throw new Error(`Cannot write ${path}: it is there already, and no ensemble wrote it`);
  }
  const gone = [...earlier].filter((path) => !copies.has(path));
  const path = join(folder, ENSEMBLE_FILE);
  await writeTogether([
    [path, JSON.stringify(file, null, 2) + "\n"], // first: after a kill the copies belong to an ensemble
    ...copies,
    ...gone.map((path) => [path, null] as const),
  ]);
  return path;
}

async function readBefore(folder: string): Promise<EnsembleFile | undefined> {
  if (!await holdsEnsemble(folder)) return undefined;
  try {
    return await readEnsemble(folder);
  } catch (error) {
    throw new Error(
      `Cannot write ${join(folder, ENSEMBLE_FILE)}: it is there already, and no ensemble's; ` +
        "--out names another folder",
      { cause: error },
    );
  }
}

async function isAt(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all(
    [path, other].map((file) => Deno.realPath(file).catch(() => undefined)),
  );
  return one !== undefined && one === two;
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  if ((await Deno.stat(path)).size !== bytes.length) return false;
  const there = await Deno.readFile(path);
  return there.every((byte, k) => byte === bytes[k]);
}

/** A name for an ensemble: that of its only run or sweep, or what the names of several begin with. */
export function ensembleName(words: readonly string[]): string {
  const names = words.map((word) => basename(word));
  const [first = ""] = names;
  let length = first.length;
  for (const name of names) {
    let same = 0;
    while (same < length && name[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length).replace(/[-_.]+$/, "") || "ensemble";
}

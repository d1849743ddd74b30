/** Runs that all tests share: each is trained once, and copied where a test changes it. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { sha256 } from "../../lib/formats/sha256.ts";
import { trained } from "./outcomes.ts";
import { granted, ROOT } from "./run_task.ts";

export const IRIS: string = join(ROOT, "tests", "outsider", "iris.csv");

/** Words of `train` that name the table of irises and its target. */
export const IRISES: readonly string[] = ["--csv", IRIS, "--target", "species"];

/** A table that a run learns from. */
export interface Learned {
  /** The name of its file, without ending, and of the run. */
  readonly name: string;
  readonly text: string;
  readonly target: string;
}

/** The folder for all isolates, which `run.ts` makes; undefined where a test file runs without it. */
const SUITE_FOLDER = granted("env") ? Deno.env.get("INKLING_SHARED_RUNS") : undefined;

let ownFolder: string | undefined;
const runs = new Map<string, Promise<string>>();

/**
 * The run that `train` leaves in a folder. It is trained once for all isolates of `run.ts`, or else for this one.
 * @param name names all that the run depends on
 */
export function sharedRun(
  name: string,
  train: (folder: string) => Promise<string>,
): Promise<string> {
  const known = runs.get(name);
  if (known !== undefined) return known;
  const run = trainedOnce(name, train);
  runs.set(name, run);
  return run;
}

async function trainedOnce(
  name: string,
  train: (folder: string) => Promise<string>,
): Promise<string> {
  const folder = join(
    SUITE_FOLDER ?? isolateFolder(),
    await sha256(new TextEncoder().encode(name)),
  );
  const path = `${folder}.path`; // of the run in the folder, when it is trained
  using lock = await Deno.open(`${folder}.lock`, { write: true, create: true });
  await lock.lock(true);
  if (await exists(path)) return await Deno.readTextFile(path);
  await Deno.mkdir(folder, { recursive: true });
  const run = await train(folder);
  await Deno.writeTextFile(path, run);
  return run;
}

/** A folder that is gone when the tests of the isolate have ended. */
function isolateFolder(): string {
  if (ownFolder !== undefined) return ownFolder;
  const folder = Deno.makeTempDirSync({ prefix: "inkling_" });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return ownFolder = folder;
}

/** A run on a table, which lies beside it. */
export function runOn(
  { name, text, target }: Learned,
  words: readonly string[] = [],
  ...set: readonly string[]
): Promise<string> {
  return sharedRun(JSON.stringify([name, target, text, words, set]), async (folder) => {
    const table = join(folder, `${name}.csv`);
    await Deno.writeTextFile(table, text);
    return await trained(folder, name, ["--csv", table, "--target", target, ...words], ...set);
  });
}

/** A copy of a run, which a test may change. */
export async function copyOf(run: string, folder: string, name = "run"): Promise<string> {
  const copy = join(folder, name);
  await Deno.mkdir(copy, { recursive: true });
  for await (const { name } of Deno.readDir(run)) {
    await Deno.copyFile(join(run, name), join(copy, name));
  }
  return copy;
}

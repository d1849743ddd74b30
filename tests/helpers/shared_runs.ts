/** Runs that the tests of an isolate share: each is trained once, and copied where a test changes it. @module */

import { join } from "@std/path";
import { trained } from "./outcomes.ts";
import { ROOT } from "./run_task.ts";

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

const runs = new Map<string, Promise<string>>();

/** The run that `train` leaves in a folder, which is gone when the tests of the isolate have ended. */
export function sharedRun(
  name: string,
  train: (folder: string) => Promise<string>,
): Promise<string> {
  const known = runs.get(name);
  if (known !== undefined) return known;
  const folder = Deno.makeTempDirSync({ prefix: "inkling_" });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  const run = train(folder);
  runs.set(name, run);
  return run;
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

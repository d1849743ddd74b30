/** Copies of the checkout. @module */

import { join } from "@std/path";
import { granted, outputOf, ROOT } from "./run_task.ts";

/** What every command needs of the checkout. */
const PARTS = [
  "deno.json",
  "deno.lock",
  "mod.ts",
  "std.d.ts",
  "lib",
  "packages",
  "tasks",
];

/** A copy of what commands need of the checkout, and of more files and folders. */
export async function checkoutIn(folder: string, ...more: string[]): Promise<string> {
  const path = join(folder, "checkout");
  await Deno.mkdir(path, { recursive: true });
  await outputOf("cp", ["-R", ...[...PARTS, ...more].map((name) => join(ROOT, name)), path]);
  return path;
}

/** Whether the checkout can be cloned: git is there, and the checkout is one of git's. */
export async function canClone(): Promise<boolean> {
  return granted("read", "write", "run") &&
    await outputOf("git", ["rev-parse", "--verify", "HEAD"]).then(() => true, () => false);
}

/** A clone of the checkout, as somebody gets it who has nothing else, with the changes of tracked files. */
export async function cloneIn(folder: string): Promise<string> {
  const path = join(folder, "clone");
  await outputOf("git", ["clone", "--quiet", ROOT, path]);
  const changes = join(folder, "changes.diff");
  const format = ["--binary", "--no-color", "--no-ext-diff", `--output=${changes}`];
  await outputOf("git", ["diff", ...format, "HEAD"]);
  if ((await Deno.stat(changes)).size === 0) return path;
  await outputOf("git", ["apply", "--index", changes], { cwd: path });
  const author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  await outputOf("git", [...author, "commit", "--quiet", "-m", "Change"], { cwd: path });
  return path;
}

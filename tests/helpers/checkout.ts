/** Copies of the checkout. @module */

import { join } from "@std/path";
import { outputOf, ROOT } from "./run_task.ts";

/** What every command needs of the checkout. */
const PARTS = [
  ...["deno.json", "deno.lock", "mod.ts", "std.d.ts", "lib", "packages", "tasks"],
];

/** A copy of what commands need of the checkout, and of more files and folders. */
export async function checkoutIn(folder: string, ...more: string[]): Promise<string> {
  const path = join(folder, "checkout");
  await Deno.mkdir(path, { recursive: true });
  await outputOf("cp", ["-R", ...[...PARTS, ...more].map((name) => join(ROOT, name)), path]);
  return path;
}

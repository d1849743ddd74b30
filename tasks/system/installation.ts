/**
 * Which form of the commands runs: that of a checkout, or that which npm installs. The latter is JavaScript that
 * `deno task --cwd packages/lab build_npm` bundles; its folders are those of a checkout. @module
 */

import { fileURLToPath } from "node:url";

/** Whether npm installed the commands. */
export const INSTALLED: boolean = import.meta.url.endsWith(".js");

/** The folder of the checkout or of the package: a file of ours has the same path in both. */
export const ROOT: URL = new URL(INSTALLED ? "../" : "../../", import.meta.url);

/** What the user writes before the name of a command. */
export const PROGRAM: string = INSTALLED ? "npx inkling" : "deno task";

/** Where what commands make goes unless the user names a folder. */
export const FOLDERS: { readonly [kind in "runs" | "sweeps"]: string } = INSTALLED
  ? { runs: "runs", sweeps: "sweeps" }
  : { runs: "data/runs", sweeps: "data/sweeps" };

/**
 * A script of ours, for a process or a worker; the build bundles all that are named so.
 * @param path from the folder of the checkout, such as `tasks/train.ts`
 */
export function scriptUrl(path: string): URL {
  return new URL(INSTALLED ? path.replace(/\.ts$/, ".js") : path, ROOT);
}

/** The words after `deno` by which a script of ours runs: it imports nothing from elsewhere. */
export const RUN_WORDS: readonly string[] = [
  "run",
  "-q",
  ...INSTALLED ? ["--no-prompt", "--no-remote", "--no-npm", "--no-lock"] : ["--cached-only"],
  "--config",
  fileURLToPath(new URL("deno.json", ROOT)),
];

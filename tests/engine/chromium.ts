/**
 * Chromium, with no more than a process and a page that sends back what it found. (playwright-core under Deno needs every
 * permission, to look at `/proc`.)
 *
 * @module
 */

import { QUICK_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import { type Files, openPageIn } from "./open_page.ts";

export { type Files, PATIENCE } from "./open_page.ts";

/** Debian's Chromium, and what the machines of GitHub Actions have. */
const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

/** The sandbox does not work for root, as in containers; the only page that is opened is our own. */
export const FLAGS: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The headers with which a page has shared memory. */
export const ISOLATION: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Where Chromium is; undefined if it is not there, may not be run, or quick tests run. */
export async function findChromium(): Promise<string | undefined> {
  if (QUICK_TESTS || !granted("read", "write", "run", "net")) return undefined;
  for (const path of PROGRAMS) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/**
 * Opens the page `/` of some files in a new profile, and waits until it posts JSON to `/found`.
 *
 * @param headers of every answer, besides the type
 * @param flags of the browser, besides the usual
 * @throws {Error} if the browser ends, or nothing comes within two minutes
 */
export async function openPage(
  program: string,
  files: Files,
  headers: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<unknown> {
  const args = (profile: string) => [...FLAGS, ...flags, `--user-data-dir=${profile}`];
  return await openPageIn({ program, args }, files, headers);
}

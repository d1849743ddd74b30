/**
 * Chromium, with no more than a process and a page that sends back what it found. (playwright-core under Deno wants every
 * permission, to look at `/proc`.)
 *
 * @module
 */

import { granted, temporaryFolder } from "../helpers/run_task.ts";

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

/** How long a page may take, in milliseconds; it takes some seconds. */
export const PATIENCE = 120_000;

/** Where Chromium is; undefined if it is not there or may not be run. */
export async function findChromium(): Promise<string | undefined> {
  if (!granted("read", "write", "run", "net")) return undefined;
  for (const path of PROGRAMS) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}

/** What is served, by path. */
export type Files = Readonly<Record<string, readonly [type: string, content: BodyInit]>>;

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
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  await using server = Deno.serve(options, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/found") resolve(await request.json());
    const [type, content] = files[pathname] ?? ["text/plain", ""];
    return new Response(content, { headers: { ...headers, "content-type": type } });
  });
  await using profile = await temporaryFolder();
  await using browser = new Deno.Command(program, {
    args: [
      ...FLAGS,
      ...flags,
      `--user-data-dir=${profile.path}`,
      `http://127.0.0.1:${server.addr.port}/`,
    ],
    env: { TMPDIR: profile.path }, // or a killed browser leaves a folder behind
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  browser.status.then(({ code }) => reject(new Error(`${program} ended with ${code}`)));
  const timer = setTimeout(() => reject(new Error("the page sent nothing back")), PATIENCE);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

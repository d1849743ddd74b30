/** A page in any browser that has a command line, which sends back what it found. @module */

import { temporaryFolder } from "../helpers/run_task.ts";

/** How long a page may take, in milliseconds; it takes some seconds. */
export const PATIENCE = 120_000;

/** What is served, by path. */
export type Files = Readonly<Record<string, readonly [type: string, content: BodyInit]>>;

/** How a browser is started. */
export interface BrowserCommand {
  /** The program. */
  readonly program: string;
  /** Its arguments before the address; `profile` is a folder that is empty and soon gone. */
  readonly args: (profile: string) => readonly string[];
  /** More of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Opens the page `/` of some files in a new profile, and waits until it posts JSON to `/found`.
 *
 * @param headers of every answer, besides the type
 * @param patience how long it may take, in milliseconds
 * @throws {Error} if the browser ends, or nothing comes in time
 */
export async function openPageIn(
  { program, args, env }: BrowserCommand,
  files: Files,
  headers: Readonly<Record<string, string>> = {},
  patience: number = PATIENCE,
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
  const { path } = profile;
  await using browser = new Deno.Command(program, {
    args: [...args(path), `http://127.0.0.1:${server.addr.port}/`],
    // A killed browser leaves nothing behind where it had a home of its own.
    env: { TMPDIR: path, HOME: path, XDG_RUNTIME_DIR: path, XDG_CACHE_HOME: path, ...env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  browser.status.then(({ code }) => reject(new Error(`${program} ended with ${code}`)));
  const timer = setTimeout(() => reject(new Error("the page sent nothing back")), patience);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

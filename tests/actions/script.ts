/** Runs the script of a step, and ends it as GitHub's runner does. @module */

import { linesOf } from "../helpers/lines.ts";

/** For how many milliseconds GitHub lets a process go on after SIGINT. */
export const GRACE = 7500;

/** The command of each shell that a step may name; `{0}` is the file of the script. */
const SHELLS: Readonly<Record<string, string>> = {
  "": "bash -e {0}",
  bash: "bash --noprofile --norc -eo pipefail {0}",
  sh: "sh -e {0}",
};

/** How a script is run. */
export interface ScriptOptions {
  /** The shell that the step names, if it does. */
  readonly shell: string;
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** Ends the script. */
  readonly signal: AbortSignal;
  /** For how many milliseconds it may go on after SIGINT. */
  readonly grace: number;
  /** Takes each line that is printed. */
  readonly print: (line: string) => void;
}

/** Runs a script from a file to its end, and returns its exit code. */
export async function runScript(path: string, options: ScriptOptions): Promise<number> {
  const { shell, cwd, env, signal, grace, print } = options;
  const [program, ...words] = (SHELLS[shell] ?? shell).split(" ");
  const child = new Deno.Command(program!, {
    args: words.map((word) => word.replace("{0}", path)),
    cwd,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true, // a group of its own, so that all of it can be ended
  }).spawn();
  const printAll = async (stream: ReadableStream<Uint8Array>) => {
    for await (const line of linesOf(stream)) print(line);
  };
  const printed = Promise.all([printAll(child.stdout), printAll(child.stderr)]);
  const end = () => void cancel(child, grace);
  if (signal.aborted) end();
  signal.addEventListener("abort", end);
  const { code } = await child.status;
  signal.removeEventListener("abort", end);
  send(-child.pid, "SIGKILL"); // what it left behind
  await printed;
  return code;
}

/**
 * Asks a process to end, ever more urgently. Only the process itself is asked, which is the shell: a shell does not pass a
 * signal on to what it waits for, so that a script has to say `exec` where a program is to hear of it.
 */
async function cancel(child: Deno.ChildProcess, grace: number): Promise<void> {
  send(child.pid, "SIGINT");
  if (await endsWithin(child, grace)) return;
  send(child.pid, "SIGTERM");
  if (await endsWithin(child, grace / 3)) return;
  send(-child.pid, "SIGKILL");
}

async function endsWithin(child: Deno.ChildProcess, milliseconds: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, milliseconds, false);
  child.status.then(() => resolve(true));
  const ended = await promise;
  clearTimeout(timer);
  return ended;
}

/** Sends a signal to a process, or to a group by its negative number; to one that has ended it does nothing. */
function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

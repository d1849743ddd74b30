/**
 * What tests of tasks share: permissions, temporary folders, tasks as processes.
 *
 * @module
 */

import { delay } from "@std/async/delay";
import { retry } from "@std/async/retry";
import { exists } from "@std/fs";
import { fromFileUrl } from "@std/path";
import settings from "../../deno.json" with { type: "json" };
import course from "../../packages/course/deno.json" with { type: "json" };
import lab from "../../packages/lab/deno.json" with { type: "json" };

/** The folder of the checkout. */
export const ROOT: string = fromFileUrl(new URL("../..", import.meta.url));

/** The flags of scripts that run without a task: what their lock does not hold cannot be imported. */
export const STRICT: readonly string[] = ["-q", "--no-prompt", "--no-remote", "--frozen"];

/** The tasks of the project, and those of its members. */
export const TASKS: {
  readonly [name: string]: { readonly command: string; readonly description: string };
} = {
  ...lab.tasks,
  ...settings.tasks,
  site: course.tasks.site, // which the project's task of this name starts
};

/** Whether the tests were given all these permissions; a test that was not is ignored, which the report shows. */
export function granted(...names: Deno.PermissionName[]): boolean {
  return names.every((name) => Deno.permissions.querySync({ name }).state === "granted");
}

/** A folder that is gone at the end of the scope: `await using folder = await temporaryFolder()`. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "inkling_" });
  return {
    path,
    // A browser's processes outlive it for a moment, and write on into their folder.
    [Symbol.asyncDispose]: () =>
      retry(() => Deno.remove(path, { recursive: true }), { minTimeout: 50, maxAttempts: 8 }),
  };
}

/** The names in a folder, hidden ones too, sorted; none if there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  if (!await exists(folder)) return [];
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

/** How a process ended and what it printed. */
export interface Outcome {
  /** The exit code. */
  readonly code: number;
  /** All of stdout. */
  readonly stdout: string;
  /** All of stderr. */
  readonly stderr: string;
}

/** The flags and the script of `deno run` in a task. */
function runOf(task: string): { readonly flags: readonly string[]; readonly script: string } {
  const [, flags, script] = /deno run ((?:-\S+ )*)(\S+\.ts)/.exec(TASKS[task]!.command)!;
  return { flags: flags!.trim().split(" "), script: script! };
}

/** The script that a task runs, by its path in the checkout. */
export function scriptOf(task: string): string {
  return runOf(task).script;
}

/**
 * The flags of `deno run` in a task of `deno.json`: its lock and its permissions. `--cached-only` is left out: before a
 * task, `deno task` installs its packages, and here Deno does when they are needed.
 */
export function flagsOf(task: string): string[] {
  return runOf(task).flags.filter((flag) => flag !== "--cached-only")
    .map((flag) => flag.replace(/(?<=^--lock=)/, ROOT)); // also where a test starts it elsewhere
}

/** The flags with which scripts of the tests run that need packages which no task needs. */
export const FIXTURE: readonly string[] = [...STRICT, "--lock=tests/fixtures.lock"];

/** Words by which a test chooses how many networks are trained. */
const CHOOSES_FOLDS = /^(--folds|--config|--resume|--describe)\b|^folds=/;

/**
 * The words of a command. Tests that train on a table train one network, unless they name the folds: the thirty members of
 * five folds take ten times as long.
 */
export function wordsOf(name: string, words: readonly string[]): readonly string[] {
  const isOnTable = name === "train" && words.some((word) => /^--(csv|table)\b/.test(word));
  const chooses = words.some((word) => CHOOSES_FOLDS.test(word));
  return isOnTable && !chooses ? [...words, "--folds", "0"] : words;
}

/** The flag that keeps a task from native kernels; `--deny-ffi` alone has no effect on a set. */
export const WITHOUT_KERNELS = `--deny-ffi=${
  ["so", "dylib", "dll"].map((ending) => `${ROOT}native/kernels.${ending}`).join()
}`;

/** Most tests read what a command prints, not how it is laid out: lines have any length there. */
export const WIDE = "100000";

/** The flags with which a task reads how wide its lines are from the environment, besides what it may read there. */
export function withColumns(flags: readonly string[]): readonly string[] {
  if (flags.some((flag) => ["-A", "--allow-all", "--allow-env"].includes(flag))) return flags;
  const isEnv = (flag: string) => flag.startsWith("--allow-env=");
  return flags.some(isEnv)
    ? flags.map((flag) => isEnv(flag) ? `${flag},COLUMNS` : flag)
    : [...flags, "--allow-env=COLUMNS"];
}

/**
 * Starts a task as `deno task` would, under its own permission set, in the folder of the checkout; but without native kernels,
 * unless its words name them: tests print the same where a library was built and where none was.
 */
export function startTask(
  [name, ...words]: readonly [string, ...string[]],
  options: Deno.CommandOptions = {},
): Deno.ChildProcess {
  const flags = [...flagsOf(name), ...words.includes("native") ? [] : [WITHOUT_KERNELS]];
  return startScript(scriptOf(name), wordsOf(name, words), { flags, ...options });
}

/** Runs a task to its end. */
export async function runTask(
  words: readonly [string, ...string[]],
  options: Deno.CommandOptions = {},
): Promise<Outcome> {
  return await outcomeOf(startTask(words, options));
}

/** Starts a script of the checkout, whose lines have any length; `flags` say its lock and permissions. */
export function startScript(
  script: string,
  words: readonly string[],
  { flags = STRICT, ...options }: Deno.CommandOptions & { flags?: readonly string[] } = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", ...withColumns(flags), script, ...words],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
    env: { NO_COLOR: "1", COLUMNS: WIDE, ...options.env },
  }).spawn();
}

/** Runs a command to its end, in the folder of the checkout. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<Outcome> {
  const output = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  const all = { args: [...args], cwd: ROOT, ...output, ...options };
  return await outcomeOf(new Deno.Command(command, all).spawn());
}

/** Runs a command that has to succeed, in the folder of the checkout; returns what it prints. */
export async function outputOf(
  command: string,
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, options);
  if (code !== 0) throw new Error(`Cannot run ${command} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

/** Waits for a process and decodes what it printed. */
export async function outcomeOf(process: Deno.ChildProcess): Promise<Outcome> {
  const { code, stdout, stderr } = await process.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Waits until no process is left of a group, whose first one was started with `detached: true`. */
export async function untilGroupEnds(group: number): Promise<void> {
  try {
    while (true) {
      Deno.kill(-group, "SIGCONT"); // which changes nothing where a process runs
      await delay(10);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

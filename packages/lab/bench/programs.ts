/** The programs that a benchmark runs: what they print, those in Python, contenders, and other runtimes than Deno. @module */

import { fromFileUrl, join, resolve } from "@std/path";
import type { Contender } from "./contenders.ts";
import type { AnyRow } from "./row.ts";

export const ROOT: string = fromFileUrl(new URL("../../../", import.meta.url));

/** The folder of the peers' programs, in which all are started: no task writes there. */
export const PEERS: string = join(ROOT, "packages", "lab", "bench", "peers");

/** What a program prints; `undefined` where there is none or it fails. */
export async function outputOf(
  command: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Removes the current folder from Python's path, where it would search first, and where tasks may write. */
const WITHOUT_CURRENT_FOLDER =
  'import sys; sys.path[:] = [path for path in sys.path if path != ""]\n';

/** The arguments with which Python runs a program, which imports nothing from the folder where it is called. */
export function pythonProgram(program: string, ...words: readonly string[]): string[] {
  return ["-c", WITHOUT_CURRENT_FOLDER + program, ...words];
}

interface RunOptions {
  readonly epochs: number;
  readonly images: number;
  /** The images trained before the clock starts. */
  readonly warmUp: number;
  readonly data: string;
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly rows: AnyRow[];
  /** The peak memory of a W1 run, if the workload was `load`. */
  readonly peakMemoryBytes?: number;
}

/**
 * Runs a contender on a workload.
 * @throws {Error} with the last line of its stderr, if it fails
 */
export async function runContender(
  { name, command, script, options, program }: Contender,
  workload: string,
  { epochs, images, warmUp, data, signal }: RunOptions,
): Promise<Outcome> {
  const child = new Deno.Command(command, {
    args: [
      ...script,
      workload,
      ...options,
      "--epochs",
      String(epochs),
      "--images",
      String(images),
      "--warm-up",
      String(warmUp),
      "--data",
      resolve(data),
    ],
    cwd: PEERS, // and not where Bun would read its settings
    stdin: program === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
  // A program that ends before it has read all of its text reports the error itself.
  const sent = program && new Blob([program]).stream().pipeTo(child.stdin).catch(() => {});
  const { success, stdout, stderr } = await child.output();
  await sent;
  signal.throwIfAborted();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (!success) {
    const last = text(stderr).split("\n").at(-1)!.replace(/^error: /, "");
    throw new Error(`Cannot measure ${workload} with ${name}: ${last}`);
  }
  const results = text(stdout).split("\n").filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const rows = results.filter((result) => "workload" in result) as AnyRow[];
  return Object.assign({ rows }, ...results.filter((result) => !("workload" in result)));
}

const PROGRAM = join(ROOT, "packages", "lab", "bench", "measure_elsewhere.ts");

export interface Runtime {
  readonly command: string;
  readonly version: string;
  /** The arguments with which it reads a module from its stdin. */
  readonly script: readonly string[];
  readonly program: string;
}

/** The arguments with which each of them reads a module from its stdin. */
const SCRIPTS = { node: ["--input-type=module", "-"], bun: ["run", "-"] } as const;

export const RUNTIMES = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/** Finds a runtime on the PATH, and bundles our measurements for it; `undefined` if it is not there. */
export async function findRuntime(name: keyof typeof SCRIPTS): Promise<Runtime | undefined> {
  const printed = await outputOf(name, ["--version"]);
  // Where there is no Node, Deno starts itself by that name, and prints more.
  const version = printed?.match(/^v?([\d.]+)\s*$/)?.[1];
  if (version === undefined) return undefined;
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [PROGRAM],
    write: false,
  });
  if (!success) {
    throw new Error(`Cannot bundle ${PROGRAM}: ${errors.map(({ text }) => text).join("; ")}`);
  }
  return { command: name, version, script: SCRIPTS[name], program: outputFiles[0]!.text() };
}

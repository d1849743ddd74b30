/** Runs a contender's program and reads what it prints. @module */

import { resolve } from "@std/path";
import { type Contender, PEERS } from "./contenders.ts";
import type { AnyRow } from "./row.ts";

interface RunOptions {
  /** How many epochs or passes are timed. */
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
      ...["--epochs", String(epochs), "--images", String(images)],
      ...["--warm-up", String(warmUp), "--data", resolve(data)],
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

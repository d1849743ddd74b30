/**
 * Three sweeps that have to come to the same `sweep.json` wherever they are trained: on one machine, in four shards, in an
 * array of Slurm a node of which is killed, in the workflow when it is cancelled. `deno run tests/sweeps/hashes.ts`, with
 * what it asks for, writes the hashes anew where the file's form has changed. @module
 */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import hashes from "./hashes.json" with { type: "json" };

export const SAME = ["grid", "random", "halving"] as const;

export function sweepFile(name: typeof SAME[number]): string {
  return `tests/sweeps/${name}.json`;
}

export async function sweepSha256(folder: string): Promise<string> {
  const bytes = await Deno.readFile(join(folder, "sweep.json"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Checks that a folder holds what every machine comes to. */
export async function assertSame(folder: string, name: typeof SAME[number]): Promise<void> {
  assertEquals(await sweepSha256(folder), hashes[name]);
}

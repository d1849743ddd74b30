/**
 * The version of the costs that a run began with. A resumed run keeps it, so that its epochs compare; `verify` computes
 * costs of the same version. @module
 */

import { type Cost, COST_VERSION, costOfVersion } from "../../lib/network/mod.ts";

/** The version of a file without the key `costVersion`: that of Inkling 0.1.0. */
const DEFAULT_VERSION = 1;

/**
 * The version that a file of a run holds.
 * @param held the value of its key: a text in metadata, a number in a checkpoint
 * @throws {SyntaxError} if there is no such version
 */
export function costVersionOf(held: string | number | undefined): number {
  const version = held === undefined ? DEFAULT_VERSION : Number(held);
  const exists = version >= DEFAULT_VERSION && version <= COST_VERSION;
  if (Number.isInteger(version) && exists) return version;
  throw new SyntaxError(`its costVersion is ${held}: expected 1 or ${COST_VERSION}`);
}

/** The key of a version in a run's file; version 1 has none, so that old files keep their bytes. */
export function costVersionEntry(version: number): { costVersion?: number } {
  return version === DEFAULT_VERSION ? {} : { costVersion: version };
}

/** The cost that metadata name, as a version computes it; empty where they name none. */
export function costIn({ cost }: { readonly cost?: string }, version: number): { cost?: Cost } {
  return cost === undefined ? {} : { cost: costOfVersion(cost, version) };
}

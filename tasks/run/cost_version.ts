/**
 * The version of the costs that a run began with. It goes on with them, so that its epochs compare, and `verify` computes
 * them again.
 *
 * @module
 */

import { type Cost, COST_VERSION, costOfVersion } from "../../lib/network/costs.ts";

/** The first version, of Inkling 0.1.0, whose files do not say it. */
const UNSAID = 1;

/**
 * The version that a file of a run says.
 *
 * @param said in the metadata a text, in a checkpoint a number
 * @throws {SyntaxError} if there is no such version
 */
export function costVersionOf(said: string | number | undefined): number {
  const version = said === undefined ? UNSAID : Number(said);
  if (Number.isInteger(version) && version >= UNSAID && version <= COST_VERSION) return version;
  throw new SyntaxError(`its costVersion is ${said}: expected 1 or ${COST_VERSION}`);
}

/** How a file of a run says its version: a key, or nothing as those of Inkling 0.1.0, which stay as they would have been. */
export function costVersionEntry(version: number): { costVersion?: number } {
  return version === UNSAID ? {} : { costVersion: version };
}

/** The cost of a network's metadata, as a version computed it; nothing where they name none. */
export function costIn(
  { cost }: { readonly cost?: string },
  version: number,
): { cost?: Cost } {
  return cost === undefined ? {} : { cost: costOfVersion(cost, version) };
}

/** The names of labels in the file of a network for multi-label data. @module */

import type { Network } from "../../lib/network.ts";

/**
 * Parses the names.
 * @throws {SyntaxError} if they are damaged, or not one for each output
 */
export function parseLabels(json: string, { sizes }: Pick<Network, "sizes">): readonly string[] {
  let names: unknown;
  try {
    names = JSON.parse(json);
  } catch {
    names = undefined;
  }
  const isWhole = Array.isArray(names) && names.length === sizes.at(-1) &&
    names.every((name) => typeof name === "string") && new Set(names).size === names.length;
  if (isWhole) return names as string[];
  throw new SyntaxError(`Cannot read the labels: expected ${sizes.at(-1)} different names`);
}

/**
 * What the outputs of a network of quantities stand for: output × deviation + mean, in the unit of each. A table says it of
 * its target; of an NPZ file it is in the metadata by itself.
 *
 * @module
 */

import type { Quantity } from "../../lib/table/columns.ts";

/** What a quantity is called that has no name of its own. */
export function quantityName(j: number, quantities: number): string {
  return quantities === 1 ? "the target" : `target ${j + 1}`;
}

/**
 * Reads what `JSON.stringify` wrote of quantities into a network's file.
 *
 * @param outputs how many the network has
 * @throws {SyntaxError} if it is something else
 */
export function parseQuantities(text: string, outputs: number): readonly Quantity[] {
  const list = parsed(text);
  if (Array.isArray(list) && list.length === outputs && list.every(isQuantity)) return list;
  throw new SyntaxError(
    `its quantities are not a name, a mean and a deviation for each of its ${outputs} outputs`,
  );
}

function isQuantity(value: unknown): value is Quantity {
  const { name, mean, deviation, ...others } = Object(value) as Partial<Quantity>;
  return typeof name === "string" && Number.isFinite(mean) && Number.isFinite(deviation) &&
    deviation! > 0 && Object.keys(others).length === 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

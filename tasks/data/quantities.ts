/**
 * The quantities of a network's outputs: output × deviation + mean, in the unit of each. A table describes them as its
 * target; for an NPZ file they are in the metadata by themselves. @module
 */

import type { Quantity } from "../../lib/table/mod.ts";

/** The name of a quantity without one. */
export function quantityName(j: number, quantities: number): string {
  return quantities === 1 ? "the target" : `target ${j + 1}`;
}

/** Reads the quantities of a network's outputs from its file; throws if it is something else. */
export function parseQuantities(text: string, outputs: number): readonly Quantity[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    // not JSON: the error below states what is expected
  }
  if (Array.isArray(list) && list.length === outputs && list.every(isQuantity)) return list;
  throw new SyntaxError(
    `expected quantities of a name, a mean and a deviation for each of its ${outputs} outputs`,
  );
}

function isQuantity(value: unknown): value is Quantity {
  const { name, mean, deviation, ...others } = Object(value) as Partial<Quantity>;
  return typeof name === "string" && Number.isFinite(mean) && Number.isFinite(deviation) &&
    deviation! > 0 && Object.keys(others).length === 0;
}

/** The scale of standardized quantities: an output stands for output × deviation + mean, in the unit of each. @module */

import type { Standardization } from "../numerics/standardization.ts";

/** What an output stands for where targets were standardized: output × deviation + mean. */
export interface QuantityScale {
  /** The name of the quantity. */
  readonly name: string;
  /** Its unit, if it is known. */
  readonly unit?: string;
  /** The mean of the training examples, in the unit of the quantity. */
  readonly mean: number;
  /** The standard deviation of the training examples, more than 0, in the unit of the quantity. */
  readonly deviation: number;
}

/** The name of a quantity without one. */
export function quantityName(j: number, quantities: number): string {
  return quantities === 1 ? "the target" : `target ${j + 1}`;
}

/** The scale of quantities without names. */
export function quantitiesOf({ means, deviations }: Standardization): QuantityScale[] {
  return Array.from(means, (mean, j) => ({
    name: quantityName(j, means.length),
    mean,
    deviation: deviations[j]!,
  }));
}

/** Whether two scales give the same numbers, whatever the names. */
export function areSameQuantities(
  one: readonly QuantityScale[] | undefined,
  other: readonly QuantityScale[] | undefined,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length &&
    one.every(({ mean, deviation }, j) =>
      mean === other[j]!.mean && deviation === other[j]!.deviation
    );
}

/**
 * Reads the quantities of a network's outputs from its file.
 * @throws {SyntaxError} if it is something else, or not as many as outputs
 */
export function parseQuantities(text: string, outputs?: number): readonly QuantityScale[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    // not JSON: the error below states what is expected
  }
  if (
    Array.isArray(list) && list.length === (outputs ?? list.length) && list.every(isQuantity)
  ) return list;
  throw new SyntaxError(
    "expected quantities of a name, a mean and a deviation for each of its " +
      `${outputs === undefined ? "" : `${outputs} `}outputs`,
  );
}

function isQuantity(value: unknown): value is QuantityScale {
  const { name, mean, deviation, ...others } = Object(value) as Partial<QuantityScale>;
  return typeof name === "string" && Number.isFinite(mean) && Number.isFinite(deviation) &&
    deviation! > 0 && Object.keys(others).length === 0;
}

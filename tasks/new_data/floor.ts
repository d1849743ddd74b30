/** The floor under the metric that matters. @module */

import { UsageError } from "../cli/arguments.ts";
import type { MainMetric } from "./evaluate.ts";
import { METRIC_NAMES } from "./metrics.ts";
import { valueText } from "./metric_texts.ts";

/**
 * The floor of `--floor`.
 * @returns `undefined` if there is none
 * @throws {UsageError} if it is no number up to 1
 */
export function readFloor(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const floor = /^-?\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (floor <= 1) return floor;
  throw new UsageError(
    `--floor: expected an accuracy from 0 to 1, or an R² of at most 1, got "${text}"; for example 0.9`,
  );
}

/** The floor, and whether it holds, as JSON; nothing where there is none. */
export function floorJson(floor: number | undefined, failure: string | undefined): object {
  return floor === undefined ? {} : { floor: { least: floor, holds: failure === undefined } };
}

/** That a metric is below its floor; `undefined` if it is not, or there is none. */
export function floorProblem(
  metric: MainMetric,
  value: number | null | undefined,
  floor: number | undefined,
): string | undefined {
  if (floor === undefined) return undefined;
  if (value === null || value === undefined) {
    return `There is no ${METRIC_NAMES[metric]} to hold against the floor of ${
      valueText(metric, floor)
    }`;
  }
  if (value >= floor) return undefined;
  const name = METRIC_NAMES[metric].replace(/^a/, "A");
  return `${name} ${valueText(metric, value)} is below the floor of ${valueText(metric, floor)}`;
}

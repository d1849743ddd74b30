/** The floors under metrics: the least that a model may have, or the most where less is better. @module */

import { suggestion } from "../../../lib/checks/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import { fourDigits } from "../../cli/format.ts";
import { type Check, failed, ok } from "./check.ts";
import type { MainMetric } from "./evaluate.ts";
import { METRIC_NAMES, valueText } from "./metrics.ts";

/** The metrics that may have a floor; `auc` is `rocArea`. */
const NAMES = { ...METRIC_NAMES, auc: METRIC_NAMES.rocArea, cost: "cost" } as const;

/** The metrics of which less is better; the others are at most 1. */
const LESS: readonly string[] = ["cost", "logLoss", "mae", "rmse", "hammingLoss"];

export interface Floor {
  /** Absent for the metric that matters, accuracy or R². */
  readonly metric?: keyof typeof NAMES;
  readonly bound: number;
}

/**
 * The floors of `--floor`, each a number or `METRIC=VALUE`.
 * @throws {UsageError} if a metric is unknown, or its value cannot be one
 */
export function readFloors(words: readonly string[]): Floor[] {
  return words.map((word) => {
    const at = word.indexOf("=");
    const metric = at === -1 ? undefined : word.slice(0, at) as keyof typeof NAMES;
    const text = word.slice(at + 1);
    const bound = /^-?\d*\.?\d+(?:e-?\d+)?$/.test(text) ? Number(text) : NaN;
    const isLess = metric !== undefined && LESS.includes(metric);
    if (metric !== undefined && !Object.hasOwn(NAMES, metric)) {
      const names = Object.keys(NAMES);
      throw new UsageError(
        `--floor: expected one of ${names.join(", ")}, got "${metric}"${suggestion(metric, names)}`,
      );
    }
    if (isLess ? bound >= 0 : bound <= 1) {
      return metric === undefined ? { bound } : { metric, bound };
    }
    throw new UsageError(
      metric === undefined
        ? `--floor: expected an accuracy from 0 to 1, or an R² of at most 1, got "${word}"; for example 0.9`
        : `--floor: expected ${metric} of at ${isLess ? "least 0" : "most 1"}, got "${text}"`,
    );
  });
}

/**
 * Holds values against floors.
 * @param values by the names of metrics; `null` if one is not defined
 */
export function floorChecks(
  floors: readonly Floor[],
  values: { readonly [metric: string]: unknown },
  main: MainMetric = typeof values.accuracy === "number" ? "accuracy" : "r2",
): Check[] {
  return floors.map(({ metric = main, bound }) => {
    const key = metric === "auc" ? "rocArea" : metric;
    const text = key === "cost" ? fourDigits : (of: number) => valueText(key, of);
    const value = values[key];
    if (typeof value !== "number") {
      return failed(`There is no ${NAMES[metric]} to hold against the floor of ${text(bound)}`);
    }
    const now = `${NAMES[metric].replace(/^./, (first) => first.toUpperCase())} ${text(value)}`;
    const [holds, least, below] = LESS.includes(metric)
      ? [value <= bound, "at most", "above the limit of"]
      : [value >= bound, "at least", "below the floor of"];
    return holds
      ? ok(`${now}, ${least} ${text(bound)}`)
      : failed(`${now} is ${below} ${text(bound)}`);
  });
}

/** All checks as JSON, the floor of one number by itself too; nothing without a check. */
export function floorJson(floors: readonly Floor[], checks: readonly Check[]): object {
  const plain = floors.findIndex(({ metric }) => metric === undefined);
  const holds = checks[plain]?.outcome === "ok";
  return {
    ...plain !== -1 && { floor: { least: floors[plain]!.bound, holds } },
    ...checks.length > 0 && { checks },
  };
}

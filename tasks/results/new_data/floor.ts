/** The floors under metrics: the least that a model may have, or the most where less is better. @module */

import { suggestion } from "../../../lib/checks/meant.ts";
import { METRIC_NAMES, type MetricName } from "../../../lib/options/metric_names.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { UsageError } from "../../cli/arguments.ts";
import { type Check, failed, ok } from "./check.ts";
import { valueText } from "../problem/metrics.ts";

/** The metrics that may have a floor: none in a mix of units. */
const KNOWN = METRIC_NAMES.filter((name) => METRICS[name].unit !== "mixed");

export interface Floor {
  /** Absent for the metric that matters: the one that was asked for, accuracy or R². */
  readonly metric?: MetricName;
  readonly bound: number;
}

/** Whether less is better; of the metric that matters unless it was asked for it is not. */
function isLess(metric: MetricName | undefined): boolean {
  return metric !== undefined && METRICS[metric].goal === "minimize";
}

/**
 * The floors of `--floor`, each a number or `METRIC=VALUE`.
 * @throws {UsageError} if a metric is unknown, or its value cannot be one
 */
export function readFloors(words: readonly string[]): Floor[] {
  return words.map((word) => {
    const at = word.indexOf("=");
    const name = at === -1 ? undefined : word.slice(0, at);
    const text = word.slice(at + 1);
    const bound = /^-?\d*\.?\d+(?:e-?\d+)?$/.test(text) ? Number(text) : NaN;
    if (name === undefined) {
      if (!Number.isNaN(bound)) return { bound };
      throw new UsageError(
        `--floor: expected a number or METRIC=VALUE, got "${word}"; for example 0.9, or auc=0.8`,
      );
    }
    const metric = KNOWN.find((known) => known === name);
    if (metric === undefined) {
      throw new UsageError(
        `--floor: expected one of ${KNOWN.join(", ")}, got "${name}"${suggestion(name, KNOWN)}`,
      );
    }
    checkBound(metric, bound, text);
    return { metric, bound };
  });
}

/**
 * Checks floors without the name of a metric.
 * @param main the metric that was asked for; without one accuracy or R² matters
 * @throws {UsageError} if the metric cannot be that
 */
export function checkFloors(floors: readonly Floor[], main: MetricName | undefined): void {
  for (const { metric, bound } of floors) {
    if (metric !== undefined) continue;
    if (main !== undefined) checkBound(main, bound, String(bound));
    else if (bound > 1) {
      throw new UsageError(
        `--floor: expected an accuracy from 0 to 1, or an R² of at most 1, got "${bound}"; for example 0.9`,
      );
    }
  }
}

/** @throws {UsageError} if the metric cannot be that */
function checkBound(metric: MetricName, bound: number, text: string): void {
  const most = METRICS[metric].isShare || !isLess(metric) ? 1 : Infinity;
  const least = isLess(metric) ? 0 : -Infinity;
  if (bound >= least && bound <= most) return;
  throw new UsageError(
    `--floor: expected ${metric} of at ${isLess(metric) ? "least 0" : "most 1"}, got "${text}"`,
  );
}

/**
 * Holds values against floors.
 * @param values by the names of metrics; `null` if one is not defined
 * @param main the metric that matters
 */
export function floorChecks(
  floors: readonly Floor[],
  values: { readonly [metric: string]: unknown },
  main: MetricName = typeof values.accuracy === "number" ? "accuracy" : "r2",
): Check[] {
  return floors.map(({ metric = main, bound }) => {
    const text = (of: number) => valueText(metric, of);
    const { label } = METRICS[metric];
    const value = values[metric];
    if (typeof value !== "number") {
      return failed(`There is no ${label} to hold against the floor of ${text(bound)}`);
    }
    const now = `${label.replace(/^./, (first) => first.toUpperCase())} ${text(value)}`;
    const [holds, least, below] = isLess(metric)
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

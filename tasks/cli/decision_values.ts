/** The values of `--cost`, `--coverage` and `--metric`. @module */

import { suggestion } from "../../lib/checks/meant.ts";
import type { MistakeCosts } from "../../lib/measure/decide/threshold.ts";
import { ASKED_METRICS, type AskedMetric, askedMetric } from "../../lib/options/metric_names.ts";
import { type Option, UsageError } from "./arguments.ts";

/** The metric that models are compared by. */
export const METRIC = {
  description: `The metric to compare models by: ${ASKED_METRICS.join(", ")} ` +
    "(default: log loss, R², or cost with --cost)",
  value: "NAME",
} as const satisfies Option;

/**
 * The metric of `--metric auc`.
 * @throws {UsageError} if there is none of this name
 */
export function readMetric(name: string): AskedMetric {
  const metric = askedMetric(name);
  if (metric !== undefined) return metric;
  throw new UsageError(
    `--metric: expected one of ${ASKED_METRICS.join(", ")}, got "${name}"${
      suggestion(name, ASKED_METRICS)
    }`,
  );
}

const SHAPE =
  /^\s*(false alarm|miss)\s*=\s*(\d*\.?\d+)\s*,\s*(false alarm|miss)\s*=\s*(\d*\.?\d+)\s*$/;

/**
 * The costs of `--cost 'false alarm=1,miss=5'`.
 * @throws {UsageError} if they are none
 */
export function readCosts(text: string): MistakeCosts {
  const [, one, first, other, second] = SHAPE.exec(text) ?? [];
  const costs = { [one!]: Number(first), [other!]: Number(second) };
  const { "false alarm": falseAlarm, miss } = costs;
  if (falseAlarm! > 0 && miss! > 0) return { falseAlarm: falseAlarm!, miss: miss! };
  throw new UsageError(
    `--cost: expected what each mistake costs, above 0, such as 'false alarm=1,miss=5', got "${text}"`,
  );
}

/**
 * The share of `--coverage 0.9`.
 * @throws {UsageError} if it is none
 */
export function readCoverage(text: string): number {
  const coverage = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (coverage > 0 && coverage < 1) return coverage;
  throw new UsageError(
    `--coverage: expected a share between 0 and 1, such as 0.9, got "${text}"`,
  );
}

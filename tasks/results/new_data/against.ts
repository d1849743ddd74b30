/** A run against an earlier one of the same config and data. @module */

import { isDeepStrictEqual } from "node:util";
import { withoutPath } from "../../../lib/config/user_data.ts";
import type { MetricName } from "../../../lib/options/metric_names.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { mainMetric, metricText, problemOf } from "../problem/metrics.ts";
import { hasNoTest, measuredOf } from "../../run/measured.ts";
import { readRun, type Run, type Summary } from "../../run/run_folder.ts";
import { type Check, failed, none, ok } from "./check.ts";

const SPLITS = ["validation", "test"] as const;

/**
 * Compares a run with an earlier one; runs of different configs or data are not compared.
 * @param metric what is compared. Default: accuracy, or R² of quantities
 */
export async function againstChecks(
  path: string,
  earlier: string,
  metric?: MetricName,
): Promise<Check[]> {
  const [now, then] = [await readRun(path), await readRun(earlier)];
  const other = difference(now, then);
  if (other !== undefined) return [none(`Nothing is compared with ${earlier}: ${other}`)];
  return [
    ...now.summary.ended === "diverged" ? [failed(`The training of ${path} diverged`)] : [],
    weightsCheck(now.summary, then.summary, earlier),
    ...SPLITS.flatMap((split) => metricCheck(split, now.summary, then.summary, metric)),
  ];
}

function difference(now: Run, then: Run): string | undefined {
  const [a, b] = [withoutPath(now.config), withoutPath(then.config)];
  const keys = (Object.keys(a) as (keyof typeof a)[])
    .filter((key) => !isDeepStrictEqual(a[key], b[key]));
  if (keys.length > 0) return `it has another config (${keys.join(", ")})`;
  const hashes = ({ summary }: Run) => Object.values(summary.data).sort();
  return isDeepStrictEqual(hashes(now), hashes(then)) ? undefined : "it learned from other data";
}

/** The same version of the numerics gives the same weights. */
function weightsCheck(now: Summary, then: Summary, earlier: string): Check {
  const cut = [now, then].find(({ ended }) => !["done", "earlyStopping"].includes(ended));
  const [version, before] = [now.versions.numerics, then.versions.numerics];
  const reason = cut !== undefined
    ? `${cut === now ? "this run" : earlier} was not trained to its end`
    : version !== before && `version ${version} of the numerics, ${before} then`;
  if (reason) return none(`The weights are not compared: ${reason}`);
  const [mine, theirs] = [now.weightsSha256, then.weightsSha256];
  if (mine === theirs) return ok(`The weights are the same as in ${earlier}`);
  return failed(
    `The weights differ from ${earlier}, though config, data and version ${version} of the numerics ` +
      `are the same: ${mine.slice(0, 12)} now, ${theirs.slice(0, 12)} then`,
  );
}

/** A metric may be worse by chance: down to the lower end of the earlier run's interval, or up to the higher one. */
function metricCheck(
  split: typeof SPLITS[number],
  now: Summary,
  then: Summary,
  metric: MetricName | undefined,
): Check[] {
  const [mine, theirs] = [now[split], then[split]];
  if (mine === undefined || theirs === undefined) return [];
  const name = metric ?? mainMetric(problemOf(mine));
  const { name: label, text } = metricText(name);
  const [value, before] = [now, then].map((of) => measuredOf(of, split, name));
  const where = hasNoTest(now) ? "Out of fold" : `On ${split}`;
  const both = `${where} ${label} ${text(value?.value ?? null)}, ${
    text(before?.value ?? null)
  } then`;
  const isLess = METRICS[name].goal === "minimize";
  const bound = isLess ? before?.high : before?.low;
  if (typeof bound !== "number") return [none(`${both}, which has no interval`)];
  const holds = value !== undefined && (isLess ? value.value <= bound : value.value >= bound);
  if (holds) return [ok(both)];
  return [failed(`${both}: chance explains no ${isLess ? "more" : "less"} than ${text(bound)}`)];
}

/** A run against an earlier one of the same config and data. @module */

import { isDeepStrictEqual } from "node:util";
import { withoutPath } from "../../../lib/config/mod.ts";
import { wilsonInterval } from "../../../lib/evaluate/mod.ts";
import { isOfBlas } from "../problem/blas_runs.ts";
import { mainMetric, metricText, problemOf } from "../problem/metrics.ts";
import { readRun, type Run, type Summary } from "../../run/run_folder.ts";
import { type Check, failed, none, ok } from "./check.ts";

const SPLITS = ["validation", "test"] as const;

/** Compares a run with an earlier one; runs of different configs or data are not compared. */
export async function againstChecks(path: string, earlier: string): Promise<Check[]> {
  const [now, then] = [await readRun(path), await readRun(earlier)];
  const other = difference(now, then);
  if (other !== undefined) return [none(`Nothing is compared with ${earlier}: ${other}`)];
  return [
    ...now.summary.ended === "diverged" ? [failed(`The training of ${path} diverged`)] : [],
    weightsCheck(now.summary, then.summary, earlier),
    ...SPLITS.flatMap((split) => metricCheck(split, now.summary, then.summary)),
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
    : isOfBlas(now.engine) || isOfBlas(then.engine)
    ? "CBLAS gives other bits than the engines here"
    : version !== before && `version ${version} of the numerics, ${before} then`;
  if (reason) return none(`The weights are not compared: ${reason}`);
  const [mine, theirs] = [now.weightsSha256, then.weightsSha256];
  if (mine === theirs) return ok(`The weights are those of ${earlier}`);
  return failed(
    `The weights are not those of ${earlier}, though config, data and version ${version} of the numerics ` +
      `are the same: ${mine.slice(0, 12)} now, ${theirs.slice(0, 12)} then`,
  );
}

/** A metric may be lower by chance: down to the lower end of the earlier run's interval. */
function metricCheck(split: typeof SPLITS[number], now: Summary, then: Summary): Check[] {
  const [mine, theirs] = [now[split], then[split]];
  if (mine === undefined || theirs === undefined) return [];
  const { name, text } = metricText(mainMetric(problemOf(mine)));
  const [value, before] = [mine, theirs].map((of) => of.accuracy ?? of.r2 ?? null);
  const low = theirs.accuracy === undefined
    ? split === "test" && then.truth?.test?.low
    : wilsonInterval(theirs.correct, theirs.size)[0];
  const both = `On ${split} ${name} ${text(value!)}, ${text(before!)} then`;
  if (typeof low !== "number") return [none(`${both}, which has no interval`)];
  if (value! !== null && value! >= low) return [ok(both)];
  return [failed(`${both}: chance explains no less than ${text(low)}`)];
}

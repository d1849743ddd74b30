/**
 * Checks every claim of a run that its own weights, the data and its other files can tell. What they cannot, such as the
 * time it took, is listed.
 *
 * @module
 */

import { evaluate } from "../../mod.ts";
import { openData } from "../datasets/open_data.ts";
import { readFinal } from "../run/final.ts";
import { checkThere, type Moved, movedTo } from "../run/run_data.ts";
import { FILES, FINAL, readNetwork, readRun, REPORT, together } from "../run/run_folder.ts";
import { resultOverCopies } from "../run/over_copies.ts";
import { resultOf } from "../run/result.ts";
import { checkCheckpoint } from "./checkpoint.ts";
import { Checks } from "./checks.ts";
import { checkMetrics } from "./metrics.ts";
import { checkReport } from "./report.ts";
import { checkSummary } from "./summary.ts";
import { resultsOf, type VerifiedRun } from "./verified_run.ts";
import { checkWeights } from "./weights.ts";

/** The claim without which nothing else can be compared. */
const DATA_CLAIM = "the data's SHA-256";

/** The files that are checked; another in the folder is not. */
const CHECKED: readonly string[] = [...Object.values(FILES), REPORT, FINAL];

/** A run, and what was found of its claims. */
export interface Verified {
  readonly checks: Checks;
  /** The run with its data; absent if that is not what it learned from. */
  readonly run?: VerifiedRun;
}

/**
 * Checks every claim of a run.
 *
 * @param path the run's folder
 * @param data the folder of the data sets
 * @param moved where data of one's own is now, if not where the run learned from
 * @throws {Error} if a file of the run or of the data is missing or damaged
 */
export async function verifyRun(path: string, data: string, moved: Moved = {}): Promise<Verified> {
  const checks = new Checks();
  const { files, opened } = await together(path, async () => ({
    files: await readRun(path),
    opened: await readNetwork(path),
  }));
  const { config, metrics, summary } = files;
  const dataset = movedTo(config.dataset, moved);
  await checkThere(dataset, path);
  const splits = await openData({ ...config, dataset }, data);
  const sameData = checks.check(DATA_CLAIM, summary.data, splits.hashes);
  // Of other data the figures would be others, or none. The catalogue's is always the same.
  if (typeof dataset !== "string" && !sameData) return { checks };

  const results = resultsOf(opened.network, config, splits);
  const run: VerifiedRun = { path, config, metrics, summary, opened, splits, results };
  await checks.of(FILES.weights, () => checkWeights(checks, run));
  await checks.of(FILES.summary, () => checkSummary(checks, run));
  await checks.of(FILES.metrics, () => checkMetrics(checks, run));
  await checks.of(FILES.checkpoint, () => checkCheckpoint(checks, run));
  await checks.of(FINAL, () => checkFinal(checks, run));
  await checks.of(REPORT, () => checkReport(checks, run, data, moved));
  for await (const { name } of Deno.readDir(path)) {
    if (!CHECKED.includes(name) && !name.startsWith(".")) checks.unverified.push(name);
  }
  return { checks, run };
}

/** Checks what is kept of a run that `reproduce` trained to its end. */
async function checkFinal(
  checks: Checks,
  { path, summary, config, opened: { network }, splits }: VerifiedRun,
): Promise<void> {
  const final = await readFinal(path);
  if (final === undefined) return;
  checks.checkKeys(FINAL, final, ["weightsSha256", "ended", "test", "copies"]);
  checks.check("final.json is of these weights", final.weightsSha256, summary.weightsSha256);
  checks.leave(FINAL, "ended");
  if (final.test !== undefined) {
    const found = resultOf(evaluate(network, splits.test), splits.table);
    checks.check("test in final.json, recomputed", final.test, found);
  } else checks.leave(FINAL, "test"); // the metrics have it, or it is not computed yet
  if (final.copies !== undefined) {
    const { test, ...copies } = final.copies;
    const found = await resultOverCopies(splits.test, { network, config }, copies);
    checks.check("test over deformed copies in final.json, recomputed", test, found);
  }
}

/**
 * Checks every claim of a run that follows from its weights, the data and its other files. Other claims, such as the time,
 * are listed as not verifiable. @module
 */

import { dataKindOf } from "../../lib/config/user_data.ts";
import { evaluate } from "../../lib/evaluate.ts";
import { exists } from "@std/fs";
import { basename } from "@std/path";
import { openData } from "../data/source.ts";
import { exportPath } from "../run/exports.ts";
import { readFinal } from "../run/final.ts";
import { readIfThere, readInRun } from "../run/journaled_files.ts";
import { evaluatedModel } from "../run/evaluated_model.ts";
import { resultOf } from "../run/result.ts";
import { checkThere, isSameData, type Moved, movedTo, tableOf } from "../run/run_data.ts";
import { readNetwork } from "../run/read_network.ts";
import {
  FILES,
  FINAL,
  MAX_JSON,
  MAX_METRICS,
  MAX_TENSORS,
  readConsistent,
  readRun,
  REPORT,
} from "../run/run_folder.ts";
import { testTimeResult } from "../run/test_time_augmentation.ts";
import { readAtMost, readTextAtMost } from "../system/read_at_most.ts";
import { checkCheckpoint } from "./checkpoint.ts";
import { Checks } from "./checks.ts";
import { learnedOf } from "./learned.ts";
import { checkMetrics } from "./metrics.ts";
import { checkReport } from "./report.ts";
import { checkSummary } from "./summary.ts";
import { type Contents, resultsOf, type VerifiedRun } from "./verified_run.ts";
import { checkWeights } from "./weights.ts";

const DATA_CLAIM = "the data's SHA-256";

const CHECKED: readonly string[] = [...Object.values(FILES), REPORT, FINAL];

/** The largest report that is read, in bytes; usual ones have at most a few million. */
const MAX_REPORT_BYTES = 67_108_864;

interface Verified {
  readonly checks: Checks;
  /** The run with its data; absent if it learned from other data. */
  readonly run?: VerifiedRun;
}

interface VerifyOptions extends Moved {
  /** The name of the engine, as `chooseEngine` gives it. Default: auto */
  readonly engine?: string;
  /** The path of the module that `export` wrote of it. Default: `model.mjs` in the run's folder, if it is there */
  readonly module?: string | undefined;
}

/**
 * Checks every claim of a run.
 * @param path the run's folder
 * @param data the folder of the data sets
 * @param options the engine, and the present path of user data that was moved
 * @throws {Error} if a file of the run or of the data is missing or damaged
 */
export async function verifyRun(
  path: string,
  data: string,
  options: VerifyOptions = {},
): Promise<Verified> {
  const checks = new Checks();
  // The run may be trained meanwhile: a file that is read later could be of another epoch.
  const { files, opened, contents } = await readConsistent(path, async () => ({
    files: await readRun(path),
    opened: await readNetwork(path, options.engine),
    contents: await readContents(path),
  }));
  const { config, summary } = files;
  const dataset = movedTo(config.dataset, options);
  await checkThere(dataset, path);
  const splits = await openData({ ...config, dataset }, data, await tableOf(path));
  const hashes = isSameData(summary.data, splits.hashes) ? summary.data : splits.hashes;
  const sameData = checks.check(DATA_CLAIM, summary.data, hashes);
  // Other data would give other results. The catalogue's data is always the same.
  if (dataKindOf(dataset).isUserData && !sameData) return { checks };

  const results = await resultsOf(opened.network, config, splits);
  const answers = evaluatedModel(opened.network, "validation", splits.folded);
  const run: VerifiedRun = { path, contents, ...files, opened, splits, answers, results };
  const learned = await learnedOf(run);
  await checks.of(FILES.weights, () => checkWeights(checks, run, learned));
  await checks.of(FILES.summary, () => checkSummary(checks, run, learned));
  await checks.of(FILES.metrics, () => checkMetrics(checks, run, learned));
  await checks.of(FILES.checkpoint, () => checkCheckpoint(checks, run, learned));
  await checks.of(FINAL, () => checkFinal(checks, run));
  await checks.of(REPORT, () => checkReport(checks, run, data, options));
  const checked = [...CHECKED];
  await checks.of(basename(options.module ?? exportPath(path, "module")), async () => {
    const file = options.module ?? exportPath(path, "module");
    if (options.module === undefined && !await exists(file)) return;
    const names = await (await import("./module.ts")).checkModule(checks, run, file);
    if (options.module === undefined) checked.push(...names);
  });
  for await (const { name } of Deno.readDir(path)) {
    if (!checked.includes(name) && !name.startsWith(".")) checks.unverified.push(name);
  }
  return { checks, run };
}

/**
 * Reads the content of a run's files.
 * @throws {Error} if one is too large
 */
export async function readContents(path: string): Promise<Contents> {
  return {
    config: await readInRun(path, FILES.config, (file) => readTextAtMost(file, MAX_JSON)),
    metrics: await readInRun(path, FILES.metrics, (file) => readAtMost(file, MAX_METRICS)),
    checkpoint: await readIfThere(path, FILES.checkpoint, (file) => readAtMost(file, MAX_TENSORS)),
    final: await readFinal(path),
    report: await readIfThere(path, REPORT, (file) => readTextAtMost(file, MAX_REPORT_BYTES)),
  };
}

/** Checks the file that `reproduce` writes beside a run. */
async function checkFinal(
  checks: Checks,
  { contents: { final }, summary, config, opened: { network }, splits }: VerifiedRun,
): Promise<void> {
  if (final === undefined) return;
  checks.checkKeys(FINAL, final, ["weightsSha256", "ended", "test", "copies"]);
  checks.check("final.json is of these weights", final.weightsSha256, summary.weightsSha256);
  checks.leave(FINAL, "ended");
  if (final.test !== undefined) {
    const found = resultOf(evaluate(network, splits.test), splits.quantities);
    checks.check("test in final.json, recomputed", final.test, found);
  } else checks.leave(FINAL, "test"); // the metrics have it, or it is not computed yet
  if (final.copies !== undefined) {
    const { test, ...copies } = final.copies;
    const found = await testTimeResult(splits.test, { network, config }, copies);
    checks.check("test with augmentation in final.json, recomputed", test, found);
  }
}

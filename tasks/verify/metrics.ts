/** Checks `metrics.jsonl`: all lines by the summary's hash, and the values that can be computed again. @module */

import { hash } from "node:crypto";
import type { Config } from "../../lib/config/mod.ts";
import { createSchedule } from "../../lib/train/mod.ts";
import { scoresOf } from "../run/early_end.ts";
import { type ClassResult, FILES, type Metrics } from "../run/run_folder.ts";
import type { Checks } from "./checks.ts";
import { checkFoldMetrics, type VerifiedFolds } from "./folds.ts";
import { checkResult, EVALUATED, type VerifiedRun } from "./verified_run.ts";

export async function checkMetrics(
  checks: Checks,
  run: VerifiedRun,
  folds: VerifiedFolds | undefined,
): Promise<void> {
  const { contents, metrics, summary, results } = run;
  const { metricsSha256 } = summary;
  if (metricsSha256 === undefined) checks.leave(FILES.summary, "metricsSha256"); // an older version's
  else {
    const found = hash("sha256", contents.metrics);
    checks.check("metricsSha256, over every line", metricsSha256, found);
  }
  const epochs = metrics.map(({ epoch }, k) => [epoch, k + 1] as const);
  checks.checkLines("metrics.jsonl has the epochs in order", epochs);
  if (folds === undefined) checkResults(checks, run);
  else await checkFoldMetrics(checks, run, folds);
  for (const split of EVALUATED) {
    const found = results[split];
    if (found === undefined || folds !== undefined && split === "test") continue;
    if (found.accuracy === undefined) continue;
    const accuracies = metrics.map((line) => {
      const { size, accuracy, correct } = line[split] as Partial<ClassResult> ?? {};
      return [{ size, accuracy }, { size: found.size, accuracy: correct! / found.size }] as const;
    });
    checks.checkLines(`${split} in metrics.jsonl has accuracy = correct / size`, accuracies);
  }
  const observed = run.config.observe === undefined ? [] : ["observed"];
  checks.leave(FILES.metrics, "train.cost", ...observed, "seconds", "samplesPerSecond");
}

/** Checks the learning rates, and the results of the epoch that is kept. */
function checkResults(
  checks: Checks,
  { config, metrics, summary, opened: { epoch }, results }: VerifiedRun,
): void {
  const rates = metrics.map(
    ({ learningRate }, k) => [learningRate, learningRateOf(config, metrics, k)] as const,
  );
  checks.checkLines("metrics.jsonl has the config's learning rates", rates);
  for (const split of EVALUATED) {
    const found = results[split];
    if (found === undefined) continue;
    const claim = `${split} in metrics.jsonl, epoch ${epoch}, recomputed`;
    checkResult(checks, claim, summary, metrics[epoch - 1]?.[split], found);
    if (metrics.length > 1) checks.leave(FILES.metrics, `${split} of other epochs`);
  }
}

function learningRateOf(config: Config, metrics: readonly Metrics[], k: number): number {
  const stepsPerEpoch = Math.ceil(config.trainingSize / config.batchSize);
  return config.learningRate * createSchedule(config.schedule).multiplier({
    step: (k + 1) * stepsPerEpoch - 1,
    steps: config.epochs * stepsPerEpoch,
    stepsPerEpoch,
    history: scoresOf(metrics.slice(0, k), config),
  });
}

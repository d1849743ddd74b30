/** Checks `metrics.jsonl`: all lines by the summary's hash, and the values that can be computed again. @module */

import { hash } from "node:crypto";
import { type ClassResult, FILES } from "../run/run_folder.ts";
import type { Checks } from "./checks.ts";
import { type Learned, learningRateOf } from "./learned.ts";
import { EVALUATED, type VerifiedRun } from "./verified_run.ts";

export function checkMetrics(
  checks: Checks,
  run: VerifiedRun,
  learned: Learned,
): void {
  const { contents, config, metrics, summary, results } = run;
  const { histories, folds } = learned;
  const found = hash("sha256", contents.metrics);
  checks.check("metricsSha256, over every line", summary.metricsSha256, found);
  const epochs = metrics.map(({ epoch }, k) => [epoch, k + 1] as const);
  checks.checkLines("metrics.jsonl has the epochs in order", epochs);
  if (histories === undefined) checks.leave(FILES.metrics, "learningRate");
  else {
    const rates = metrics.map(({ learningRate }, k) =>
      [learningRate, learningRateOf(config, learned, k)] as const
    );
    checks.checkLines("metrics.jsonl has the config's learning rates", rates);
  }
  if (folds === undefined) checkResults(checks, run);
  else folds.checkMetrics(checks);
  for (const split of EVALUATED) {
    const found = results[split];
    if (found === undefined || folds !== undefined && split === "test") continue;
    if (found.accuracy === undefined || run.splits[split].weights !== undefined) continue;
    const accuracies = metrics.map((line) => {
      const { size, accuracy, correct } = line[split] as Partial<ClassResult> ?? {};
      return [{ size, accuracy }, { size: found.size, accuracy: correct! / found.size }] as const;
    });
    checks.checkLines(`${split} in metrics.jsonl has accuracy = correct / size`, accuracies);
  }
  const observed = config.observe === undefined ? [] : ["observed"];
  const training = ["train.cost", ...folds === undefined ? [] : ["train.members"]];
  checks.leave(FILES.metrics, ...training, ...observed, "seconds", "samplesPerSecond");
}

/** Checks the results of the epoch that is kept. */
function checkResults(
  checks: Checks,
  { metrics, opened: { epoch }, results }: VerifiedRun,
): void {
  for (const split of EVALUATED) {
    const found = results[split];
    if (found === undefined) continue;
    const claim = `${split} in metrics.jsonl, epoch ${epoch}, recomputed`;
    checks.check(claim, metrics[epoch - 1]?.[split], found);
    if (metrics.length > 1) checks.leave(FILES.metrics, `${split} of other epochs`);
  }
}

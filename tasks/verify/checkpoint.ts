/** Checks `checkpoint.safetensors`: its own hash, and that it agrees with the run's other files. @module */

import { Network, weightsSha256 } from "../../mod.ts";
import { assign, Optimizer, type Parameters } from "../../lib/network/mod.ts";
import { type Checkpoint, parseCheckpoint } from "../../lib/train/mod.ts";
import { costVersionOf } from "../run/cost_version.ts";
import { scoresOf } from "../run/early_end.ts";
import { FILES } from "../run/run_folder.ts";
import type { Checks } from "./checks.ts";
import { checkResult, EVALUATED, resultsOf, type VerifiedRun } from "./verified_run.ts";

const file = FILES.checkpoint;

/** Checks the file, if it is there: it may be deleted. */
export async function checkCheckpoint(checks: Checks, run: VerifiedRun): Promise<void> {
  const { contents, config, metrics, summary, opened } = run;
  if (contents.checkpoint === undefined) {
    checks.unverified.push(file);
    return;
  }
  const { checkpoint, metadata } = await parseCheckpoint(contents.checkpoint);
  const { epoch, history, optimizer, parameters, average, best } = checkpoint;
  const check = (what: string, claimed: unknown, found: unknown) =>
    checks.check(`${what} in ${file}`, claimed, found);

  checkRunInCheckpoint(checks, run, checkpoint, metadata);
  check("the history", history, scoresOf(metrics, config));

  const used = new Optimizer(config.optimizer);
  const stepsPerEpoch = Math.ceil(config.trainingSize / config.batchSize);
  const steps = used.inPlace(config.clipNorm ?? undefined) ? 0 : epoch * stepsPerEpoch;
  const memory = [optimizer.steps, optimizer.moments.length];
  check("the optimizer's steps and moments", memory, [steps, used.rule.moments]);
  const there = [average !== undefined, best !== undefined];
  const expected = [config.averaging !== null, config.keep === "best" && summary.best !== null];
  check("an average, and the best weights, by the config", there, expected);

  const kept = await weightsSha256(opened.network);
  const last = average ?? parameters;
  if (config.keep === "best" && best !== undefined) {
    check("the best weights", await weightsSha256(best), kept);
  }
  if (opened.epoch === epoch) {
    check("the last weights", await weightsSha256(last), kept);
  } else checkLastEpoch(checks, run, last);
  checks.leave(file, ...optimizer.moments.map((_, k) => `moments.${k}`));
  if (average !== undefined) checks.leave(file, "the weights that learn");
}

/** Checks what the file has of the run besides its weights. */
export function checkRunInCheckpoint(
  checks: Checks,
  { metrics, summary, opened }: VerifiedRun,
  { epoch, numerics }: Pick<Checkpoint, "epoch" | "numerics">,
  metadata: Readonly<Record<string, string>>,
): void {
  const check = (what: string, claimed: unknown, found: unknown) =>
    checks.check(`${what} in ${file}`, claimed, found);
  checks.checkEpoch(`the epoch in ${file}`, epoch, metrics.length);
  check("the config", JSON.parse(metadata["config"]!), JSON.parse(opened.metadata["config"]!));
  const { metrics: lines, seconds, teacher, engine, costVersion, ...others } = JSON.parse(
    metadata["run"]!,
  );
  check("the lines of metrics.jsonl", lines, metrics);
  check("seconds", seconds, summary.seconds);
  check("the teacher", teacher, summary.teacher);
  check("the engine and its workers", engine, { name: summary.engine, workers: summary.workers });
  check("the version of the costs", costVersionOf(costVersion), opened.costVersion);
  check("nothing else of the run", others, {});
  check("the version of the numerics", numerics, summary.versions.numerics);
  checks.checkKeys(file, metadata, ["config", "run"]);
}

/** Computes the results of the last epoch, whose weights only the checkpoint has. */
function checkLastEpoch(checks: Checks, run: VerifiedRun, last: Parameters): void {
  const { config, metrics, opened: { network }, splits } = run;
  const other = Network.fromSafetensors(network.toSafetensors(), { cost: network.cost });
  assign(other, last);
  const results = resultsOf(other, config, splits);
  for (const split of EVALUATED) {
    const claim = `${split} in metrics.jsonl, epoch ${metrics.length}, recomputed`;
    if (results[split]) {
      checkResult(checks, claim, run.summary, metrics.at(-1)?.[split], results[split]);
    }
  }
}

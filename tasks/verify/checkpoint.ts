/** Checks `checkpoint.safetensors`: its own hash, and that it agrees with the run's other files. @module */

import { isDeepStrictEqual } from "node:util";
import { Optimizer } from "../../lib/network/optimizers.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import { isOver } from "../run/early_end.ts";
import { FILES } from "../run/run_folder.ts";
import { isOfFolds } from "../run/early_end.ts";
import { formatAnyCheckpoint, parseAnyCheckpoint, type Saved } from "../run/saved.ts";
import { openLearner } from "../train/open_learner.ts";
import type { Checks } from "./checks.ts";
import type { Learned } from "./learned.ts";
import { EVALUATED, type VerifiedRun } from "./verified_run.ts";

const file = FILES.checkpoint;

/** Checks the file, if it is there: it may be deleted, and a run that is over has none. */
export async function checkCheckpoint(
  checks: Checks,
  run: VerifiedRun,
  { epochs, steps, histories, folds }: Learned,
): Promise<void> {
  const { contents, config, summary } = run;
  if (contents.checkpoint === undefined) {
    if (!isOver(config, summary)) checks.unverified.push(file);
    return;
  }
  const { checkpoint, metadata } = await parseAnyCheckpoint(contents.checkpoint);
  checkRunInCheckpoint(checks, run, checkpoint, metadata);
  const all = isOfFolds(checkpoint) ? checkpoint.members : [checkpoint];
  const check = (
    what: string,
    claimed: (one: Checkpoint, m: number) => unknown,
    found: (m: number) => unknown,
  ) => {
    const ofAll = all.map((one, m) => one && claimed(one, m));
    const ofRun = epochs.map((count, m) => count === 0 ? undefined : found(m));
    if (folds === undefined) checks.check(`${what} in ${file}`, ofAll[0], ofRun[0]);
    else checks.check(`${what} of each member in ${file}`, ofAll, ofRun);
  };
  check(
    folds === undefined ? "the history" : "the scores",
    ({ history }) => history,
    (m) => histories![m],
  );
  const used = new Optimizer(config.optimizer);
  const inPlace = used.inPlace(config.clipNorm ?? undefined);
  check(
    "the optimizer's steps and moments",
    ({ optimizer: { steps, moments } }) => [steps, moments.length],
    (m) => [inPlace ? 0 : epochs[m]! * steps[m]!, used.rule.moments],
  );
  const keepsBest = config.keep === "best" && summary.best !== null;
  check(
    "an average, and the best weights, by the config",
    ({ average, best }) => [average !== undefined, best !== undefined],
    () => [config.averaging !== null, folds !== undefined || keepsBest],
  );
  await checkLearned(checks, run, checkpoint, folds);
  if (isOfFolds(checkpoint)) {
    const again = await formatAnyCheckpoint(checkpoint, metadata);
    const isSame = isDeepStrictEqual(Uint8Array.from(contents.checkpoint), Uint8Array.from(again));
    checks.check(`${file} is written as by train`, isSame, true);
    checks.leave(file, "moments");
  } else checks.leave(file, ...checkpoint.optimizer.moments.map((_, k) => `moments.${k}`));
  if (config.averaging !== null) checks.leave(file, "the weights that learn");
}

/** Continues from the checkpoint: compares what is kept then with the weights, and the last epoch with its line. */
async function checkLearned(
  checks: Checks,
  { config, metrics, splits, opened, opened: { network } }: VerifiedRun,
  checkpoint: Saved["checkpoint"],
  folds: Learned["folds"],
): Promise<void> {
  using learner = await openLearner(config, splits, {
    engine: network.engine.name,
    workers: 0,
    saved: { checkpoint },
  });
  const { model } = await learner.kept(metrics);
  if (isOfFolds(checkpoint)) {
    folds!.checkChoices(checks, model);
  } else {
    const { epoch, average, parameters } = checkpoint;
    const kept = await weightsSha256(network);
    checks.check(`the ${config.keep} weights in ${file}`, await weightsSha256(model), kept);
    const isLast = opened.epoch === epoch;
    if (config.keep === "best" && isLast) {
      checks.check(`the last weights in ${file}`, await weightsSha256(average ?? parameters), kept);
    }
    if (isLast) return; // its line is compared with the weights
  }
  const [line, found] = [metrics.at(-1)!, await learner.last()];
  const where = `in metrics.jsonl, epoch ${metrics.length}, recomputed`;
  for (const split of EVALUATED) {
    if (found[split] === undefined) continue;
    checks.check(`${split} ${where}`, line[split], found[split]);
  }
  if (found.members !== undefined) checks.check(`members ${where}`, line.members, found.members);
}

/** Checks what the file has of the run besides its weights. */
function checkRunInCheckpoint(
  checks: Checks,
  { metrics, summary, opened }: VerifiedRun,
  { epoch, numerics }: Pick<Checkpoint, "epoch" | "numerics">,
  metadata: Readonly<Record<string, string>>,
): void {
  const check = (what: string, claimed: unknown, found: unknown) =>
    checks.check(`${what} in ${file}`, claimed, found);
  checks.checkEpoch(`the epoch in ${file}`, epoch, metrics.length);
  check("the config", JSON.parse(metadata["config"]!), JSON.parse(opened.metadata["config"]!));
  const { metrics: lines, seconds, engine, costVersion: _, ...others } = JSON.parse(
    metadata["run"]!,
  );
  check("the lines of metrics.jsonl", lines, metrics);
  check("seconds", seconds, summary.seconds);
  check("the engine and its workers", engine, { name: summary.engine, workers: summary.workers });
  check("nothing else of the run", others, {});
  check("the version of the numerics", numerics, summary.versions.numerics);
  checks.checkKeys(file, metadata, ["config", "run"]);
}

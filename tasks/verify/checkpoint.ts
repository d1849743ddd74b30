/** Checks `checkpoint.safetensors`: its own hash, and that it agrees with the run's other files. @module */

import { isDeepStrictEqual } from "node:util";
import { Network, weightsSha256 } from "../../mod.ts";
import { formatFoldCheckpoint, isOfFolds } from "../../lib/fold_ensemble/mod.ts";
import { assign, Optimizer, type Parameters } from "../../lib/network/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import { costVersionOf } from "../run/cost_version.ts";
import { FILES } from "../run/run_folder.ts";
import { parseAnyCheckpoint } from "../run/saved.ts";
import type { Checks } from "./checks.ts";
import type { Learned } from "./learned.ts";
import { checkResult, EVALUATED, resultsOf, type VerifiedRun } from "./verified_run.ts";

const file = FILES.checkpoint;

/** Checks the file, if it is there: it may be deleted. */
export async function checkCheckpoint(
  checks: Checks,
  run: VerifiedRun,
  { epochs, steps, histories, folds }: Learned,
): Promise<void> {
  const { contents, config, summary } = run;
  if (contents.checkpoint === undefined) {
    checks.unverified.push(file);
    return;
  }
  const { checkpoint, metadata } = await parseAnyCheckpoint(contents.checkpoint);
  if (isOfFolds(checkpoint) !== (folds !== undefined)) {
    throw new SyntaxError("Cannot read the checkpoint: it is not of the members that the run has");
  }
  checkRunInCheckpoint(checks, run, checkpoint, metadata);
  const all = isOfFolds(checkpoint) ? checkpoint.members : [checkpoint];
  const check = (
    what: string,
    claimed: (one: Checkpoint, m: number) => unknown,
    found: (m: number) => unknown,
  ) => {
    const [ofAll, ofRun] = [all.map(claimed), epochs.map((_, m) => found(m))];
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
  if (isOfFolds(checkpoint)) { // its best weights are checked with those of the run
    const again = await formatFoldCheckpoint(checkpoint, metadata);
    const isSame = isDeepStrictEqual(Uint8Array.from(contents.checkpoint), Uint8Array.from(again));
    checks.check(`${file} is written as by train`, isSame, true);
    checks.leave(file, "moments");
  } else {
    await checkParameters(checks, run, checkpoint);
    checks.leave(file, ...checkpoint.optimizer.moments.map((_, k) => `moments.${k}`));
  }
  if (config.averaging !== null) checks.leave(file, "the weights that learn");
}

/** Compares the parameters of one network with those that are kept. */
async function checkParameters(
  checks: Checks,
  run: VerifiedRun,
  { epoch, parameters, average, best }: Checkpoint,
): Promise<void> {
  const { config, opened } = run;
  const kept = await weightsSha256(opened.network);
  const last = average ?? parameters;
  if (config.keep === "best" && best !== undefined) {
    checks.check(`the best weights in ${file}`, await weightsSha256(best), kept);
  }
  if (opened.epoch === epoch) {
    checks.check(`the last weights in ${file}`, await weightsSha256(last), kept);
  } else checkLastEpoch(checks, run, last);
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

/**
 * `verify --retrain`: trains a run again, in memory, and compares every epoch, the weights and the checkpoint. The same
 * config and data give the same bytes, so that epochs whose weights are gone are verified too. @module
 */

import { hash } from "node:crypto";
import { NUMERICS } from "../../lib/engine/engine.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import { isJoint, measuredModel } from "../../lib/ensemble/trained_model.ts";
import { UsageError } from "../cli/arguments.ts";
import { duration } from "../cli/format.ts";
import { printNote } from "../cli/print.ts";
import { workersOf } from "../run/open_engine.ts";
import { FILES, type Metrics } from "../run/run_folder.ts";
import { formatAnyCheckpoint, parseAnyCheckpoint } from "../run/saved.ts";
import { openLearner } from "../train/open_learner.ts";
import { RunClock } from "../train/run_clock.ts";
import type { Checks } from "./checks.ts";
import { comparableTruths, hasOtherStatistics } from "./statistics.ts";
import { CURVE_KEYS } from "./summary.ts";
import type { VerifiedRun } from "./verified_run.ts";

/**
 * Trains the run again, for as many epochs as it has.
 * @param name of the engine, as `chooseEngine` gives it
 * @param interrupt stops it
 * @throws {UsageError} if the bytes would differ, since the run is of other numerics
 */
export async function retrain(
  checks: Checks,
  run: VerifiedRun,
  name: string,
  interrupt: AbortSignal,
): Promise<void> {
  const { path, contents, config, metrics, summary, splits } = run;
  const { network } = run.opened;
  const { versions: { numerics }, seconds } = summary;
  if (numerics !== NUMERICS) {
    throw new UsageError(
      `Cannot retrain ${path}: it is of version ${numerics} of the numerics, and version ${NUMERICS} ` +
        "gives other bytes",
    );
  }

  printNote(`Trains ${path} again, which took ${duration(seconds, 1)} the first time`);
  using clock = new RunClock();
  clock.skip("report");
  const workers = workersOf("auto", config);
  using learner = await openLearner(config, splits, {
    engine: name,
    workers,
    stopAfter: metrics.length,
    clock,
    onWarning: printNote,
    signal: interrupt,
  });
  const lines: Metrics[] = [];
  for await (const line of learner.epochs(interrupt)) lines.push(line);
  clock.erase();

  checks.check("every epoch is trained again", metrics.length, lines.length);
  const pairs = metrics.map((line, k) => {
    const again = lines[k];
    if (again && line.train.members === undefined) delete again.train.members; // of an older version
    return [timeless(line), timeless(again)] as const;
  });
  checks.checkLines("metrics.jsonl but its times, trained again", pairs);
  checks.settle(FILES.metrics, "seconds", "samplesPerSecond");
  const { search } = summary;
  if (search !== undefined) {
    const { model } = await learner.kept(lines);
    await learner.search?.(model, { trials: search.trials }, { seconds: 0, signal: interrupt });
    interrupt.throwIfAborted();
  }
  const { model, summary: { epoch } } = await learner.kept(lines);
  const weights = await weightsSha256(model);
  checks.check(
    "weightsSha256, trained again",
    summary.refit ? await weightsSha256(measuredModel(network)) : summary.weightsSha256,
    weights,
  );
  if (isJoint(model)) {
    const { checkChosenAgain } = await import("./table/folds.ts");
    checkChosenAgain(checks, network, model);
    checks.check("the epoch kept of each member, trained again", summary.epoch, epoch);
    if (summary.ended === "earlyStopping") {
      checks.check("all members have stopped, trained again", learner.hasStopped(), true);
    }
    checks.settleKeys(FILES.summary, "epoch", "ended");
  }
  if ((summary.truth?.curve.length ?? 0) > 0) {
    const truth = await learner.compare(model, { ended: "done", signal: interrupt });
    interrupt.throwIfAborted();
    if (hasOtherStatistics(summary)) {
      const [claimed, again] = comparableTruths(summary.truth, truth);
      checks.check("truth in summary.json but its intervals, trained again", claimed, again);
    } else {
      checks.check("truth in summary.json, trained again", summary.truth, truth);
      checks.settleKeys(FILES.summary, ...CURVE_KEYS);
    }
  }
  if (summary.refit !== undefined) {
    await learner.refit?.(model, interrupt);
    interrupt.throwIfAborted();
    const { model: shipped } = await learner.kept(lines);
    checks.check(
      "weightsSha256 with the networks that learned from all rows, trained again",
      summary.weightsSha256,
      await weightsSha256(shipped),
    );
    checks.settleKeys(FILES.weights, "the weights that learned from all rows");
  }
  const there = contents.checkpoint;
  if (there !== undefined) {
    // With what the file has of the run: its config and lines are compared before.
    const { metadata } = await parseAnyCheckpoint(there);
    const made = await formatAnyCheckpoint(await learner.checkpoint(), metadata);
    const claim = "checkpoint.safetensors, trained again";
    checks.check(claim, hash("sha256", there), hash("sha256", made));
    checks.settle(FILES.checkpoint);
  }
}

/** A line without what differs each time. */
function timeless(line: Metrics | undefined): object | undefined {
  if (line === undefined) return undefined;
  const { seconds: _, samplesPerSecond: __, ...others } = line;
  return others;
}

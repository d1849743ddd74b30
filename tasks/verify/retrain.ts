/**
 * `verify --retrain`: trains a run again, in memory, and compares every epoch, the weights and the checkpoint. The same
 * config and data give the same bytes, so that epochs whose weights are gone are verified too. @module
 */

import { hash } from "node:crypto";
import { train, weightsSha256 } from "../../mod.ts";
import type { Truth } from "../../lib/table/verdict/mod.ts";
import { NUMERICS } from "../../lib/engine/mod.ts";
import {
  assembleFolds,
  formatFoldCheckpoint,
  parseFoldCheckpoint,
  solveLinearFamily,
} from "../../lib/table/folds/mod.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { duration } from "../cli/format.ts";
import { Progress } from "../cli/progress.ts";
import { printNote } from "../cli/print.ts";
import { exampleName } from "../data/names.ts";
import { isOfBlas } from "../results/problem/blas_runs.ts";
import { openEngine, workersOf } from "../run/open_engine.ts";
import { resultOf } from "../run/result.ts";
import { FILES, type Metrics } from "../run/run_folder.ts";
import { lineOf } from "../train/fold_recorder.ts";
import { foldedIn, foldPlansOf, FoldTraining } from "../train/fold_training.ts";
import { truthOfRun } from "../train/fold_truth.ts";
import { networkOf, trainOptionsOf } from "../train/train_run.ts";
import type { Checks } from "./checks.ts";
import { CURVE_KEYS } from "./truth.ts";
import type { VerifiedRun } from "./verified_run.ts";

/**
 * Trains the run again, for as many epochs as it has.
 * @param name of the engine, as `chooseEngine` gives it
 * @param interrupt stops it
 * @throws {UsageError} if the bytes would differ: of CBLAS, of other numerics, or of a distilled run
 */
export async function retrain(
  checks: Checks,
  run: VerifiedRun,
  name: string,
  interrupt: AbortSignal,
): Promise<void> {
  const { path, contents, metrics, summary } = run;
  const { teacher, versions: { numerics }, seconds } = summary;
  const problem = isOfBlas(summary.engine)
    ? "CBLAS trained it, which gives other bytes than the engines here"
    : teacher !== undefined
    ? "it learned from an ensemble, which is not in its folder"
    : numerics !== NUMERICS
    ? `it is of version ${numerics} of the numerics, and version ${NUMERICS} gives other bytes`
    : undefined;
  if (problem !== undefined) throw new UsageError(`Cannot retrain ${path}: ${problem}`);

  printNote(`Trains ${path} again, which took ${duration(seconds, 1)} the first time`);
  const { lines, weights, checkpoint, truth } = run.config.folds > 0
    ? await trainMembers(run, name, interrupt)
    : await trainNetwork(run, name, interrupt);

  checks.check("every epoch is trained again", metrics.length, lines.length);
  const pairs = metrics.map((line, k) => [timeless(line), lines[k]] as const);
  checks.checkLines("metrics.jsonl but its times, trained again", pairs);
  checks.settle(FILES.metrics, "seconds", "samplesPerSecond");
  checks.check("weightsSha256, trained again", summary.weightsSha256, weights);
  if (truth !== undefined) {
    checks.check("truth in summary.json, trained again", summary.truth, truth);
    checks.settleKeys(FILES.summary, ...CURVE_KEYS);
  }
  const there = contents.checkpoint;
  if (there !== undefined) {
    const made = await checkpoint(there);
    const claim = "checkpoint.safetensors, trained again";
    checks.check(claim, hash("sha256", there), made && hash("sha256", made));
    checks.settle(FILES.checkpoint);
  }
}

/** What training again came to. */
interface Retrained {
  readonly lines: readonly Timeless[];
  /** The SHA-256 of the weights. */
  readonly weights: string;
  /** The checkpoint as a file, with what a file has of the run: its config and lines are compared before. */
  readonly checkpoint: (file: Uint8Array) => Promise<Uint8Array | undefined>;
  /** The truth with its learning curve, if the run has one. */
  readonly truth?: Truth | undefined;
}

async function trainNetwork(
  { config, metrics, splits, opened: { costVersion } }: VerifiedRun,
  name: string,
  interrupt: AbortSignal,
): Promise<Retrained> {
  using engine = openEngine(name, workersOf("auto", config), printNote);
  const network = networkOf(config, engine, costVersion);
  const progress = new Progress();
  const begin = (epoch: number) =>
    progress.start({
      label: `Epoch ${epoch} of ${metrics.length}`,
      unit: `${exampleName(config.dataset)}s`,
      total: config.trainingSize,
      following: metrics.length - epoch,
    });
  const lines: Timeless[] = [];
  let checkpoint: Checkpoint | undefined;
  begin(1);
  const onProgress = (done: number) => progress.update(done);
  const options = { ...trainOptionsOf(config, splits), signal: interrupt, onProgress };
  for await (const epoch of train(network, splits.training, options)) {
    const { number, learningRate, train, validation, test, observed } = epoch;
    lines.push({
      epoch: number,
      learningRate,
      train,
      ...validation && { validation: resultOf(validation, splits.quantities) },
      ...test && { test: resultOf(test, splits.quantities) },
      ...observed && { observed },
    });
    checkpoint = epoch.checkpoint();
    if (number >= metrics.length) break;
    begin(number + 1);
  }
  progress.clear();
  return {
    lines,
    weights: await weightsSha256(network),
    checkpoint: async (file) =>
      checkpoint && await formatCheckpoint(checkpoint, (await parseCheckpoint(file)).metadata),
  };
}

/** Trains the members of a run over folds, and chooses among them. */
async function trainMembers(
  { config, metrics, summary, splits }: VerifiedRun,
  name: string,
  interrupt: AbortSignal,
): Promise<Retrained> {
  const data = foldedIn(splits);
  const { folded, quantities } = data;
  const workers = workersOf("auto", config);
  using engine = openEngine(name, 1, printNote);
  const planned = foldPlansOf(config, folded, engine, metrics.at(-1)?.members?.length);
  const { plans, training } = planned;
  const progress = new Progress();
  using members = await FoldTraining.start(planned, folded, {
    ...{ epochs: config.epochs, engine: name, workers },
    signal: interrupt,
    onRound: (number) =>
      progress.start({
        ...{ label: `Epoch ${number} of ${metrics.length}`, unit: "members" },
        ...{ total: plans.length, following: metrics.length - number },
      }),
    onMember: (done) => progress.update(done),
  });
  const lines: Timeless[] = [];
  for await (const { round } of members.rounds(interrupt)) {
    lines.push(lineOf(round, quantities));
    if (lines.length >= metrics.length) break;
  }
  progress.clear();
  const epoch = lines.length;
  const checkpoints = await members.trainers.checkpoints(epoch);
  const outputs = members.bestOutputs;
  const linear = await solveLinearFamily({
    ...{ data: folded, plans: planned.linear, training, engine, signal: interrupt },
  });
  const trained = { data: folded, plans, training, checkpoints, outputs, linear };
  const ensemble = assembleFolds(trained, engine);
  const hasCurve = (summary.truth?.curve.length ?? 0) > 0;
  return {
    lines,
    weights: await weightsSha256(ensemble),
    truth: hasCurve
      ? await truthOfRun(ensemble, data, planned, {
        ...{ dataset: config.dataset, engine: name, workers, signal: interrupt },
      })
      : undefined,
    checkpoint: async (file) => {
      const { metadata } = await parseFoldCheckpoint(file);
      return await formatFoldCheckpoint(
        { numerics: NUMERICS, epoch, members: checkpoints },
        metadata,
      );
    },
  };
}

type Timeless = Omit<Metrics, "seconds" | "samplesPerSecond">;

function timeless({ seconds: _, samplesPerSecond: __, ...line }: Metrics): Timeless {
  return line;
}

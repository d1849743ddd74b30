/**
 * A run that can be resumed: the checkpoint of its last whole epoch. The file also holds the metrics of all epochs, so that
 * resuming depends on this file alone. @module
 */

import { join } from "@std/path";
import { type Config, parseConfig } from "../../lib/config.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import { formatCheckpoint, parseCheckpoint } from "../../lib/train/checkpoint_file.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import type { FoldCheckpoint } from "../../lib/train/fold_checkpoint.ts";
import { explain } from "../system/explain.ts";
import { readAtMost } from "../system/read_at_most.ts";
import { checkSaved } from "./check_metrics.ts";
import { hasStopped, isOfFolds, isOver } from "./early_end.ts";
import { checkAge, FILES, MAX_TENSORS, type Metrics, readRun, type Run } from "./run_folder.ts";
import { hasFile, readIfThere } from "./journaled_files.ts";

export interface Saved {
  /** That of one network, or of all members over folds. */
  readonly checkpoint: Checkpoint | FoldCheckpoint;
  readonly config: Config;
  readonly metrics: readonly Metrics[];
  readonly seconds: number;
  /** The engine that ended the last epoch, and its workers. */
  readonly engine: { readonly name: string; readonly workers: number };
}

/** The end of an error where a run cannot be resumed. */
export const RETRAIN_HINT = "--replace instead of --resume retrains the run";

export async function formatSaved(saved: Saved): Promise<Uint8Array<ArrayBuffer>> {
  const { checkpoint, config, metrics, seconds, engine } = saved;
  const metadata = {
    config: JSON.stringify(config),
    run: JSON.stringify({ metrics, seconds, engine }),
  };
  return await formatAnyCheckpoint(checkpoint, metadata);
}

/** The file of a checkpoint of one network, or of all members over folds. */
export async function formatAnyCheckpoint(
  checkpoint: Checkpoint | FoldCheckpoint,
  metadata: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isOfFolds(checkpoint)) return await formatCheckpoint(checkpoint, metadata);
  const { formatFoldCheckpoint } = await import("../../lib/train/fold_checkpoint.ts");
  return await formatFoldCheckpoint(checkpoint, metadata);
}

/**
 * Reads such a file.
 * @throws {SyntaxError} if it is neither, or damaged
 */
export async function parseAnyCheckpoint(
  bytes: Uint8Array,
): Promise<Pick<Saved, "checkpoint"> & { readonly metadata: Readonly<Record<string, string>> }> {
  const folds = await import("../../lib/train/fold_checkpoint.ts");
  return await (folds.holdsFoldCheckpoint(bytes)
    ? folds.parseFoldCheckpoint(bytes)
    : parseCheckpoint(bytes));
}

/** A run that has nothing left to train, as if no member had begun: only what it was is known. */
function savedOver({ config, metrics, summary }: Run): Saved {
  const { epochs, seconds, engine, workers, versions: { numerics } } = summary;
  return {
    checkpoint: { numerics, epoch: epochs, members: [] },
    config,
    metrics,
    seconds,
    engine: { name: engine, workers },
  };
}

/** Whether a run has nothing left to train, and so no checkpoint. */
export function isNothingLeft({ checkpoint }: Saved): boolean {
  return isOfFolds(checkpoint) && checkpoint.members.length === 0;
}

/**
 * Reads the checkpoint in a run's folder.
 * @returns `undefined` if there is no run; no member of a run that {@linkcode isOver}
 * @throws {Error} if there is another run that has no checkpoint or a damaged one, or is too old
 */
export async function readSaved(run: string, hint = RETRAIN_HINT): Promise<Saved | undefined> {
  await checkAge(run);
  const path = join(run, FILES.checkpoint);
  const bytes = await readIfThere(run, FILES.checkpoint, (path) => readAtMost(path, MAX_TENSORS));
  if (bytes === undefined) {
    if (!await hasFile(run, FILES.weights)) return undefined;
    const whole = await readRun(run).catch(() => undefined);
    if (whole !== undefined && isOver(whole.config, whole.summary)) return savedOver(whole);
    throw new Error(`Cannot resume ${run}: it has no ${FILES.checkpoint}; ${hint}`);
  }
  try {
    const { checkpoint, metadata } = await parseAnyCheckpoint(bytes);
    const saved: unknown = JSON.parse(metadata["run"] ?? "null");
    checkSaved(saved);
    const { metrics, seconds, engine } = saved as Saved;
    if (metrics.length !== checkpoint.epoch) throw new SyntaxError("it lacks epochs");
    const config = parseConfig(JSON.parse(metadata["config"] ?? "null"));
    if (overFolds(config) !== isOfFolds(checkpoint)) {
      throw new SyntaxError(
        `its config has ${config.folds} folds, its weights have other members`,
      );
    }
    return {
      checkpoint,
      config,
      metrics,
      seconds,
      engine,
    };
  } catch (error) {
    throw new Error(`Cannot resume from ${path}: ${explain(error)}; ${hint}`, { cause: error });
  }
}

/** Why nothing is left to train of a saved run; `undefined` if epochs are left. */
export function finished({ checkpoint }: Saved, config: Config): string | undefined {
  const { epoch } = checkpoint;
  if (epoch >= config.epochs) return `all ${config.epochs} epochs are trained`;
  return hasStopped(checkpoint, config) ? `it ended early, after epoch ${epoch}` : undefined;
}

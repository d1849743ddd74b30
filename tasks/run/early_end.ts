/** Whether a run ended before all its epochs were done. @module */

import type { Config } from "../../lib/config.ts";
import { userDatasetOf } from "../../lib/config/user_data.ts";
import { scoreOf } from "../../lib/evaluate.ts";
import { argmax } from "../../lib/numerics/argmax.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import { createSchedule, endsEarly } from "../../lib/train/schedules.ts";
import { learnsAfterTest, overFolds } from "../../lib/config/recipe.ts";
import type { FoldCheckpoint } from "../../lib/train/fold_checkpoint.ts";
import type { Best, Metrics, Summary } from "./run_folder.ts";

/** Whether a run with this config ends early after these scores on validation, by its schedule or early stopping. */
export function endsEarlyWith(config: Config, history: readonly number[]): boolean {
  return endsEarly(history, { ...config, schedule: createSchedule(config.schedule) });
}

/** Whether a checkpoint is one of members over folds, and not that of one network. */
export function isOfFolds(checkpoint: Checkpoint | FoldCheckpoint): checkpoint is FoldCheckpoint {
  return "members" in checkpoint;
}

/** Whether a run with this config has ended early at a checkpoint: all members over folds have stopped, or its network. */
export function hasStopped(checkpoint: Checkpoint | FoldCheckpoint, config: Config): boolean {
  const all = isOfFolds(checkpoint) ? checkpoint.members : [checkpoint];
  return all.every((one) => one === undefined || endsEarlyWith(config, one.history));
}

/**
 * Whether nothing of a run is left to do, however many epochs its config had: it was searched, or all members over folds have stopped, the result
 * is compared with simpler models, and the model has learned from the rows of the test if it is to. Such a run has no checkpoint, which would be ten times as large as its weights.
 */
export function isOver(
  config: Config,
  { ended, truth, refit, search }: Pick<Summary, "ended" | "truth" | "refit" | "search">,
): boolean {
  return search !== undefined ||
    overFolds(config) && ended === "earlyStopping" && truth !== undefined &&
      (refit !== undefined || truth.testRows === 0 || !isToRefit(config));
}

/** Whether the model of a run learns from the rows of its test too, once they have told the result. */
export function isToRefit(config: Config): boolean {
  return overFolds(config) && config.evaluate.includes("test") &&
    learnsAfterTest(config.recipe, userDatasetOf(config.dataset)?.splitAfter);
}

/** The scores of epochs on validation, by what the config monitors; empty without validation. */
export function scoresOf(metrics: readonly Metrics[], { monitor }: Config): number[] {
  return metrics.flatMap(({ validation }) =>
    validation === undefined ? [] : scoreOf(validation, monitor)
  );
}

/** The best epoch by validation, the first of equals; `undefined` without validation. */
export function bestOf(metrics: readonly Metrics[], config: Config): Metrics | undefined {
  const scores = scoresOf(metrics, config);
  return scores.length === 0 ? undefined : metrics[argmax(scores)];
}

/** The best epoch, as a summary has it: with the metric that the config monitors. */
export function bestIn(line: Metrics | undefined, { monitor }: Config): Summary["best"] {
  const { epoch, validation } = line ?? {};
  if (epoch === undefined || validation === undefined) return null;
  const { accuracy, cost } = validation;
  return accuracy !== undefined && monitor === "accuracy" ? { epoch, accuracy } : { epoch, cost };
}

/** Why an epoch is the best, in words. */
export function bestBy(best: Best): string {
  return "cost" in best ? "the lowest validation loss" : "the best by validation";
}

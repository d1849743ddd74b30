/** The learner of a config: one network, or members over folds. @module */

import type { Config } from "../../lib/config.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import { isOfFolds } from "../run/early_end.ts";
import type { OpenData } from "../data/source.ts";
import { openEngine } from "../run/open_engine.ts";
import type { Learner, LearnerOptions } from "./learner.ts";
import { networkLearner } from "./network_learner.ts";

/**
 * Opens a learner, ready for its next epoch, with what ends with it: its engine and threads. What learns over folds is
 * loaded by runs over folds alone.
 * @throws {TypeError} if it cannot continue from what is saved
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function openLearner(
  config: Config,
  data: OpenData,
  options: LearnerOptions,
): Promise<Learner> {
  const { engine: name, workers, saved, signal, onWarning } = options;
  const isOverFolds = overFolds(config);
  if (saved !== undefined && isOfFolds(saved.checkpoint) !== isOverFolds) {
    const found = isOverFolds ? "of one network, not of folds" : "of folds, not of one network";
    throw new TypeError(`Cannot continue from this checkpoint: it is ${found}`);
  }
  using opened = new DisposableStack();
  const engine = opened.use(openEngine(name, isOverFolds ? 1 : Math.max(1, workers), onWarning));
  const learner = isOverFolds
    ? await (await import("./fold_learner.ts")).foldLearner(config, data, engine, options, opened)
    : networkLearner(config, data, engine, options);
  signal?.throwIfAborted();
  const owned = opened.move();
  return { ...learner, [Symbol.dispose]: () => owned.dispose() };
}

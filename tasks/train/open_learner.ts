/** The learner of a config: one network, or members over folds. @module */

import { type Config, overFolds } from "../../lib/config/mod.ts";
import { isOfFolds } from "../../lib/table/folds/checkpoint.ts";
import type { OpenData } from "../data/open_data.ts";
import { openEngine } from "../run/open_engine.ts";
import type { Learner, LearnerOptions } from "./learner.ts";
import { networkLearner } from "./network_learner.ts";

/**
 * Opens a learner, and its engine, which ends with it. What learns over folds is loaded by runs over folds alone.
 * @throws {TypeError} if it cannot go on from what is saved
 */
export async function openLearner(
  config: Config,
  data: OpenData,
  options: LearnerOptions,
): Promise<Learner> {
  const { engine: name, workers, saved, onWarning } = options;
  const isOverFolds = overFolds(config);
  if (saved !== undefined && isOfFolds(saved.checkpoint) !== isOverFolds) {
    const found = isOverFolds ? "of one network, not of folds" : "of folds, not of one network";
    throw new TypeError(`Cannot go on from this checkpoint: it is ${found}`);
  }
  const engine = openEngine(name, isOverFolds ? 1 : Math.max(1, workers), onWarning);
  try {
    return isOverFolds
      ? (await import("./fold_learner.ts")).foldLearner(config, data, engine, options)
      : networkLearner(config, data, engine, options);
  } catch (error) {
    engine.close();
    throw error;
  }
}

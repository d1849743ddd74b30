/** Fits the simpler models that a network of a table is compared with. @module */

import type { Dataset } from "../../mod.ts";
import {
  answersOfFolds,
  binsOf,
  constantAnswer,
  fitTrees,
} from "../../lib/baselines/mod.ts";
import type { BaselineAnswers } from "../../lib/evaluate/mod.ts";

/** The rows of each fold, and those of the test. */
interface Folds {
  readonly folds: readonly Uint32Array[];
  readonly test: Uint32Array;
}

/** The most cells that all trees together look at: some seconds. More columns, classes or rows have fewer rounds. */
const MAX_CELLS = 1.5e9;

/** Of each round at least these are grown, and at most those. */
const [MIN_ROUNDS, MAX_ROUNDS] = [20, 300];

/**
 * Answers all rows with a constant and with boosted trees, on the folds of the network.
 * @param data all rows, with the features as they are before they are encoded for a network
 * @param levels the indices of the features that are levels
 */
export function fitBaselines(
  data: Dataset,
  { folds, test }: Folds,
  levels: readonly number[] = [],
): BaselineAnswers[] {
  const fitting = Uint32Array.from(folds.flatMap((rows) => [...rows]));
  const bins = binsOf(data.inputs, data.features, { fitting, levels });
  const trees = data.problem.isOneHot && data.outputs === 2 ? 1 : data.outputs;
  const cells = 2 * data.features * trees * fitting.length * (folds.length - 1);
  const rounds = Math.max(MIN_ROUNDS, Math.min(MAX_ROUNDS, Math.floor(MAX_CELLS / cells)));
  const kept: number[] = [];
  const constant = constantAnswer(data, fitting);
  const ofConstant = answersOfFolds({ folds, test }, data.size, (training) => {
    const answer = constantAnswer(data, training);
    return (rows) => Float32Array.from({ length: rows.length * data.outputs }, (_, k) => answer[k % data.outputs]!);
  });
  const ofTrees = answersOfFolds({ folds, test }, data.size, (training, validation) => {
    const { weights } = data;
    const fitted = fitTrees(bins, data, { training, validation, weights, rounds });
    kept.push(fitted.rounds);
    return fitted.answers;
  });
  return [
    { name: "constant", phrase: constantName(data, constant), isConstant: true, ...ofConstant },
    { name: "trees", phrase: "boosted trees", rounds: kept, ...ofTrees },
  ];
}

/** What the best constant answer is, in a sentence. */
function constantName({ problem, classNames }: Dataset, answer: Float32Array): string {
  if (!problem.hasAccuracy) return "always answering the mean";
  if (!problem.isOneHot) return "always giving each label’s commoner answer";
  const commonest = answer.indexOf(Math.max(...answer));
  return `always answering “${classNames?.[commonest] ?? commonest}”`;
}

/** The training of a table: of an ensemble over folds, round by round, or of one network. @module */

import { createEngine } from "../../engine/create.ts";
import type { Engine } from "../../engine/engine.ts";
import { learnsAfterTest, weightDecaysOf } from "../../config/recipe.ts";
import type { Decision } from "../../measure/decide/decide.ts";
import { decisionOf, type DecisionOptions } from "../../measure/decide/fit.ts";
import { intervalsOf, type PredictionIntervals, widerIntervals } from "../../measure/intervals.ts";
import { NoveltyDetector } from "../../measure/novelty.ts";
import { type Distributions, distributionsOf } from "../../measure/drift/distributions.ts";
import type { TrainedModel } from "../../ensemble/trained_model.ts";
import { outOfFold } from "../../ensemble/trained_model.ts";
import { countFolds } from "../../ensemble/trained_model.ts";
import { foldedDataOf } from "../folds/data.ts";
import { type Candidates, candidatesOf, solveLinearFamily } from "../folds/linear.ts";
import type { MemberTraining } from "../folds/member_trainer.ts";
import { LocalTrainers } from "../folds/member_trainers.ts";
import type { FoldedData } from "../folds/members.ts";
import type { Round } from "../folds/rounds.ts";
import { refit } from "../folds/refit.ts";
import { FoldTraining } from "../folds/train.ts";
import { Network } from "../../network.ts";
import type { TrainOptions } from "../../options.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import { featureRolesOf, meaningOf } from "../encode/distributions.ts";
import { train } from "../../train.ts";
import type { Epoch } from "../../train/run.ts";
import type { TableEvaluation } from "./evaluation.ts";
import { type FoldOptions, planOf, type TrainingPlan } from "./recipe.ts";

/** How a table was split into parts and folds. */
export interface TableSplit {
  /** The column of groups, or several that together name a group; `undefined` if rows were not split by groups. */
  readonly groups: string | readonly string[] | undefined;
  /** The column after which rows were split, or `true` for the order of the rows. */
  readonly time: string | true | undefined;
  /** What was found in the table, in sentences, that on the split first; none where options decided the split. */
  readonly found: readonly string[];
}

/** What is known of the training data besides the table; a model file keeps all but the test result and the split. */
export interface TableKnowledge {
  /** Detects rows that are unlike the training data. */
  readonly detector?: NoveltyDetector | undefined;
  /** The errors of quantities on the validation split; absent for classes, and for too few rows. */
  readonly intervals?: PredictionIntervals | undefined;
  /** The decision based on the probabilities of classes; absent unless {@linkcode TableModel.fit} was asked for it. */
  readonly decision?: Decision | undefined;
  /** The distributions of the training data, for {@linkcode DriftCounter}. */
  readonly distributions?: Distributions | undefined;
  /** How good the model is on the test part, which it had not learned from. */
  readonly test?: TableEvaluation | undefined;
  /** How good the model is out of fold. */
  readonly outOfFold?: TableEvaluation | undefined;
  /** How the table was split, and why; none unless {@linkcode TableModel.fit} split it. */
  readonly split?: TableSplit | undefined;
}

/** What training comes to. */
export interface TrainedParts {
  /** The network, or the ensemble over folds. */
  readonly network: TrainedModel;
  /** What a model file keeps of the data besides the table. */
  readonly knowledge: TableKnowledge;
}

/** A round: an epoch of every member that has not stopped. */
export interface PartsRound extends Round {
  readonly isLast: boolean;
  /**
   * The ensemble of each member's best epoch so far. It is there until the next round is whole.
   * @throws {Error} if training has gone on
   */
  parts(): Promise<TrainedParts>;
  /**
   * The ensemble that ships, after the last round: where rows are split by time its networks have learned from those of the test
   * too, see {@linkcode FoldEnsemble.refitted}. What is known of the data is as it was before.
   * @throws {unknown} the signal's reason, if it is aborted
   */
  shipped(): Promise<TrainedParts>;
}

/**
 * Trains an ensemble over the folds of a table, round by round.
 * @throws {RangeError} if the table has no folds, or an option is out of range
 * @throws {TypeError} if an option does not exist, or options do not fit each other
 * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
 */
export async function* trainEnsemble(
  table: TableDatasets,
  options: FoldOptions,
  decisions: DecisionOptions = {},
): AsyncGenerator<PartsRound, void, void> {
  const data = foldedDataOf(table);
  if (data === undefined) {
    throw new RangeError(
      "Cannot train over folds: the table has none; expected tableDatasets(source, { …, folds: 5 })",
    );
  }
  const { recipe = table.recipe } = options;
  const { plans, linear, members, training } = membersOf(data, { ...options, recipe });
  const engine = engineOf(options);
  const isRefitted = table.times !== undefined && learnsAfterTest(recipe, true);
  const knowledge = knowledgeOf(table, decisions, isRefitted);
  const { onProgress } = options;
  try {
    const given = { data, training: members, engine };
    const folds = new FoldTraining({
      ...given,
      plans,
      trainers: new LocalTrainers(data, plans, members, engine),
      linear: await solveLinearFamily({ ...given, plans: linear, signal: training.signal }),
    });
    const { epochs, signal } = training;
    const onMember = (done: number) => onProgress?.(done, plans.length);
    for await (const { hasStopped, ...round } of folds.rounds({ epochs, signal, onMember })) {
      const parts = async () => {
        const network = await folds.ensemble(round.number);
        return { network, knowledge: knowledge(network) };
      };
      yield {
        ...round,
        isLast: hasStopped || round.number === epochs,
        parts,
        async shipped() {
          const { network: ensemble, knowledge } = await parts();
          const { test } = table;
          if (!isRefitted || test.size === 0) {
            return { network: ensemble, knowledge };
          }
          const again = { ...given, ensemble, test, plans, linear, signal, onMember };
          return { network: await refit(again), knowledge };
        },
      };
    }
  } finally {
    if (options.engine === undefined) engine.close();
  }
}

/** The members of an ensemble over folds, and how they are trained. */
export function membersOf(data: FoldedData, options: FoldOptions): Candidates & {
  readonly members: MemberTraining;
  readonly training: TrainingPlan["training"];
  /** The version of the recipe. */
  readonly recipe: number;
} {
  const { functions, training, ...plan } = planOf(data.training, options, true);
  const members = { network: functions, options: training };
  const candidates = candidatesOf({
    ...plan,
    folds: countFolds(data),
    repeat: data.folds.length,
    weightDecays: weightDecaysOf(training.optimizer),
  }, members);
  return { ...candidates, members, training, recipe: plan.recipe };
}

/** What is called while one network trains. */
export interface NetworkCalls extends Pick<TrainOptions, "onWarning"> {
  /** Called after every epoch; training waits for what it returns. */
  readonly onEpoch?: ((epoch: Epoch) => void | Promise<void>) | undefined;
}

/**
 * Trains one network on a table without folds. It keeps its best epoch by the validation part.
 * @throws {RangeError} if an option is out of range
 * @throws {TypeError} if an option does not exist, or options do not fit each other
 * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
 */
export async function trainNetwork(
  table: TableDatasets,
  options: FoldOptions,
  { onEpoch, onWarning = () => {} }: NetworkCalls,
  decisions: DecisionOptions = {},
): Promise<TrainedParts> {
  const { training: data, validation } = table;
  const { hidden, functions, training, seed } = planOf(data, options, false);
  const engine = engineOf(options);
  const sizes = [data.features, ...hidden, data.outputs];
  const network = new Network(sizes, { ...functions, seed, engine });
  const { onProgress } = options;
  const calls = { onWarning, ...onProgress !== undefined && { onProgress } };
  const epochs = train(network, data, { ...training, ...calls, validation, keep: "best" });
  try {
    for await (const epoch of epochs) await onEpoch?.(epoch);
  } finally {
    if (options.engine === undefined) engine.close();
  }
  return { network, knowledge: knowledgeOf(table, decisions)(network) };
}

/** The engine of the options, which stays open, or the fastest one. */
export function engineOf({ engine }: FoldOptions): Engine {
  return engine ?? createEngine("auto", { workers: 1 });
}

/**
 * What a model file keeps of the data besides the table. What depends on the data alone is found once.
 * @param isRefitted whether the rows of the test are the latest, and the model is to learn from them: their errors count too
 */
function knowledgeOf(
  { training, validation, test, folds, distributions, description, unitColumns }: TableDatasets,
  decisions: DecisionOptions,
  isRefitted = false,
): (model: TrainedModel) => TableKnowledge {
  const [first] = folds;
  const meaning = meaningOf(description);
  let detector: { readonly found: NoveltyDetector | undefined } | undefined;
  return (model) => {
    if (detector === undefined) {
      const roles = featureRolesOf(description, distributions, unitColumns);
      detector = {
        found: first === undefined
          ? NoveltyDetector.fit(training, validation, roles)
          : NoveltyDetector.fitFolds(training, first, roles),
      };
    }
    const isOfFolds = first !== undefined;
    const [answers, data] = isOfFolds
      ? [outOfFold(model, { training, folds }), training]
      : [model, validation];
    const decision = decisionOf(answers, data, decisions, first);
    return {
      detector: detector.found,
      decision,
      intervals: data.problem.hasAccuracy || data.size === 0 ? undefined : widerIntervals(
        intervalsOf(answers, data, isOfFolds),
        isRefitted && test.size > 0 ? intervalsOf(model, test) : undefined,
      ),
      distributions: distributionsOf(answers, data, distributions, { ...meaning, decision }),
    };
  };
}

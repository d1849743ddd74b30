/** How a table is trained on: the options that a program leaves out are those of the recipe for tables. @module */

import { checkOptions, type OptionTable } from "../../checks/options.ts";
import { foldRecipe, ownOptimizer, RECIPE, USER_DATA_RECIPE } from "../../config/recipe.ts";
import type { Dataset } from "../../dataset.ts";
import type { Engine } from "../../engine/engine.ts";
import type { MemberOptions } from "../folds/members.ts";
import type { OptimizerOptions } from "../../network/optimizers.ts";
import { TRAIN_OPTIONS, type TrainOptions } from "../../options.ts";

/** How to train over folds. What is left out is the recipe for tables, see `docs/your-data.md`. */
export interface FoldOptions extends
  MemberOptions,
  Partial<
    Omit<
      TrainOptions,
      | ("optimizer" | "validation" | "test" | "resume" | "keep" | "observe")
      | ("augment" | "onWarning" | "onProgress")
    >
  > {
  /** The number of units in each hidden layer. Default: the recipe's, which depends on the rows. */
  hidden?: readonly number[];
  /** How a gradient becomes a step; members have its weight decay or a tenth of it, chosen out of fold. */
  optimizer?: OptimizerOptions;
  /** The version of how members over folds are trained, from 1 up: an older one comes to its weights. Default: the table's */
  recipe?: number;
  /** Called in every round when a member is done with it, or had stopped before. */
  onProgress?: (done: number, total: number) => void;
  /** What runs the loops; it stays open. Default: the fastest one, with a single worker. */
  engine?: Engine;
}

/** What is each member's own, what only pictures have, and what concerns one network alone. */
const LEFT_OUT: readonly string[] = [
  "validation",
  "test",
  "resume",
  "keep",
  "observe",
  "augment",
  "onWarning",
  "onProgress",
];

const FUNCTIONS = ["activation", "initializer", "outputActivation", "cost"] as const;

/** The options of training that are those of members too; each member checks their values. */
const TRAINING = Object.keys(TRAIN_OPTIONS).filter((name) => !LEFT_OUT.includes(name));

/** The names of {@linkcode FoldOptions}. */
export const FOLD_OPTIONS: OptionTable = {
  ...Object.fromEntries(
    ["hidden", ...FUNCTIONS, ...TRAINING, "onProgress", "engine"].map((name) => [name, true]),
  ),
  recipe: { type: "whole", min: 1, max: RECIPE },
};

/** The options, with those of the recipe in place of what is left out. */
export interface TrainingPlan {
  /** The number of units in each hidden layer. */
  readonly hidden: readonly number[];
  /** The functions of the networks. */
  readonly functions: MemberOptions;
  /** How they learn. */
  readonly training: TrainOptions & {
    readonly epochs: number;
    readonly optimizer: OptimizerOptions;
  };
  /** Where all randomness flows from. */
  readonly seed: number;
  /** The version of how members over folds are trained. */
  readonly recipe: number;
}

/**
 * The options, filled in by the recipe for tables as those of a config are.
 * @param hasFolds whether members train over folds, and not one network
 * @throws {TypeError} if an option does not exist
 */
export function planOf(data: Dataset, options: FoldOptions, hasFolds: boolean): TrainingPlan {
  checkOptions("train over folds", options, FOLD_OPTIONS);
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as FoldOptions;
  const { recipe: version = RECIPE } = given;
  const recipe = {
    ...USER_DATA_RECIPE,
    optimizer: ownOptimizer(data.size),
    seed: 1,
    ...data.problem.defaults,
    ...hasFolds && foldRecipe({
      rows: data.size,
      hasHidden: given.hidden?.length !== 0,
      recipe: version,
      hasQuantities: !data.problem.hasAccuracy,
    }),
    ...given,
  };
  const { hidden, activation, initializer, outputActivation, cost, seed } = recipe;
  const training = Object.entries(recipe).filter(([name]) => TRAINING.includes(name));
  return {
    hidden,
    seed,
    recipe: version,
    functions: { activation, initializer, outputActivation, cost },
    training: Object.fromEntries(training) as unknown as TrainingPlan["training"],
  };
}

/** Trains an ensemble over the folds of a table, to the bytes of `deno task train --csv`. @module */

import type { OptionTable } from "../checks/option.ts";
import { checkOptions } from "../checks/options.ts";
import type { Dataset } from "../dataset.ts";
import { foldRecipe, OWN_RECIPE, ownOptimizer, weightDecaysOf } from "../config/recipe.ts";
import { createEngine } from "../engine/create.ts";
import type { Engine } from "../engine/engine.ts";
import { intervalsOf } from "../evaluate/intervals.ts";
import { NoveltyDetector } from "../evaluate/novelty.ts";
import { distributionsOf, meaningOf } from "../evaluate/training_distributions.ts";
import type { FoldEnsemble } from "../fold_ensemble.ts";
import { countFolds, foldedDataOf } from "../fold_ensemble/data.ts";
import type { FoldedData, MemberOptions } from "../fold_ensemble/members.ts";
import { memberPlansOf, type Round } from "../fold_ensemble/rounds.ts";
import { trainRounds } from "../fold_ensemble/train.ts";
import type { OptimizerOptions } from "../network/optimizers.ts";
import { TRAIN_OPTIONS, type TrainOptions } from "../options.ts";
import type { TableDatasets } from "../table/datasets.ts";
import { type TableKnowledge, TableModel } from "../table_model.ts";

/** How to train over folds. What is left out is the recipe for tables, see `docs/tables.md`. */
export interface FoldOptions extends
  MemberOptions,
  Partial<
    Omit<
      TrainOptions,
      | ("optimizer" | "validation" | "test" | "resume" | "keep" | "teacher")
      | ("augment" | "onWarning" | "onProgress")
    >
  > {
  /** The number of units in each hidden layer. Default: that of the recipe, which depends on the rows. */
  hidden?: readonly number[];
  /** How a gradient becomes a step; members have its weight decay or a tenth of it, chosen out of fold. */
  optimizer?: OptimizerOptions;
  /** Called in every round when a member is done with it, or had stopped before. */
  onProgress?: (done: number, total: number) => void;
  /** What runs the loops; it stays open. Default: the fastest one, with a single worker. */
  engine?: Engine;
}

/** A round: an epoch of every member that has not stopped. */
export interface FoldRound extends Round {
  /** Whether it is the last one. */
  readonly isLast: boolean;
  /**
   * The ensemble of each member's best epoch so far, with what a model file keeps of the data. It is there until the next
   * round is whole, so that of a run which is aborted in between too.
   * @throws {Error} if training has gone on
   */
  model(): Promise<TableModel>;
}

/**
 * Trains an ensemble over the folds of a table, round by round: the rows that do not test are dealt to folds, and each member
 * stops on the fold that it does not learn from. Nothing is trained before the first round is asked for.
 *
 * The members come to the bytes of `deno task train --csv` with the same table, options and seeds.
 * @param table as {@linkcode tableDatasets} makes it with `folds`
 * @throws {RangeError} if the table has no folds, or an option is out of range
 * @throws {TypeError} if an option does not exist, or options do not fit each other
 * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
 */
export async function* trainFolds(
  table: TableDatasets,
  options: FoldOptions = {},
): AsyncGenerator<FoldRound, void, void> {
  const data = foldedDataOf(table);
  if (data === undefined) {
    throw new RangeError(
      "Cannot train over folds: the table has none; expected tableDatasets(source, { …, folds: 5 })",
    );
  }
  const { hidden, functions, training, seed } = resolve(data.training, options);
  const { optimizer } = training;
  const plans = memberPlansOf({
    ...{ folds: countFolds(data), repeat: data.folds.length, seed, hidden },
    weightDecays: weightDecaysOf(optimizer),
  });
  const engine = options.engine ?? createEngine("auto", { workers: 1 });
  const knowledge = knowledgeOf(table, data);
  const members = { network: functions, options: training };
  const { onProgress } = options;
  try {
    for await (const round of trainRounds({ data, plans, training: members, engine, onProgress })) {
      const { ensemble, ...shown } = round;
      yield {
        ...shown,
        async model() {
          const found = await ensemble();
          return new TableModel(found, table.description, knowledge(found));
        },
      };
    }
  } finally {
    if (options.engine === undefined) engine.close();
  }
}

/**
 * Trains an ensemble over the folds of a table to its end, see {@linkcode trainFolds}.
 * @returns what predicts rows, and is a model file by `toSafetensors()`
 *
 * @example
 * ```ts
 * import { fitFolds, tableDatasets } from "@inkling/inkling/table";
 * import { evaluate } from "@inkling/inkling";
 * import { assert } from "@std/assert";
 *
 * const rows = Array.from({ length: 60 }, (_, k) => [`${k}`, k % 3 ? "yes" : "no", `${k * 2 + (k % 3 ? 9 : 0)}`]);
 * const source = {
 *   name: "the table",
 *   columns: ["age", "member", "price"],
 *   async *open() {
 *     yield { rows, lines: rows.map((_, r) => r + 2) };
 *   },
 * };
 * const table = await tableDatasets(source, { target: "price", folds: 5 });
 * const model = await fitFolds(table, { hidden: [8], epochs: 40, seed: 1 });
 * assert(evaluate(model.network, table.test).rSquared! > 0.5);
 * const [prediction] = model.predict([{ age: 30, member: "yes" }]); // with an interval of errors out of fold
 * assert(Math.abs(prediction!.values!["price"]! - 69) < 30);
 * ```
 */
export async function fitFolds(
  table: TableDatasets,
  options: FoldOptions = {},
): Promise<TableModel> {
  let model: TableModel | undefined;
  for await (const round of trainFolds(table, options)) {
    if (round.isLast) model = await round.model();
  }
  return model!;
}

/** What is each member's own, what only pictures have, and what concerns one network alone. */
const LEFT_OUT: readonly string[] = [
  ...["validation", "test", "resume", "keep", "teacher"],
  ...["augment", "onWarning", "onProgress"],
];

const FUNCTIONS = ["activation", "initializer", "outputActivation", "cost"] as const;

/** The options of training that are those of members too; each member checks their values. */
const TRAINING = Object.keys(TRAIN_OPTIONS).filter((name) => !LEFT_OUT.includes(name));

const OPTIONS: OptionTable = Object.fromEntries(
  ["hidden", ...FUNCTIONS, ...TRAINING, "onProgress", "engine"].map((name) => [name, true]),
);

/** The options, filled in by the recipe for tables as those of a config are. */
function resolve(data: Dataset, options: FoldOptions) {
  checkOptions("train over folds", options, OPTIONS);
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as FoldOptions;
  const { activation, initializer, learningRate, monitor } = { ...OWN_RECIPE, ...given };
  const { hidden: usual, ...recipe } = foldRecipe(data.size, given.hidden?.length !== 0);
  const { hidden = usual } = given;
  const { outputActivation, cost } = { ...data.problem.defaults, ...given };
  const training = {
    ...{ learningRate, monitor, optimizer: ownOptimizer(data.size) as OptimizerOptions },
    ...recipe,
    ...Object.fromEntries(Object.entries(given).filter(([name]) => TRAINING.includes(name))),
  };
  const functions = { activation, initializer, outputActivation, cost };
  return { hidden, functions, training, seed: given.seed ?? 1 };
}

/** What a model file keeps of the data besides the table. What depends on the data alone is found once. */
function knowledgeOf(
  { distributions, description }: Pick<TableDatasets, "distributions" | "description">,
  { training, folds }: FoldedData,
): (ensemble: FoldEnsemble) => TableKnowledge {
  let detector: { readonly found: NoveltyDetector | undefined } | undefined;
  return (ensemble) => {
    detector ??= { found: NoveltyDetector.fitFolds(training, folds[0]!) };
    const answers = ensemble.outOfFold(training, folds);
    return {
      detector: detector.found,
      intervals: training.problem.hasAccuracy ? undefined : intervalsOf(answers, training),
      distributions: distributionsOf(answers, training, distributions, meaningOf(description)),
    };
  };
}

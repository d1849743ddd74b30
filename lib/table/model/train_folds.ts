/** Trains an ensemble over the folds of a table, with results identical to `deno task train --csv`. @module */

import type { Round } from "../folds/rounds.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import { TableModel } from "./table_model.ts";
import type { FoldOptions } from "./recipe.ts";
import { type TrainedParts, trainEnsemble } from "./training.ts";

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
  /**
   * The model that ships, after the last round: where rows are split by time its networks have learned from those of the test
   * too.
   * @throws {unknown} the signal's reason, if it is aborted
   */
  shipped(): Promise<TableModel>;
}

/**
 * Trains an ensemble over the folds of a table, round by round: the rows outside the test part are split into folds, and each member
 * stops on the fold that it does not learn from. Nothing is trained before the first round is asked for.
 *
 * The members equal, byte for byte, the members of `deno task train --csv` with the same table, options and seeds.
 * @param table as {@linkcode tableDatasets} makes it with `folds`
 * @throws {RangeError} if the table has no folds, or an option is out of range
 * @throws {TypeError} if an option does not exist, or options do not fit each other
 * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
 */
export async function* trainFolds(
  table: TableDatasets,
  options: FoldOptions = {},
): AsyncGenerator<FoldRound, void, void> {
  const modelOf = async (parts: Promise<TrainedParts>) => {
    const { network, knowledge } = await parts;
    return new TableModel(network, table.description, knowledge);
  };
  for await (const { parts, shipped, ...round } of trainEnsemble(table, options)) {
    yield { ...round, model: () => modelOf(parts()), shipped: () => modelOf(shipped()) };
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
 * const table = await tableDatasets(source, { target: "price", folds: 5, recipe: 3, test: 0.2 });
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
    if (round.isLast) model = await round.shipped();
  }
  return model!;
}

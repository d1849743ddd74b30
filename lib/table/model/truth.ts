/** The result of a trained table beside simpler models, as `deno task train` prints it at its end. @module */

import { rulesOf } from "../columns/target.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import { truthOfFolds } from "../folds/compare.ts";
import { truthOfNetwork } from "../folds/compare_network.ts";
import { trainCurve } from "../folds/learning_curve.ts";
import { foldedDataOf } from "../folds/data.ts";
import { LocalTrainers } from "../folds/member_trainers.ts";
import { ensembleIn } from "../folds/networks.ts";
import type { TreeModel } from "../folds/tree_model.ts";
import type { Truth } from "../../measure/verdict/truth.ts";
import type { FoldOptions } from "./recipe.ts";
import type { TableModel } from "./table_model.ts";
import { engineOf, membersOf } from "./training.ts";

/**
 * Measures a trained model on the test rows and out of fold, beside a constant answer, a linear model and boosted trees. It
 * trains what the learning curve needs. An ensemble gets the trees, unless it is shown to be better than they are: they are in
 * its file, and answer by `only("trees")`. One network without folds is compared with the constant answer alone.
 * @param table what the model learned from
 * @param options how it was trained; `onProgress` is called with the curve's epochs
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function truthOfTable(
  { network, decision, table: description }: TableModel,
  table: TableDatasets,
  options: FoldOptions = {},
): Promise<Truth> {
  const data = foldedDataOf(table);
  const model = ensembleIn(network);
  if (data === undefined || model === undefined) {
    const { problem, outputNames, quantities } = rulesOf(description);
    const classes = problem.isOneHot ? outputNames : undefined;
    const splits = { ...table, table: description };
    return truthOfNetwork(network, splits, { decision }, { classes, quantities });
  }
  const ensemble = model.measured;
  const { test, times } = table;
  const { signal, onProgress } = options;
  const engine = engineOf(options);
  const { recipe = table.recipe } = options;
  const { plans, members, training: { epochs = Infinity } } = membersOf(data, {
    ...options,
    recipe,
  });
  const compared = { ensemble, data, recipe };
  try {
    const curve = await trainCurve(compared, plans, async (some) => {
      const trainers = new LocalTrainers(data, some, members, engine);
      for (let round = 0;; round++) {
        const advanced = await trainers.advance(undefined, { signal });
        if (advanced.every((epoch) => epoch === undefined)) {
          return await trainers.bestOutputs(round) as Float32Array[];
        }
        onProgress?.(round + 1, epochs);
      }
    });
    model.trees = undefined;
    const onTrees = (trees: TreeModel) => model.trees = trees;
    return await truthOfFolds({ ...compared, test, description, times, curve, onTrees, signal });
  } finally {
    if (options.engine === undefined) engine.close();
  }
}

/** The result of a trained table beside simpler models, as `deno task train` prints it at its end. @module */

import { rulesOf } from "../columns/target.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import { trainCurve, truthOfFolds, truthOfNetwork } from "../folds/compare.ts";
import { foldedDataOf } from "../folds/data.ts";
import { LocalTrainers } from "../folds/member_trainers.ts";
import { ensembleIn } from "../folds/networks.ts";
import type { Truth } from "../verdict/truth.ts";
import type { FoldOptions } from "./recipe.ts";
import type { TableModel } from "./table_model.ts";
import { engineOf, membersOf } from "./training.ts";

/**
 * Measures a trained model on the test rows and out of fold, beside a constant answer, a linear model and boosted trees. It
 * trains what the learning curve needs. One network without folds is compared with the constant answer alone.
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
  const ensemble = ensembleIn(network);
  if (data === undefined || ensemble === undefined) {
    const { problem, outputNames, quantities } = rulesOf(description);
    const classes = problem.isOneHot ? outputNames : undefined;
    const splits = { ...table, table: description };
    return truthOfNetwork(network, splits, { decision }, { classes, quantities });
  }
  const { test, times } = table;
  const { signal, onProgress } = options;
  const engine = engineOf(options);
  const { plans, members, recipe, training: { epochs = Infinity } } = membersOf(data, options);
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
    return await truthOfFolds({ ...compared, test, description, times, curve, signal });
  } finally {
    if (options.engine === undefined) engine.close();
  }
}

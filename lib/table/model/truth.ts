/** The result of a trained table beside simpler models, as `deno task train` prints it at its end. @module */

import type { TableDatasets } from "../encode/datasets.ts";
import { curvePlansOf, truthOfFolds, truthOfNetwork } from "../folds/compare.ts";
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
    return truthOfNetwork(network, { ...table, table: description }, decision);
  }
  const { test, times } = table;
  const { signal, onProgress } = options;
  const engine = engineOf(options);
  const { plans, members, training: { epochs = Infinity } } = membersOf(data, options);
  try {
    const trainers = new LocalTrainers(data, curvePlansOf(ensemble, plans), members, engine);
    let round = 0;
    while ((await trainers.advance(undefined, signal)).some((epoch) => epoch !== undefined)) {
      round++;
      onProgress?.(round, epochs);
    }
    const curve = await trainers.bestOutputs(round);
    return await truthOfFolds({ ensemble, data, test, description, times, curve, signal });
  } finally {
    if (options.engine === undefined) engine.close();
  }
}

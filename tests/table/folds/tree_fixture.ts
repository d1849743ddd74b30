/** Boosted trees on the folds of a table, for tests. */

import { binned } from "../../../lib/table/baselines/bins.ts";
import { type BoostedTrees, fitTrees } from "../../../lib/table/baselines/boosted_trees.ts";
import { packTrees } from "../../../lib/table/baselines/packed_trees.ts";
import type { TableDatasets } from "../../../lib/table/encode/datasets.ts";
import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { rowsWhere } from "../../../lib/dataset/split.ts";
import { type TreeModel, treeOutputsOf } from "../../../lib/table/folds/tree_model.ts";
import { treeBinningsOf } from "../../../lib/table/folds/trees.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";

/** A few rounds of trees for each fold, and what they answer as they were fitted. */
export function treesOf(
  { training, description, folds: [foldOf] }: TableDatasets,
): { readonly model: TreeModel; readonly fitted: readonly BoostedTrees[] } {
  const all = Uint32Array.from({ length: training.size }, (_, row) => row);
  const inputs = training.inputs as Float32Array;
  const binnings = treeBinningsOf(inputs, description, all);
  const bins = binned(inputs, training.features, binnings);
  const fitted = [...new Set(foldOf)].sort().map((fold) =>
    fitTrees(bins, training, {
      training: rowsWhere(foldOf!, (own) => own !== fold),
      validation: rowsWhere(foldOf!, (own) => own === fold),
      depth: 3,
      rounds: 20,
    })
  );
  const outputs = treeOutputsOf(training.problem);
  return { model: { outputs, binnings, folds: fitted.map(packTrees) }, fitted };
}

/** The model of such trees beside an ensemble over the same folds. */
export function answeringByTrees(model: TableModel, table: TableDatasets): TableModel {
  const ensemble = model.network as FoldEnsemble;
  ensemble.trees = treesOf(table).model;
  const { detector, intervals, decision, distributions } = model;
  const known = { detector, intervals, decision, distributions };
  return new TableModel(ensemble.only("trees"), model.table, known);
}

/** A small search on the shop's rows, for tests. @module */

import { createEngine } from "../../../lib/engine/create.ts";
import { encodingTablesOf } from "../../../lib/table/encode/tables.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { halveTrials } from "../../../lib/table/folds/halving.ts";
import { type MemberTraining, trainMember } from "../../../lib/table/folds/member_trainer.ts";
import type { MemberPlan } from "../../../lib/table/folds/members.ts";
import { type Selected, selectFamilies } from "../../../lib/table/folds/selected.ts";
import type { Trial } from "../../../lib/table/folds/trials.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { shopDatasets, shopModel, TRAINING } from "./fold_fixture.ts";

/** Trials of other widths, depths, encodings and bins. */
export const TRIALS: readonly Trial[] = [
  { trial: 1, encoding: "piecewise", hidden: [6], bins: 8 },
  { trial: 2, encoding: "piecewise", hidden: [12, 5], bins: 16 },
  { trial: 5, encoding: "standardized", hidden: [9] },
  { trial: 7, encoding: "piecewise", hidden: [4, 4, 4], bins: 3 },
].map((trial) => ({ learningRate: 0.02, weightDecay: 0.01, dropout: 0.05, ...trial } as Trial));

/** An ensemble of the recipe, and what is selected of it and of trials. */
export async function shopSearch(
  options: Partial<TableOptions> = {},
  lanes = 1,
): Promise<{ recipe: TableModel; model: TableModel; selected: Selected }> {
  const table = await shopDatasets(options);
  const recipe = await shopModel(options);
  const data = foldedDataOf(table)!;
  const bins = [...new Set(TRIALS.flatMap(({ bins }) => bins ?? []))];
  const tablesOf = (most: number) =>
    encodingTablesOf(table.description, data.training, table.recipe, most);
  const folded = { ...data, otherTables: new Map(bins.map((most) => [most, tablesOf(most)])) };
  const ensemble = recipe.network as FoldEnsemble;
  const { first } = ensemble;
  const training: MemberTraining = {
    network: {
      activation: first.activation.name as "relu",
      outputActivation: first.outputActivation.name as "softmax",
      cost: first.cost.name as "logLikelihood",
    },
    options: { ...TRAINING.options, epochs: 6 },
  };
  const engine = createEngine();
  const how = { seed: 3, recipe: 2 };
  const train = (plan: MemberPlan) => trainMember(folded, plan, training, engine);
  const { trained } = await halveTrials({
    ...how,
    trials: TRIALS,
    folds: 3,
    lanes: Array.from({ length: lanes }, () => train),
    all: true,
  });
  const selected = selectFamilies({
    ...how,
    ensemble,
    data: folded,
    training,
    engine,
    outOfFold: (some) => some.outOfFold(data.training, data.folds),
    trials: trained,
  });
  return { recipe, model: new TableModel(selected.ensemble, table.description), selected };
}

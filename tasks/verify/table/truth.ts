/** What a model of a table is compared with, again. @module */

import { hash } from "node:crypto";
import type { Config } from "../../../lib/config.ts";
import type { TrainedModel } from "../../../lib/ensemble/trained_model.ts";
import type { Truth } from "../../../lib/measure/verdict/truth.ts";
import { truthOfNetwork } from "../../../lib/table/folds/compare_network.ts";
import { formatSafetensors } from "../../../lib/formats/safetensors.ts";
import { ensembleIn } from "../../../lib/table/folds/networks.ts";
import type { TreeModel } from "../../../lib/table/folds/tree_model.ts";
import { treesInFile, treeTensors } from "../../../lib/table/folds/trees_file.ts";
import type { OpenData } from "../../data/source.ts";
import { decisionsOf } from "../../run/decision.ts";
import { FILES } from "../../run/run_folder.ts";
import { truthOfEnsemble } from "../../train/fold_learner.ts";
import type { Checks } from "../checks.ts";

/** The comparison with simpler models, but for the learning curve; and the check of the trees in the file. */
export async function truthAgain(
  model: TrainedModel,
  splits: OpenData,
  config: Config,
): Promise<{ readonly truth: Truth; readonly checkTrees: (checks: Checks) => void }> {
  const ensemble = ensembleIn(model);
  if (ensemble === undefined) {
    const truth = truthOfNetwork(model, splits, decisionsOf(model, splits, config), splits);
    return { truth, checkTrees() {} };
  }
  let trees: TreeModel | undefined;
  const onTrees = (found: TreeModel) => trees = found;
  const truth = await truthOfEnsemble(ensemble, splits, config, { onTrees });
  return { truth, checkTrees: (checks) => checkTrees(checks, ensemble.trees, trees) };
}

/** Checks the trees in the file, which are there where the network is not shown to be better. */
function checkTrees(
  checks: Checks,
  claimed: TreeModel | undefined,
  again: TreeModel | undefined,
): void {
  const [one, other] = [claimed, again].map((trees) =>
    trees && [treesInFile(trees), hash("sha256", formatSafetensors(treeTensors(trees)))]
  );
  if (one !== undefined || other !== undefined) {
    checks.check(`the trees in ${FILES.weights}, fitted again`, one, other);
  }
}

/** Several models of one table as a single model, for a file or a server that holds one. @module */

import type { TrainedModel } from "../../ensemble/trained_model.ts";
import { FoldEnsemble, type FoldFamily } from "./fold_ensemble.ts";
import { firstNetworkOf } from "../../ensemble/trained_model.ts";
import { answeringTreesIn, familiesIn, rangesIn } from "./networks.ts";
import { InputEncoding } from "../encode/input_encoding.ts";

/**
 * The mean of models of the same table. Of networks its answers are those of an `Ensemble` bit for bit; of ensembles
 * over folds they may differ in the last digit, since only the whole mean is rounded.
 * @throws {TypeError} if boosted trees answer, a network standardizes its inputs, or they differ in how they encode a table or in the range of answers
 */
export function meanOfModels(
  models: readonly TrainedModel[],
): FoldEnsemble {
  if (models.some((model) => answeringTreesIn(model))) {
    throw new TypeError(
      "Cannot join boosted trees: expected networks, which answer without --model trees",
    );
  }
  const families = models.flatMap(familiesOf);
  const shared = (model: TrainedModel) =>
    JSON.stringify([
      familiesOf(model)[0]!.members[0]!.encoding.tables,
      rangesIn(model) ?? null,
    ]);
  if (models.some((model) => shared(model) !== shared(models[0]!))) {
    throw new TypeError(
      "Cannot join models that encode a table differently: expected the same folds and columns",
    );
  }
  const mean = new FoldEnsemble(families, { ranges: rangesIn(models[0]!) });
  mean.classNames = models[0]!.classNames;
  return mean;
}

/** The families of a model that count, with a weight of 1 divided among them; a network is a family of its own. */
function familiesOf(model: TrainedModel): FoldFamily[] {
  const families = familiesIn(model);
  if (families.length > 0) {
    const total = families.reduce((sum, { weight }) => sum + weight, 0);
    return families.filter(({ weight }) => weight > 0)
      .map(({ weights: _, ...family }) => ({ ...family, weight: family.weight / total }));
  }
  const network = firstNetworkOf(model);
  if (network.standardization !== undefined) {
    throw new TypeError("Cannot join networks that standardize their inputs: a table does that");
  }
  const hidden = network.sizes.slice(1, -1);
  const tables = { features: network.features, numbers: [], levels: [] };
  const encoding = new InputEncoding("standardized", tables);
  return [{
    name: hidden.length === 0 ? "linear" : "standardized",
    encoding: "standardized",
    hidden,
    weight: 1,
    weightDecay: 0,
    members: [{ network, encoding, fold: 0, repeat: 0, epoch: 0 }],
  }];
}

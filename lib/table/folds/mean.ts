/** Several models of one table as a single model, for a file or a server that holds one. @module */

import { FoldEnsemble, type FoldFamily, type TrainedModel } from "./fold_ensemble.ts";
import { familiesIn, firstNetworkOf, rangesIn } from "./networks.ts";
import { InputEncoding } from "../encode/input_encoding.ts";

/**
 * The mean of models of the same table. Of networks its answers are those of an `Ensemble` bit for bit; of ensembles
 * over folds they may differ in the last digit, since only the whole mean is rounded.
 * @throws {TypeError} if a network standardizes its inputs, or they differ in how they encode a table or in the range of answers
 */
export function meanOfModels(
  models: readonly TrainedModel[],
): FoldEnsemble {
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
      .map((family) => ({ ...family, weight: family.weight / total }));
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

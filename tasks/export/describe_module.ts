/** A run's model as a module holds it. @module */

import { dataKindOf } from "../../lib/config/mod.ts";
import { Network } from "../../mod.ts";
import {
  type DescribedModule,
  describeInputs,
  describeTable,
  type WeightFormat,
} from "../../lib/table/module/mod.ts";
import { TableModel } from "../../lib/table/mod.ts";
import { answersOf, metadataOf } from "../results/predict/answers.ts";
import { picturesOf } from "../results/predict/inputs.ts";
import { ensembleOf } from "../run/fold_answers.ts";
import type { OpenNetwork } from "../run/open_network.ts";

/**
 * Describes a model.
 * @param explains whether it explains its answers too
 * @throws {RangeError} if a weight is too large for float16
 * @throws {Error} if answers are to be explained that cannot be
 */
export function describeModule(
  opened: OpenNetwork,
  weights: WeightFormat,
  explains = false,
): DescribedModule {
  const { network, table, input, dataset, config } = opened;
  const metadata = metadataOf(opened);
  const { detector } = metadata;
  if (table !== undefined) {
    return describeTable(new TableModel(network, table, metadata), weights, explains);
  }
  if (explains) {
    throw new Error(
      `Cannot explain answers of ${opened.run}: expected a run of a table, whose columns are the reasons`,
    );
  }
  if (!(network instanceof Network)) throw new TypeError("Cannot export folds without a table");
  const { problem, ...facts } = answersOf([opened], ensembleOf([opened]));
  const { isInk } = dataKindOf(dataset ?? {});
  const described = {
    ...facts,
    ...{ network, detector, problem: problem.name },
    areBytes: isInk || input?.type === "uint8",
  };
  const isOfPictures = isInk ||
    input?.type === "uint8" && (input.shape.length === 2 || input.shape[2] === 3);
  if (!isOfPictures) return describeInputs(described, weights);
  const { digits, shape } = picturesOf(opened);
  return describeInputs(
    digits
      ? { ...described, normalizeWidth: config?.normalizeWidth ?? null }
      : { ...described, shape },
    weights,
  );
}

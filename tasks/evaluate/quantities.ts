/** What a network says of quantities, each in its unit. @module */

import { outputsFor } from "../../lib/evaluate/outputs.ts";
import { metricsOfEach } from "../../lib/problem/errors.ts";
import type { Quantity } from "../../lib/table/columns.ts";
import type { Classifier, Dataset } from "../../mod.ts";
import { quantityName } from "../datasets/quantities.ts";
import type { QuantityResult } from "../run/run_folder.ts";

/** What a network says of one quantity. */
export interface QuantityAnswers extends Pick<QuantityResult, "r2" | "mae" | "rmse"> {
  readonly name: string;
  /** The unit, if it is known. */
  readonly unit: string | undefined;
  /** [examples] What was measured, in the unit. */
  readonly actual: Float64Array;
  /** [examples] What the network says, in the unit. */
  readonly predicted: Float64Array;
}

/** The scale of targets that were not standardized. */
const PLAIN = { mean: 0, deviation: 1 };

/**
 * What a network says of each quantity, and how far off it is.
 *
 * @param known what the targets were before they were standardized, if they are
 */
export function quantityAnswers(
  network: Classifier,
  data: Dataset,
  known: readonly Quantity[] = [],
): QuantityAnswers[] {
  const outputs = outputsFor(network, data);
  const { size, outputs: columns } = data;
  const targets = data.targets!;
  return metricsOfEach(outputs, targets, columns).map((metrics, j) => {
    const plain = { ...PLAIN, name: quantityName(j, columns) };
    const { name, unit, mean, deviation }: Quantity = known[j] ?? plain;
    const inUnit = (of: Float32Array) =>
      Float64Array.from({ length: size }, (_, r) => of[r * columns + j]! * deviation + mean);
    return {
      name,
      unit,
      r2: metrics.rSquared,
      mae: metrics.meanAbsoluteError * deviation,
      rmse: metrics.rootMeanSquaredError * deviation,
      actual: inUnit(targets),
      predicted: inUnit(outputs),
    };
  });
}

/** The predictions of quantities, each in its unit. @module */

import type { Classifier, Dataset } from "../../mod.ts";
import { outputsFor } from "../../lib/evaluate/mod.ts";
import { metricsOfEach } from "../../lib/problem/mod.ts";
import type { Quantity } from "../../lib/table/mod.ts";
import { quantityName } from "../datasets/quantities.ts";
import type { QuantityResult } from "../run/run_folder.ts";

export interface QuantityAnswers extends Pick<QuantityResult, "r2" | "mae" | "rmse"> {
  readonly name: string;
  /** The unit, if there is one. */
  readonly unit: string | undefined;
  /** [examples] The target, in the unit. */
  readonly actual: Float64Array;
  /** [examples] The prediction, in the unit. */
  readonly predicted: Float64Array;
}

/** The scale of targets that were not standardized. */
const UNSCALED = { mean: 0, deviation: 1 };

/**
 * The predictions of each quantity, with their errors.
 * @param scales the quantities before they were standardized, if they were
 */
export function quantityAnswers(
  network: Classifier,
  data: Dataset,
  scales: readonly Quantity[] = [],
): QuantityAnswers[] {
  const outputs = outputsFor(network, data);
  const { size, outputs: columns } = data;
  const targets = data.targets!;
  return metricsOfEach(outputs, targets, columns).map((metrics, j) => {
    const unscaled = { ...UNSCALED, name: quantityName(j, columns) };
    const { name, unit, mean, deviation }: Quantity = scales[j] ?? unscaled;
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

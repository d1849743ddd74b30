/** The evaluation of networks that predict quantities, each in its unit. @module */

import { type Classifier, type Dataset, evaluate } from "../../../mod.ts";
import { outputsFor } from "../../../lib/evaluate/mod.ts";
import { metricsOfEach } from "../../../lib/problem/mod.ts";
import type { Quantity } from "../../../lib/table/mod.ts";
import { fourDigits } from "../../cli/format.ts";
import { table } from "../../cli/table.ts";
import { quantityName } from "../../data/quantities.ts";
import { resultOf } from "../../run/result.ts";
import { type Evaluated, type Outcome, tableParts } from "./evaluated.ts";
import type { Chosen } from "./worst_rows.ts";

export type QuantityAnswers = ReturnType<typeof quantityAnswers>[number];

/**
 * The predictions of each quantity, with their errors.
 * @param scales the quantities before they were standardized, if they were
 * @returns the actual and the predicted values [examples] of each, and its errors, in its unit
 */
export function quantityAnswers(
  network: Classifier,
  data: Dataset,
  scales: readonly Quantity[] = [],
) {
  const outputs = outputsFor(network, data);
  const { size, outputs: columns } = data;
  const targets = data.targets!;
  return metricsOfEach(outputs, targets, columns).map((metrics, j) => {
    const unscaled = { name: quantityName(j, columns), mean: 0, deviation: 1 };
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

export async function evaluateQuantities(given: Evaluated): Promise<Outcome> {
  const { opened, ensemble, data, split, noun } = given;
  const networks = await given.answering(ensemble);
  const result = resultOf(evaluate(networks, split), data.quantities);
  const quantities = quantityAnswers(networks, split, data.quantities);
  const { columnsJson, columnsText, rows } = await tableParts(
    given,
    (most) => farthest(quantities, most),
  );
  const haveUnits = quantities.some(({ unit }) => unit !== undefined);
  const head = ["R²", "mean absolute error", "root mean squared error"];
  return {
    json: {
      ...opened.length > 1 ? { runs: opened.map(({ run, epoch }) => ({ run, epoch })) } : {},
      ...result,
      quantities: quantities.map(({ name, r2, mae, rmse }) => ({ name, r2, mae, rmse })),
      ...columnsJson,
      worst: rows?.rows.map((row) =>
        Object.fromEntries(row.map((cell, k) => [rows.head[k]!, cell]))
      ),
    },
    paragraphs: [
      table([
        [`${split.size} ${noun}s`, ...head, ...haveUnits ? ["unit"] : []],
        ...quantities.map(({ name, unit, r2, mae, rmse }) => [
          ...[name, r2?.toFixed(4) ?? "–", fourDigits(mae), fourDigits(rmse)],
          ...haveUnits ? [unit ?? ""] : [],
        ]),
      ]),
      ...columnsText,
      ...rows ? [`Largest errors\n\n${table([rows.head, ...rows.rows])}`] : [],
    ],
  };
}

/** The largest errors in units of the root mean squared error, summed over the quantities. */
export function farthest(quantities: readonly QuantityAnswers[], most: number): Chosen {
  const size = quantities[0]!.actual.length;
  const distances = Float64Array.from({ length: size }, (_, k) =>
    quantities.reduce(
      (sum, { actual, predicted, rmse }) =>
        sum + Math.abs(actual[k]! - predicted[k]!) / (rmse || 1),
      0,
    ));
  const prefix = (name: string) => quantities.length > 1 ? `${name}, ` : "";
  return {
    examples: Array.from(distances.keys())
      .sort((a, b) => distances[b]! - distances[a]! || a - b)
      .slice(0, most),
    head: quantities.flatMap(({ name }) =>
      ["actual", "predicted", "residual"].map((what) => `${prefix(name)}${what}`)
    ),
    cellsOf: (example) =>
      quantities.flatMap(({ actual, predicted }) => {
        const [a, p] = [actual[example]!, predicted[example]!];
        return [a, p, a - p].map(fourDigits);
      }),
  };
}

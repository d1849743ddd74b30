/** The predictions of quantities, each in its unit, beside the actual ones. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import type { Classifier } from "../../../lib/evaluate.ts";
import { outputsFor } from "../../../lib/evaluate/predictions.ts";
import { histogramOf } from "../../../lib/measure/weight_statistics.ts";
import { metricsOfEach } from "../../../lib/problem/errors.ts";
import {
  type Chart,
  chart,
  columns,
  emphasized,
  hint,
  inFiles,
  type Section,
  table,
  thinned,
} from "../../../lib/document/blocks.ts";
import { count, fourDigits } from "../../cli/format.ts";
import { quantityName, type QuantityScale } from "../../../lib/problem/quantities.ts";
import { histogramChart } from "../../../lib/charts/bar_chart.ts";
import { cloudChart } from "../../../lib/charts/point_chart.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { QUANTITY_SCORES, type QuantityScores, quantityScores } from "../../run/quantity_scores.ts";
import { metricText } from "../problem/metrics.ts";
import type { Chosen } from "./chosen.ts";

export type QuantityAnswers = ReturnType<typeof quantityAnswers>[number];

/**
 * The predictions of each quantity, with their errors.
 * @param scales the quantities before they were standardized, if they were
 * @returns the actual and the predicted values [examples] of each, and its errors, in its unit, and how much of it a standard
 * deviation is
 */
export function quantityAnswers(
  network: Classifier,
  data: Dataset,
  scales: readonly QuantityScale[] = [],
) {
  const outputs = outputsFor(network, data);
  const { size, outputs: columns, weights } = data;
  const targets = data.targets!;
  return metricsOfEach(outputs, targets, columns, weights).map((metrics, j) => {
    const unscaled = { name: quantityName(j, columns), mean: 0, deviation: 1 };
    const { name, unit, mean, deviation }: QuantityScale = scales[j] ?? unscaled;
    const inUnit = (of: Float32Array) =>
      Float64Array.from({ length: size }, (_, r) => of[r * columns + j]! * deviation + mean);
    return {
      name,
      unit,
      scale: deviation,
      scores: quantityScores(metrics, deviation),
      actual: inUnit(targets),
      predicted: inUnit(outputs),
    };
  });
}

/** The largest errors in units of the root mean squared error, summed over the quantities. */
export function farthest(quantities: readonly QuantityAnswers[], most: number): Chosen {
  const size = quantities[0]!.actual.length;
  const distances = Float64Array.from({ length: size }, (_, k) =>
    quantities.reduce(
      (sum, { actual, predicted, scores }) =>
        sum + Math.abs(actual[k]! - predicted[k]!) / (scores.rmse || 1),
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

/** The most points of a chart: more would only make the page heavy. */
const MAX_POINTS = 600;

const MAX_DRAWN = 4;

export function quantitiesSection(
  quantities: readonly QuantityAnswers[],
  split: string,
  noun: string,
): Section {
  const { length } = quantities[0]!.actual;
  const drawn = quantities.slice(0, MAX_DRAWN)
    .flatMap((quantity) => chartsOf(quantity, quantities.length > 1));
  return {
    id: "predictions",
    title: "Predicted and actual",
    hint: `How far off the predictions are on the ${count(length)} ${split} ${noun}s. A ` +
      "residual is the actual value minus the predicted one: above 0, the prediction is too low.",
    content: [
      table({
        layout: "results",
        label: "How far off the predictions are",
        head: [
          "target",
          ...QUANTITY_SCORES.map((name) => metricText(name).name),
          "half within",
          "90 % within",
          "least",
          "most",
        ],
        rows: quantities.map((quantity) => {
          const within = withinOf(quantity);
          return [
            quantity.name,
            ...QUANTITY_SCORES.map((name) => scoreText(quantity, name)),
            `±${inUnit(within(0.5), quantity)}`,
            `±${inUnit(within(0.9), quantity)}`,
            inUnit(ofAll(quantity.actual, Math.min), quantity),
            inUnit(ofAll(quantity.actual, Math.max), quantity),
          ];
        }),
      }),
      inFiles(hint(TERMS)),
      columns(drawn),
    ],
  };
}

/** A metric of a quantity, in its unit if it has one. */
function scoreText(quantity: QuantityAnswers, name: keyof QuantityScores): string {
  const value = quantity.scores[name];
  return METRICS[name].unit === "own" && value !== null
    ? inUnit(value, quantity)
    : metricText(name).text(value);
}

const TERMS = emphasized(
  "**R²** is the share of the variance that is explained; 1 is perfect, and 0 is no better than " +
    "always answering the mean. **MAE**, the mean absolute error, is how far off predictions are on " +
    "average. **RMSE**, the root of the mean squared error, is like MAE, but large errors count more. " +
    "**Half within** and **90 % within**: half of the predictions, or 90 %, are at most this far off. " +
    "**Least** and **most** are the smallest and the largest actual value.",
);

function chartsOf(quantity: QuantityAnswers, isNamed: boolean): Chart[] {
  const { name, unit, actual, predicted } = quantity;
  const titled = (title: string) => isNamed ? `${name}: ${title.toLowerCase()}` : title;
  const axis = (what: string) => `${what}${unit === undefined ? "" : `, ${unit}`}`;
  const order = Array.from(actual.keys()).toSorted((a, b) => actual[a]! - actual[b]! || a - b);
  const shown = thinned(order, MAX_POINTS);
  const [low, high] = [Math.min, Math.max]
    .map((of) => of(ofAll(actual, of), ofAll(predicted, of))) as [number, number];
  const residuals = Float32Array.from(actual, (value, k) => value - predicted[k]!);
  const some = shown.length < order.length
    ? ` ${count(shown.length)} of ${count(order.length)} points are drawn.`
    : "";
  return [
    chart({
      title: titled("Predicted against actual"),
      hint: `On the dashed line, both are equal.${some}`,
      svg: cloudChart(shown.map((k) => ({ x: actual[k]!, y: predicted[k]! })), {
        label: `Predicted against actual values of ${name}, from ${fourDigits(low)} to ` +
          `${fourDigits(high)}`,
        x: axis("actual"),
        y: axis("predicted"),
        line: [{ x: low, y: low }, { x: high, y: high }],
      }),
    }),
    chart({
      title: titled("Residuals by prediction"),
      hint: "A pattern here is something that the network has not learned.",
      svg: cloudChart(shown.map((k) => ({ x: predicted[k]!, y: residuals[k]! })), {
        label: `Residuals of ${name} by the predicted value`,
        x: axis("predicted"),
        y: axis("residual"),
        line: [{ x: ofAll(predicted, Math.min), y: 0 }, { x: ofAll(predicted, Math.max), y: 0 }],
      }),
    }),
    chart({
      title: titled("Distribution of the residuals"),
      svg: histogramChart(histogramOf(residuals, binsFor(residuals.length)), {
        label: `Histogram of the residuals of ${name}`,
        title: axis("residual"),
        small: false,
      }),
    }),
  ];
}

/** Fewer bins where there are few examples: about the square root, an even number (so that zero is a border). */
function binsFor(size: number): number {
  return Math.max(6, Math.min(30, 2 * Math.round(Math.sqrt(size) / 2)));
}

/** The size of the residual that a share of the examples does not exceed. */
function withinOf({ actual, predicted }: QuantityAnswers): (share: number) => number {
  const sizes = actual.map((value, k) => Math.abs(value - predicted[k]!)).sort();
  return (share) => sizes[Math.ceil(share * sizes.length) - 1] ?? 0;
}

/** The least or the most; a spread of arguments would be too long for the stack. */
function ofAll(values: Float64Array, of: typeof Math.min): number {
  return values.reduce((a, b) => of(a, b));
}

/** A quantity's value with its unit: `288.4 g`. */
export function inUnit(value: number, { unit }: Pick<QuantityAnswers, "unit">): string {
  return `${fourDigits(value)}${unit === undefined ? "" : `\u00a0${unit}`}`;
}

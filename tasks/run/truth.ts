/** The truth about a model, as `summary.json` has it under `truth`. @module */

import { z } from "zod";
import { METRIC_NAMES } from "../../lib/options/metric_names.ts";
import type { Truth } from "../../lib/measure/verdict/truth.ts";

export type { Truth };

/** JSON has null instead of a number that is not finite. */
const number = z.number().nullable();
const text = z.string();
const METRIC = z.enum(METRIC_NAMES);

const FOLD_METRIC = z.looseObject({ value: number, spread: number, folds: z.array(number) })
  .nullable();

const DIFFERENCE = z.looseObject({ value: number, plusMinus: number }).nullable();

const INTERVAL = z.looseObject({ value: number, low: number, high: number }).nullable();

const VALUE = { value: number, gain: number.optional() };
const COMPARED = z.looseObject({ ...VALUE, difference: DIFFERENCE, test: DIFFERENCE }).nullable();

/** The shape of a {@linkcode Truth}; keys of later versions may be beside these. */
export const TRUTH = z.looseObject({
  metric: METRIC,
  rare: z.looseObject({ name: text, other: text, share: z.number() }).optional(),
  metrics: z.array(z.looseObject({ name: METRIC, test: INTERVAL, outOfFold: INTERVAL })),
  units: z.int().positive().optional(),
  test: INTERVAL,
  cost: number,
  testRows: z.int().nonnegative(),
  outOfFold: FOLD_METRIC,
  compared: z.looseObject({
    metric: METRIC,
    rows: z.int().nonnegative(),
    margin: number,
    ...VALUE,
  })
    .nullable(),
  baselines: z.array(z.looseObject({
    name: text,
    outOfFold: FOLD_METRIC,
    test: INTERVAL,
    cost: number,
    difference: DIFFERENCE,
    costDifference: DIFFERENCE,
    compared: COMPARED,
    depth: z.int().positive().optional(),
    rounds: z.array(z.int().nonnegative()).optional(),
  })),
  verdict: text,
  curve: z.array(
    z.looseObject({
      rows: z.int().nonnegative(),
      value: number,
      difference: DIFFERENCE.optional(),
    }),
  ),
  curveMetric: METRIC.optional(),
  notes: z.array(text),
});

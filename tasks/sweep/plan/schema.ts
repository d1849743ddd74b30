/** The schema of a sweep, for `sweep.ts`: its keys, defaults and ranges, and a line on each for editors. @module */

import { z } from "zod";
import type { Metric } from "../../../lib/measure/metric.ts";
import { isInResults, resultKey } from "../../../lib/measure/result_metrics.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { ASKED_METRICS, type AskedMetric } from "../../../lib/options/metric_names.ts";

/** A metric of an epoch: of its validation by the metric's key in results, or the cost of training. */
export type MetricKey = `validation.${string}` | "train.cost";

const [inAnyCase, others] = [true, false].map((is) =>
  ASKED_METRICS.filter((name) => isInResults(name) === is)
) as [AskedMetric[], AskedMetric[]];

/** The metrics of an epoch that trials may be compared by, and which way is better. */
export const GOALS: { readonly [Key in MetricKey]: Metric["goal"] } = {
  ...Object.fromEntries(
    [...inAnyCase, ...others].map((name) => [`validation.${resultKey(name)}`, METRICS[name].goal]),
  ),
  "train.cost": "minimize",
};

const DRAWS = ["grid", "random", "quasiRandom", "list"] as const;

const keys = z.record(z.string(), z.unknown());

const valuesSchema = z.strictObject({
  values: z.array(z.unknown()).min(1).describe("All values that the key may have."),
  distribution: z.literal("categorical").optional().describe("Each value as likely as another."),
}).describe("One of several values.");

const rangeSchema = z.strictObject({
  min: z.number().describe("The least."),
  max: z.number().describe("The greatest."),
  distribution: z.enum(["uniform", "logUniform", "int"]).default("uniform")
    .describe("Uniform, uniform in the logarithm, or a whole number from min to max."),
}).describe("A number in a range.");

const metricSchema = z.strictObject({
  name: z.enum(Object.keys(GOALS) as [MetricKey])
    .describe("A metric of the epoch whose weights are kept."),
  goal: z.enum(["maximize", "minimize"]).optional()
    .describe("Which way is better; the metric's own if left out."),
});

const halvingSchema = z.strictObject({
  factor: z.int().min(2).max(100).default(3)
    .describe("One trial of so many continues after each rung, with so many times the epochs."),
  rungs: z.int().min(2).max(20).default(3)
    .describe("How many rungs there are; the last one ends after all epochs."),
  brackets: z.int().min(1).default(1)
    .describe("1. Earlier versions had several brackets, as Hyperband has."),
  draw: z.enum(DRAWS).default("random").describe("How the parameters of trials are chosen."),
  by: z.enum(["epochs", "folds"]).optional()
    .describe("What later rungs have more of: epochs, or the folds of a table: 1, 2, …, all."),
});

export const sweepSchema = z.strictObject({
  $schema: z.string().optional().describe("Where editors find this schema."),
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/).optional()
    .describe("The name of the sweep and of its folder; the file's if left out."),
  config: z.union([z.string(), keys])
    .describe("The config that trials change: a file, from the working directory, or its keys."),
  method: z.enum(["grid", "random", "quasiRandom", "halving", "list"])
    .describe(
      "How trials are chosen: all combinations, at random, evenly spread, as listed; halving continues the best.",
    ),
  metric: metricSchema.optional()
    .describe(
      "The metric that trials are compared by; accuracy on validation, or R² of quantities, if left out.",
    ),
  parameters: z.record(z.string(), z.union([valuesSchema, rangeSchema])).default({})
    .describe("The values of keys of the config, by their path, such as optimizer.momentum."),
  list: z.array(keys).min(1).max(100_000).optional()
    .describe("The trials themselves, for the method list: keys of the config by their path."),
  trials: z.int().min(1).max(100_000).optional()
    .describe("How many trials there are in total; all of a grid or list."),
  seeds: z.union([z.int().min(1).max(10_000), z.array(z.int().min(0)).min(1).max(10_000)])
    .default(1)
    .describe("The number of seeds each trial is trained with, from the config's on; or a list."),
  seed: z.int().min(0).default(1).describe("The seed of drawn parameters."),
  splitSeed: z.int().min(0).optional()
    .describe(
      "The seed that user data is split by, the same in all trials; the config's if left out.",
    ),
  halving: halvingSchema.optional().describe("How trials are halved, for the method halving."),
  baseline: z.boolean().optional()
    .describe(
      "Whether the first trial is the config as it is. It always continues, and the best trial is compared with it on the test part.",
    ),
  keep: z.union([z.int().min(1), z.literal("all")]).default(5)
    .describe("How many of the best trials keep their weights."),
}).describe("A sweep of Inkling: many training runs of one config.");

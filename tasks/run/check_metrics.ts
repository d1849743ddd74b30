/**
 * Checks the types of the values in a run's files before any of them is used: a folder may come from anyone. Each task
 * checks by itself that the keys that it needs are there. @module
 */

import { z } from "zod";
import { describe, isObject } from "../../lib/checks/texts.ts";
import { QUANTITY_SCORES } from "./quantity_scores.ts";
import { TRUTH } from "./truth.ts";

const text = z.string();
const number = z.number();
const whole = z.int().nonnegative();

/** JSON has null instead of a number that is not finite. */
const metric = number.nullable();

const CLASS_RESULT = z.looseObject({ correct: whole, size: whole, accuracy: number, cost: metric });
const QUANTITY_RESULT = z.looseObject({
  size: whole,
  cost: metric,
  ...Object.fromEntries(QUANTITY_SCORES.map((name) => [name, metric])),
});

/** Of two shapes the first where there is an accuracy. */
const byAccuracy = (one: z.ZodType, other: z.ZodType) =>
  z.custom((value) => ("accuracy" in Object(value) ? one : other).safeParse(value).success);

/** A result of classes, where there is an accuracy, or else of quantities. */
const result = byAccuracy(CLASS_RESULT, QUANTITY_RESULT);

const FAMILY = z.looseObject({
  name: text,
  sizes: z.array(whole),
  weightDecay: number,
  weight: number,
  members: whole,
});

const byLayer = z.array(metric);
const OBSERVED = z.looseObject({
  gradientNorms: byLayer,
  weightNorms: byLayer,
  saturated: byLayer,
  dead: byLayer,
}).partial();

const METRICS_LINE = z.looseObject({
  epoch: whole,
  learningRate: number,
  train: z.looseObject({ cost: metric, members: z.array(metric).optional() }),
  validation: result,
  test: result,
  observed: OBSERVED,
  seconds: metric,
  samplesPerSecond: metric,
  members: z.array(metric),
}).partial();

const DECISION = z.looseObject({
  thresholds: z.array(z.looseObject({ name: text, from: number.nullable() })),
  atHalf: z.looseObject({ validation: CLASS_RESULT, test: CLASS_RESULT }).partial(),
});

const SEARCH = z.looseObject({
  begun: whole,
  seconds: number,
  cost: number,
  recipeCost: number,
  gain: z.looseObject({ value: number, plusMinus: number.nullable() }),
  isKept: z.boolean(),
  trials: z.array(z.looseObject({ trial: whole, weight: number })),
});

const SUMMARY_FILE = z.looseObject({
  name: text,
  epochs: number,
  ended: text,
  best: byAccuracy(
    z.looseObject({ epoch: whole, accuracy: metric }),
    z.looseObject({ epoch: whole, cost: metric }).nullable(),
  ),
  epoch: z.union([number, z.array(whole)]),
  families: z.array(FAMILY),
  validation: result,
  test: result,
  refit: z.looseObject({ rows: whole, epochs: z.array(whole) }),
  search: SEARCH,
  decision: DECISION,
  weights: text,
  weightsSha256: text,
  data: z.record(text, text),
  engine: text,
  workers: whole,
  seed: whole,
  seconds: metric,
  warnings: z.array(text),
  truth: TRUTH,
  bestOf: z.looseObject({ trials: whole, verdict: text.optional() }),
  versions: z.record(text, z.union([text, number])),
}).partial();

/** The run's part of a checkpoint. */
const CHECKPOINT_RUN = z.looseObject({
  metrics: z.array(z.unknown()),
  seconds: number,
  engine: z.looseObject({ name: text, workers: whole }),
});

/**
 * Checks the lines of `metrics.jsonl`, which a checkpoint holds too.
 * @throws {SyntaxError} if one is not an object, or a value has another type
 */
export function checkMetrics(lines: readonly unknown[]): void {
  for (const [k, line] of lines.entries()) {
    check(line, METRICS_LINE, `line ${k + 1} lacks metrics of an epoch`);
  }
}

/**
 * Checks the values of `summary.json`.
 * @throws {SyntaxError} if it is not an object, or a value has another type
 */
export function checkSummary(value: unknown): void {
  check(value, SUMMARY_FILE, "it lacks metrics of a run");
}

/**
 * Checks the run's part of a checkpoint.
 * @throws {SyntaxError} if a key is missing, or a value has another type
 */
export function checkSaved(value: unknown): void {
  if (!CHECKPOINT_RUN.safeParse(value).success) {
    throw new SyntaxError(`it lacks ${Object.keys(CHECKPOINT_RUN.shape).join(", ")} of a run`);
  }
  checkMetrics((value as { metrics: unknown[] }).metrics);
}

/** Checks those values of an object that are there. */
function check(value: unknown, shape: z.ZodType, lacks: string): void {
  if (!isObject(value)) throw new SyntaxError(`expected an object, got ${describe(value)}`);
  const { error } = shape.safeParse(value);
  if (error === undefined) return;
  const key = String(error.issues[0]!.path[0]);
  throw new SyntaxError(`${lacks}: ${key} is ${describe(value[key])}`);
}

/**
 * Checks the types of the values in a run's files before any of them is used: a folder may come from anyone. Each task
 * checks by itself that the keys that it needs are there. @module
 */

import { describe, isObject } from "../../lib/checks/mod.ts";

type Check = (value: unknown) => boolean;

/** The checks of an object's values, by their keys. */
type Checks = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = Number.isFinite;
const isWhole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** JSON has null instead of a number that is not finite. */
const isMetric: Check = (value) => value === null || isNumber(value);

const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);

/** An object that has all of these keys. */
const objectOf = (checks: Checks): Check => (value) =>
  isObject(value) && Object.entries(checks).every(([key, check]) => check(value[key]));

const isClassResult = objectOf({
  correct: isWhole,
  size: isWhole,
  accuracy: isNumber,
  cost: isMetric,
});
const isQuantityResult = objectOf({
  size: isWhole,
  cost: isMetric,
  r2: isMetric,
  mae: isMetric,
  rmse: isMetric,
});

/** A result of classes, where there is an accuracy, or else of quantities. */
const isResult: Check = (value) =>
  isObject(value) && ("accuracy" in value ? isClassResult : isQuantityResult)(value);

const isTeacher = objectOf({
  weightsSha256: listOf(isText),
  weights: listOf(isNumber),
  normalizeWidths: listOf((width) => width === null || isWhole(width)),
  temperature: isNumber,
  alpha: isNumber,
});

const METRICS_LINE: Checks = {
  epoch: isWhole,
  learningRate: isNumber,
  train: objectOf({ cost: isMetric }),
  validation: isResult,
  test: isResult,
  seconds: isMetric,
  samplesPerSecond: isMetric,
};

const SUMMARY_FILE: Checks = {
  name: isText,
  epochs: isNumber,
  ended: isText,
  best: (value) =>
    value === null ||
    isObject(value) && isWhole(value["epoch"]) &&
      isMetric("accuracy" in value ? value["accuracy"] : value["cost"]),
  epoch: isNumber,
  validation: isResult,
  test: isResult,
  weightsSha256: isText,
  teacher: isTeacher,
  data: (value) => isObject(value) && Object.values(value).every(isText),
  engine: isText,
  workers: isWhole,
  seed: isWhole,
  seconds: isMetric,
  warnings: listOf(isText),
  versions: (value) =>
    isObject(value) && Object.values(value).every((one) => isText(one) || isNumber(one)),
};

/** The run's part of a checkpoint. */
const CHECKPOINT_RUN: Checks = {
  metrics: Array.isArray,
  seconds: isNumber,
  engine: objectOf({ name: isText, workers: isWhole }),
};

/**
 * Checks the lines of `metrics.jsonl`, which a checkpoint holds too.
 * @throws {SyntaxError} if one is no object, or a value has another type
 */
export function checkMetrics(lines: readonly unknown[]): void {
  for (const [k, line] of lines.entries()) {
    check(line, METRICS_LINE, `line ${k + 1} lacks metrics of an epoch`);
  }
}

/**
 * Checks the values of `summary.json`.
 * @throws {SyntaxError} if it is no object, or a value has another type
 */
export function checkSummary(value: unknown): void {
  check(value, SUMMARY_FILE, "it lacks metrics of a run");
}

/**
 * Checks the run's part of a checkpoint.
 * @throws {SyntaxError} if a key is missing, or a value has another type
 */
export function checkSaved(value: unknown): void {
  if (!objectOf(CHECKPOINT_RUN)(value)) {
    throw new SyntaxError(`it lacks ${Object.keys(CHECKPOINT_RUN).join(", ")} of a run`);
  }
  const { metrics, teacher } = value as { metrics: unknown[]; teacher?: unknown };
  checkMetrics(metrics);
  if (teacher !== undefined && !isTeacher(teacher)) {
    throw new SyntaxError(`its teacher is ${describe(teacher)}`);
  }
}

/** Checks those values of an object that are there. */
function check(value: unknown, checks: Checks, lacks: string): void {
  if (!isObject(value)) throw new SyntaxError(`expected an object, got ${describe(value)}`);
  for (const [key, isRight] of Object.entries(checks)) {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    if (found === undefined || isRight(found)) continue;
    throw new SyntaxError(`${lacks}: ${key} is ${describe(found)}`);
  }
}

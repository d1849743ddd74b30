/**
 * What the files of a run say, checked before any of it is used: a folder may come from anyone. What is there has to be of
 * its kind; whether all is there that a task needs, that task says.
 *
 * @module
 */

import { describe } from "../../lib/checks/options.ts";
import { isObject } from "../../lib/checks/objects.ts";

/** Whether a value is of a kind. */
type Kind = (value: unknown) => boolean;

/** The kinds of an object's values, by their keys. */
type Kinds = Readonly<Record<string, Kind>>;

const isText: Kind = (value) => typeof value === "string";
const isNumber: Kind = Number.isFinite;
const isWhole: Kind = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** JSON has null in place of a number that is not finite. */
const isFigure: Kind = (value) => value === null || isNumber(value);

/** A list of values of a kind. */
const listOf = (kind: Kind): Kind => (value) => Array.isArray(value) && value.every(kind);

/** An object that has all of these keys. */
const objectOf = (kinds: Kinds): Kind => (value) =>
  isObject(value) && Object.entries(kinds).every(([key, kind]) => kind(value[key]));

const isClassResult = objectOf({
  correct: isWhole,
  size: isWhole,
  accuracy: isNumber,
  cost: isFigure,
});
const isQuantityResult = objectOf({
  size: isWhole,
  cost: isFigure,
  r2: isFigure,
  mae: isFigure,
  rmse: isFigure,
});

/** A result of classes, where there is an accuracy, or else of quantities. */
const isResult: Kind = (value) =>
  isObject(value) && ("accuracy" in value ? isClassResult : isQuantityResult)(value);

const isTeacher = objectOf({
  weightsSha256: listOf(isText),
  weights: listOf(isNumber),
  normalizeWidths: listOf((width) => width === null || isWhole(width)),
  temperature: isNumber,
  alpha: isNumber,
});

/** A line of `metrics.jsonl`. */
const METRICS: Kinds = {
  epoch: isWhole,
  learningRate: isNumber,
  train: objectOf({ cost: isFigure }),
  validation: isResult,
  test: isResult,
  seconds: isFigure,
  samplesPerSecond: isFigure,
};

/** `summary.json`. */
const SUMMARY: Kinds = {
  name: isText,
  epochs: isNumber,
  ended: isText,
  best: (value) =>
    value === null ||
    isObject(value) && isWhole(value["epoch"]) &&
      isFigure("accuracy" in value ? value["accuracy"] : value["cost"]),
  epoch: isNumber,
  validation: isResult,
  test: isResult,
  weightsSha256: isText,
  teacher: isTeacher,
  data: (value) => isObject(value) && Object.values(value).every(isText),
  engine: isText,
  workers: isWhole,
  seed: isWhole,
  seconds: isFigure,
  warnings: listOf(isText),
  versions: (value) =>
    isObject(value) && Object.values(value).every((one) => isText(one) || isNumber(one)),
};

/** What a checkpoint keeps of a run. */
const SAVED: Kinds = {
  metrics: Array.isArray,
  seconds: isNumber,
  engine: objectOf({ name: isText, workers: isWhole }),
};

/**
 * Checks the lines of `metrics.jsonl`, or the same in a checkpoint.
 *
 * @throws {SyntaxError} if one is no object, or has a figure that is none
 */
export function checkMetrics(lines: readonly unknown[]): void {
  for (const [k, line] of lines.entries()) {
    check(line, METRICS, `line ${k + 1} lacks figures of an epoch`);
  }
}

/**
 * Checks what `summary.json` says.
 *
 * @throws {SyntaxError} if it is no object, or has a figure that is none
 */
export function checkSummary(value: unknown): void {
  check(value, SUMMARY, "it lacks figures of a run");
}

/**
 * Checks what a checkpoint keeps of a run.
 *
 * @throws {SyntaxError} if it lacks anything, or has a figure that is none
 */
export function checkSaved(value: unknown): void {
  if (!objectOf(SAVED)(value)) {
    throw new SyntaxError(`it lacks ${Object.keys(SAVED).join(", ")} of a run`);
  }
  const { metrics, teacher } = value as { metrics: unknown[]; teacher?: unknown };
  checkMetrics(metrics);
  if (teacher !== undefined && !isTeacher(teacher)) throw new SyntaxError("its teacher is none");
}

/** Checks an object's values that are there. */
function check(value: unknown, kinds: Kinds, lacks: string): void {
  if (!isObject(value)) throw new SyntaxError(`an object is wanted, not ${describe(value)}`);
  for (const [key, kind] of Object.entries(kinds)) {
    const is = Object.hasOwn(value, key) ? value[key] : undefined;
    if (is === undefined || kind(is)) continue;
    throw new SyntaxError(`${lacks}: ${key} is ${describe(is)}`);
  }
}

/** Persistence, the answer of a forecaster who looks at the target alone: what is known when rows begin. @module */

import type { Dataset } from "../../dataset.ts";
import { quoted } from "../../checks/texts.ts";
import type { RowTimes } from "../encode/panel.ts";
import type { Part } from "../split/split.ts";
import { constantAnswer } from "./constant.ts";

/** Targets, each with its time. */
export interface TimedTargets
  extends
    Pick<Dataset, "labels" | "targets" | "outputs" | "problem">,
    Partial<Pick<Dataset, "weights">> {
  /** [rows] */
  readonly times: Float64Array;
}

/**
 * One answer to rows that follow others in time. Of quantities it is the last value before them, or the mean of the values at
 * that time; of classes and labels, of which one row alone would say too little, their shares in as many rows before. Rows
 * that nothing comes before get the mean of all others.
 * @param known the rows whose targets may be looked at
 * @param asked the times of the rows that are answered
 * @returns [outputs]
 * @throws {RangeError} if no row is known
 */
export function persistence(
  data: TimedTargets,
  known: Uint32Array,
  asked: Float64Array,
): Float32Array {
  const { times, problem } = data;
  const start = asked.reduce((first, time) => Math.min(first, time), Infinity);
  const before = known.filter((row) => times[row]! < start).sort((a, b) => times[a]! - times[b]!);
  if (before.length === 0) return constantAnswer(data, known);
  const last = times[before.at(-1)!];
  return constantAnswer(
    data,
    problem.hasAccuracy ? before.slice(-asked.length) : before.filter((row) => times[row] === last),
  );
}

/** Rows, their times, and which are of one unit. */
interface PanelRows {
  readonly times: Float64Array;
  readonly units: Uint32Array;
}

/**
 * As {@linkcode persistence}, of quantities unit by unit: the last value of the same store.
 * @param units [rows] of the rows whose targets may be looked at
 * @returns [asked rows, outputs]
 */
function persistenceOfUnits(
  data: TimedTargets,
  units: Uint32Array,
  known: Uint32Array,
  asked: PanelRows,
): Float32Array {
  const common = persistence(data, known, asked.times);
  const all = new Float32Array(asked.units.length * data.outputs);
  const rowsOf = new Map<number, number[]>();
  for (const row of known) {
    const own = rowsOf.get(units[row]!);
    if (own === undefined) rowsOf.set(units[row]!, [row]);
    else own.push(row);
  }
  const answers = new Map<number, Float32Array>();
  asked.units.forEach((unit, k) => {
    const rows = data.problem.hasAccuracy ? undefined : rowsOf.get(unit);
    let answer = rows === undefined ? common : answers.get(unit);
    if (answer === undefined) {
      answers.set(unit, answer = persistence(data, Uint32Array.from(rows!), asked.times));
    }
    all.set(answer, k * data.outputs);
  });
  return all;
}

/** The rows of some parts, one after the other. */
function panelRows({ panel, ...times }: RowTimes, ...parts: readonly Part[]): PanelRows {
  const at = parts.flatMap((part) => [...times[part]]);
  const units = panel && parts.flatMap((part) => [...panel.units[part]]);
  return {
    times: Float64Array.from(at),
    units: units === undefined ? new Uint32Array(at.length) : Uint32Array.from(units),
  };
}

/**
 * Answers each fold by the rows before it, and the test by all.
 * @param training the targets of the training rows
 * @param folds the rows of each
 * @param size how many rows there are, with those of the test
 */
export function persistenceOfFolds(
  training: Omit<TimedTargets, "times">,
  times: RowTimes,
  folds: readonly Uint32Array[],
  size: number,
): { readonly outOfFold: Float32Array; readonly test: Float32Array } {
  const rows = panelRows(times, "training");
  const data = { ...training, times: rows.times };
  const answer = (known: Uint32Array, asked: PanelRows) =>
    persistenceOfUnits(data, rows.units, known, asked);
  const { outputs } = training;
  const all = Uint32Array.from(rows.times, (_, row) => row);
  const outOfFold = new Float32Array(size * outputs);
  for (const fold of folds) {
    const own = new Set(fold);
    const asked = {
      times: Float64Array.from(fold, (row) => rows.times[row]!),
      units: Uint32Array.from(fold, (row) => rows.units[row]!),
    };
    const answers = answer(all.filter((row) => !own.has(row)), asked);
    fold.forEach((row, k) =>
      outOfFold.set(answers.subarray(k * outputs, (k + 1) * outputs), row * outputs)
    );
  }
  return { outOfFold, test: answer(all, panelRows(times, "test")) };
}

/**
 * Answers the test by the rows that train and validate.
 * @param known the targets of these
 */
export function persistenceOfTest(
  known: Omit<TimedTargets, "times">,
  times: RowTimes,
): Float32Array {
  const rows = panelRows(times, "training", "validation");
  const all = Uint32Array.from(rows.times, (_, row) => row);
  const data = { ...known, times: rows.times };
  return persistenceOfUnits(data, rows.units, all, panelRows(times, "test"));
}

/**
 * What persistence is, in a sentence.
 * @param unit the columns of units, if the last value is that of the same one
 */
export function persistencePhrase(
  { problem }: Pick<Dataset, "problem">,
  unit: readonly string[] = [],
): string {
  if (problem.hasAccuracy) return "persistence, the last known shares";
  const whose = unit.length === 0 ? "" : ` for the same ${unit.map(quoted).join(" and ")}`;
  return `persistence, the last known value${whose}`;
}

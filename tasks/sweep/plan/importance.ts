/** Which parameters matter: how much of the variance of the trials' ranks each explains. @module */

import type { ParameterSpace } from "../../../lib/search/draw.ts";
import type { Importance, SweepMetric, Trial } from "./summary.ts";

const { floor, max, min, sqrt } = Math;

/** The least mean number of trials for a value: with fewer there is no importance. */
const MIN_PER_GROUP = 3;

/** The most parts that a range is cut into; a straight line of 10 steps has 99 % of the line's variance. */
const MAX_PARTS = 10;

/** Importances are rounded to one in so many: four decimals. */
const ROUNDING = 1e4;

interface Scored {
  readonly score: number;
  readonly parameters: Trial["parameters"];
}

/**
 * The main effect of each parameter: the share of the variance of the trials' ranks by the metric that is between the groups
 * of trials with the same value of it (Hutter, Hoos and Leyton-Brown, “An efficient approach for assessing hyperparameter importance”,
 * ICML 2014, the first term). Corrected for chance it is Kelley's ε² (“An unbiased correlation ratio measure”, PNAS 21, 1935),
 *
 *     ε² = 1 − (within / (n − k)) / (total / (n − 1))
 *
 * with n trials in k groups, and the sums of squares around the groups' means and around the mean of all; at least 0. Ranges,
 * and numbers of which there are too many, are cut into √n parts of as many trials each, at most 10.
 *
 * Ranks count, since a few trials that failed would decide the variance of the metric alone. Trials that were stopped after
 * different rungs are compared after the shortest rung. A trial that diverged counts as the worst, since its parameters are
 * the cause; other trials without a value do not count.
 * @returns the most important first; null where there are less than 3 trials a group, or no differences to explain
 */
export function importancesOf(
  trials: readonly Trial[],
  parameters: Readonly<Record<string, ParameterSpace>>,
  { goal }: SweepMetric,
): Importance[] {
  const ordered = [...trials].sort((a, b) => a.trial - b.trial); // sums depend on the order
  const scored = scoresOf(ordered, goal).flatMap((score, k): Scored[] =>
    score === null ? [] : [{ score, parameters: ordered[k]!.parameters }]
  );
  const scores = ranksOf(scored.map(({ score }) => score));
  return variedParameters(ordered, parameters)
    .map((parameter) => {
      const values = scored.map(({ parameters }) => parameters[parameter]);
      const groups = groupsOf(values, parameters[parameter]);
      return { parameter, importance: groups === null ? null : explained(scores, groups) };
    })
    .sort((a, b) => (b.importance ?? -1) - (a.importance ?? -1));
}

/** The parameters that are not the same in all trials, in the order of {@linkcode parameterNames}. */
export function variedParameters(
  trials: readonly Trial[],
  parameters: Readonly<Record<string, ParameterSpace>>,
): string[] {
  return parameterNames(trials, parameters).filter((name) =>
    new Set(trials.map(({ parameters }) => keyOf(parameters[name]))).size > 1
  );
}

/** All parameters: those of the sweep in its order, then others that trials list. */
export function parameterNames(
  trials: readonly Pick<Trial, "parameters">[],
  parameters: Readonly<Record<string, ParameterSpace>>,
): string[] {
  const listed = trials.flatMap(({ parameters }) => Object.keys(parameters));
  return [...new Set([...Object.keys(parameters), ...listed])];
}

/** A text that is the same for the same value. */
function keyOf(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

/** The score of each trial; null for one that does not count. */
function scoresOf(trials: readonly Trial[], goal: SweepMetric["goal"]): (number | null)[] {
  const epochs = shortestRung(trials);
  const scores = trials.map((trial) => scoreOf(trial, epochs));
  const finite = scores.filter((score) => score !== null);
  const worse = goal === "maximize" ? min : max;
  const worst = finite.reduce((worst, score) => worse(worst, score), finite[0] ?? 0);
  return scores.map((score, k) =>
    score === null && trials[k]!.state === "diverged" && finite.length > 0 ? worst : score
  );
}

/** After how many epochs trials were first halved; undefined if they were not. */
function shortestRung(trials: readonly Trial[]): number | undefined {
  const ends = trials.flatMap(({ runs }) => runs)
    .filter(({ state }) => state === "stopped" || state === "paused")
    .map(({ epochs }) => epochs);
  return ends.length === 0 ? undefined : ends.reduce((least, end) => min(least, end));
}

/** The metric of a trial, after so many epochs if they are given and it did not end by itself before. */
function scoreOf(trial: Trial, epochs: number | undefined): number | null {
  if (epochs === undefined || trial.mean === null) return trial.mean;
  const curve = meanCurve(trial);
  return curve[min(epochs, curve.length) - 1] ?? null;
}

/** The rank of each score; equal ones have the mean of their ranks. */
function ranksOf(scores: readonly number[]): number[] {
  const sorted = [...scores].sort((a, b) => a - b);
  return scores.map((score) => (sorted.indexOf(score) + sorted.lastIndexOf(score)) / 2);
}

/** The number of each trial's group; null where the groups would be too small. */
function groupsOf(values: readonly unknown[], space: ParameterSpace | undefined): number[] | null {
  const keys = values.map(keyOf);
  const numbers = new Map([...new Set(keys)].map((key, number) => [key, number]));
  const most = floor(values.length / MIN_PER_GROUP);
  const parts = min(MAX_PARTS, floor(sqrt(values.length)), most);
  const isRange = space !== undefined && "min" in space;
  if (numbers.size <= (isRange ? parts : most)) return keys.map((key) => numbers.get(key)!);
  return values.every((value) => typeof value === "number") ? partsOf(values, parts) : null;
}

/** Cuts numbers into parts of as many each; equal ones are in the same part. */
function partsOf(values: readonly number[], parts: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const ranks = new Map<number, number>();
  for (const [rank, value] of sorted.entries()) if (!ranks.has(value)) ranks.set(value, rank);
  return values.map((value) => floor(parts * ranks.get(value)! / values.length));
}

/** ε², from 0 to 1; null where there is one group, or no difference at all. */
function explained(scores: readonly number[], groups: readonly number[]): number | null {
  const byGroup = new Map<number, number[]>();
  for (const [k, group] of groups.entries()) {
    const own = byGroup.get(group);
    if (own === undefined) byGroup.set(group, [scores[k]!]);
    else own.push(scores[k]!);
  }
  if (byGroup.size < 2 || scores.every((score) => score === scores[0])) return null;
  const total = squaresAroundMean(scores);
  let within = 0;
  for (const own of byGroup.values()) within += squaresAroundMean(own);
  const share = 1 - within / (scores.length - byGroup.size) / (total / (scores.length - 1));
  return floor(max(0, share) * ROUNDING + 0.5) / ROUNDING;
}

function squaresAroundMean(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
}

/**
 * The metric after every epoch, the mean of a trial's runs.
 * @returns as many values as the shortest of their curves has
 */
export function meanCurve({ runs }: Pick<Trial, "runs">): number[] {
  const [first, ...others] = runs.map(({ curve }) => curve);
  if (first === undefined) return [];
  const length = others.reduce((least, curve) => min(least, curve.length), first.length);
  return Array.from({ length }, (_, epoch) => {
    const sum = others.reduce((sum, curve) => sum + curve[epoch]!, first[epoch]!);
    return sum / runs.length;
  });
}

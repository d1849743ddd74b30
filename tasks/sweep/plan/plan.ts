/** The plan of a sweep: the config and the name of every run. @module */

import { assign, makeRoom } from "../../../lib/config/assign.ts";
import { parseDraft, resolveConfig, withoutPath } from "../../../lib/config.ts";
import type { Config, ConfigDraft, DataFacts, UserDataset } from "../../../lib/config.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { isInResults, resultKey, resultMetrics } from "../../../lib/measure/result_metrics.ts";
import { sha256 } from "../../../lib/formats/sha256.ts";
import { problemOfKind } from "../../../lib/problem.ts";
import { weightCount } from "../../../lib/network/parameters.ts";
import { rungsIn, type Sweep, trialsOf } from "../sweep.ts";
import { GOALS, type MetricKey } from "./schema.ts";
import { hasAllRowsInFolds } from "../../../lib/config/recipe.ts";
import type { SweepMetric } from "./summary.ts";

/** The facts and the hashes of the data that a run learns from. */
export interface SweepData {
  readonly facts: DataFacts;
  /** The SHA-256 of the files that it is read from. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** A trial with one seed. */
export interface PlannedRun {
  /** The name of its folder: a hash of its config and data, 16 hexadecimal digits. */
  readonly run: string;
  readonly seed: number;
  /** Null where the parameters do not fit each other. */
  readonly config: Config | null;
  readonly reason?: string;
}

export interface PlannedTrial {
  /** Its number, from 1. */
  readonly trial: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly runs: readonly PlannedRun[];
}

/** The trials of a sweep, with what their configs have in common. */
export interface SweepPlan {
  readonly sweep: Sweep;
  readonly metric: SweepMetric;
  /** The epochs of the config, before trials change it. */
  readonly epochs: number;
  /** After how many epochs each rung ends; one without halving. */
  readonly rungs: readonly number[];
  /** The SHA-256 of the data of the first trial that is a config. */
  readonly data: Readonly<Record<string, string>>;
  readonly trials: readonly PlannedTrial[];
}

/**
 * Plans a sweep.
 * @param dataOf reads the facts of a config's data; it is called again for the same data
 * @throws {SyntaxError} if the parameters fit each other in no trial, or rungs, metric and data do not
 */
export async function planSweep(
  sweep: Sweep,
  dataOf: (draft: ConfigDraft) => Promise<SweepData>,
): Promise<SweepPlan> {
  const { epochs } = parseDraft(sweep.config);
  const all = trialsOf(sweep);
  if (
    sweep.halving !== null && !isByFolds(sweep) && all.some((parameters) => "epochs" in parameters)
  ) {
    throw new SyntaxError("Cannot use this sweep:\n  parameters.epochs: halving sets them itself");
  }
  const rungs = rungsIn(sweep, epochs);
  let first: SweepData & { readonly recipe: number | undefined } | undefined;
  const trials: PlannedTrial[] = [];
  for (const [k, parameters] of all.entries()) {
    const runs: PlannedRun[] = [];
    for (const seed of sweep.seeds) {
      try {
        const draft = parseDraft(withParameters(sweep, parameters, seed));
        const data = await dataOf(draft);
        const config = resolveConfig(draft, data.facts);
        first ??= { ...data, recipe: config.recipe };
        runs.push({ run: await hashOf({ config, data: data.hashes }), seed, config });
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        const reason = error.message.replace(/^.*:\n/, "").replaceAll(/\s*\n\s*/g, "; ").trim();
        const run = await hashOf({ parameters, seed, config: sweep.config });
        runs.push({ run, seed, config: null, reason });
      }
    }
    trials.push({ trial: k + 1, parameters, runs });
  }
  if (first === undefined) {
    throw new SyntaxError(
      `Cannot use this sweep: no trial is a config:\n  ${trials[0]!.runs[0]!.reason}`,
    );
  }
  checkFolds(sweep, first.facts.folds ?? 0);
  const metric = sweepMetric(sweep, first.facts, first.recipe);
  return { sweep, metric, epochs, rungs, data: first.hashes, trials };
}

/** Whether later rungs of a sweep have more folds, and not more epochs. */
export function isByFolds({ halving }: Pick<Sweep, "halving">): boolean {
  return halving?.by === "folds";
}

/** On how many of all folds a run is trained in a rung, from 1: 1, 2 and so on, in the last rung all. */
export function foldsAt({ halving }: Pick<Sweep, "halving">, rung: number, folds: number): number {
  return rung < halving!.rungs ? rung : folds;
}

function checkFolds(sweep: Sweep, folds: number): void {
  if (!isByFolds(sweep) || folds >= sweep.halving!.rungs) return;
  throw new SyntaxError(
    `Cannot use this sweep:\n  halving.rungs: expected at most as many as there are folds, ` +
      `got ${sweep.halving!.rungs} rungs and ${folds} folds`,
  );
}

/** The config of a trial as JSON. It evaluates validation only, on which trials are compared. */
function withParameters(
  { config, splitSeed }: Sweep,
  parameters: Readonly<Record<string, unknown>>,
  seed: number,
): unknown {
  const { $schema: _, ...keys } = structuredClone(config);
  const json: Record<string, unknown> = keys;
  makeRoom(json, Object.keys(parameters));
  json["seed"] = seed;
  json["evaluate"] = ["validation"];
  if (typeof json["dataset"] === "object") json["splitSeed"] = splitSeed;
  for (const [path, value] of Object.entries(parameters)) {
    assign(json, path, structuredClone(value));
  }
  return json;
}

/** The metric of the sweep, or that of its config, or the default of the data. */
function sweepMetric(
  { metric, config }: Sweep,
  { kind, folds }: DataFacts,
  recipe = 1,
): SweepMetric {
  const problem = problemOfKind(kind);
  const { metric: asked } = Object(config["dataset"]) as UserDataset;
  const names = resultMetrics(problem).map((name): MetricKey => `validation.${name}`);
  // A table may have a rare class, of which a high accuracy says nothing; sweeps of earlier recipes stay as they are.
  if (folds && problem.hasAccuracy && hasAllRowsInFolds(recipe)) names.unshift("validation.cost");
  if (asked !== undefined) names.unshift(`validation.${resultKey(asked)}` as MetricKey);
  const [first] = names as [MetricKey];
  const { name, goal } = metric ?? { name: first, goal: GOALS[first]! };
  if (asked !== undefined && !isInResults(asked) && name === first && !folds) {
    throw new SyntaxError(
      `Cannot use this sweep:\n  metric: expected folds, whose trials are compared by ${asked} out of fold`,
    );
  }
  const isOurs = ["validation.cost", ...names].includes(name) || !name.startsWith("validation.");
  if (!isOurs) {
    throw new SyntaxError(
      `Cannot use this sweep:\n  metric: expected one of ${problem.noun}, which these data have, ` +
        `got ${name}; for example ${first}`,
    );
  }
  return { name, goal };
}

/** Keys of configs that have no part in the name of a run at their defaults. */
export const LATER_KEYS: { readonly [key: string]: unknown } = { folds: 0, repeat: 1 };

/**
 * The name of a run, 16 hexadecimal digits: a hash of its config, its data without their folder, and the version of the
 * numerics.
 * @param later keys that are left out at their defaults
 */
export async function hashOf(
  { config, ...others }: { readonly config: object; readonly [key: string]: unknown },
  later = LATER_KEYS,
): Promise<string> {
  const hashed = Object.fromEntries(
    Object.entries("dataset" in config ? withoutPath(config as Config) : config)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(later[key])),
  );
  const what = { ...others, config: hashed };
  const text = JSON.stringify({ numerics: NUMERICS, ...what }, sortKeys);
  return (await sha256(new TextEncoder().encode(text))).slice(0, 16);
}

/** Sorts the keys of objects, for `JSON.stringify`: equal values have equal texts. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

/** After how many epochs a run ends a rung; of halving by folds the number of the rung. */
export function endOf(
  { rungs, sweep }: SweepPlan,
  { config }: PlannedRun,
  rung: number,
): number {
  return sweep.halving === null ? config?.epochs ?? 0 : rungs[rung]!;
}

/** The multiplications of weights in the forward passes of so many epochs, by which the work of runs is compared. */
export function workOf({ config }: PlannedRun, epochs: number): number {
  return config === null ? 0 : weightCount(config.sizes) * config.trainingSize * epochs;
}

/** A sweep with the config of every run: what is to be trained, and by which name each run goes. @module */

import { assign, makeRoom } from "../config/assign.ts";
import {
  type Config,
  type ConfigDraft,
  type DataFacts,
  parseDraft,
  resolveConfig,
  withoutPath,
} from "../config.ts";
import { NUMERICS } from "../engine/engine.ts";
import { sha256 } from "../formats/sha256.ts";
import { problemOfKind } from "../problem.ts";
import { weightCount } from "../network/parameters.ts";
import { bracketsIn, type Sweep, trialsOf } from "../sweep.ts";
import type { Bracket } from "./halving.ts";
import { GOALS } from "./schema.ts";
import type { Metric } from "./summary.ts";

/** What has to be known of the data that a run learns from. */
export interface SweepData {
  readonly facts: DataFacts;
  /** The SHA-256 of what it is read from. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** A trial with one seed. */
export interface PlannedRun {
  /** The name of its folder: a hash of its config and data, 16 hexadecimal digits. */
  readonly run: string;
  readonly seed: number;
  /** Null where the parameters do not fit each other. */
  readonly config: Config | null;
  /** Why they do not. */
  readonly reason?: string;
}

/** A trial. */
export interface PlannedTrial {
  /** Its number, from 1. */
  readonly trial: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The place of its bracket. */
  readonly bracket: number;
  readonly runs: readonly PlannedRun[];
}

/** All that a sweep is going to do. */
export interface SweepPlan {
  readonly sweep: Sweep;
  readonly metric: Metric;
  /** How many epochs the config has before trials change it. */
  readonly epochs: number;
  readonly brackets: readonly Bracket[];
  /** The SHA-256 of the data of the first trial that has any. */
  readonly data: Readonly<Record<string, string>>;
  readonly trials: readonly PlannedTrial[];
}

/**
 * Plans a sweep.
 *
 * @param know finds out what the config's data is; asked again for the same data
 * @throws {SyntaxError} if the parameters fit each other in no trial, or rungs, metric and data do not
 */
export async function planSweep(
  sweep: Sweep,
  know: (draft: ConfigDraft) => Promise<SweepData>,
): Promise<SweepPlan> {
  const { epochs } = parseDraft(sweep.config);
  const all = trialsOf(sweep);
  if (sweep.halving !== null && all.some((parameters) => "epochs" in parameters)) {
    throw new SyntaxError("Cannot use this sweep:\n  parameters.epochs: halving sets them itself");
  }
  const brackets = bracketsIn(sweep, epochs);
  let first: SweepData | undefined;
  const trials: PlannedTrial[] = [];
  for (const [k, parameters] of all.entries()) {
    const runs: PlannedRun[] = [];
    for (const seed of sweep.seeds) {
      try {
        const draft = parseDraft(withParameters(sweep, parameters, seed));
        const known = await know(draft);
        const config = resolveConfig(draft, known.facts);
        first ??= known;
        runs.push({ run: await hashOf({ config, data: known.hashes }), seed, config });
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        const reason = error.message.replace(/^.*:\n/, "").replaceAll(/\s*\n\s*/g, "; ").trim();
        const run = await hashOf({ parameters, seed, config: sweep.config });
        runs.push({ run, seed, config: null, reason });
      }
    }
    trials.push({ trial: k + 1, parameters, bracket: bracketOf(k, brackets), runs });
  }
  if (first === undefined) {
    throw new SyntaxError(
      `Cannot use this sweep, no trial of which is a config:\n  ${trials[0]!.runs[0]!.reason}`,
    );
  }
  const metric = metricOf(sweep, first.facts);
  return { sweep, metric, epochs, brackets, data: first.hashes, trials };
}

/** The config of a trial as JSON. It sees validation only, on which trials are compared. */
function withParameters(
  { config, splitSeed }: Sweep,
  parameters: Readonly<Record<string, unknown>>,
  seed: number,
): unknown {
  const { $schema: _, reproduces: __, ...keys } = structuredClone(config);
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

function bracketOf(index: number, brackets: readonly Bracket[]): number {
  let end = 0;
  return brackets.findIndex(({ trials }) => index < (end += trials));
}

/** The metric, or what is usual for the data. */
function metricOf({ metric }: Sweep, { kind }: DataFacts): Metric {
  const { metrics, noun } = problemOfKind(kind);
  const names = metrics.map(({ key }) => `validation.${key}` as const);
  const [usual] = names as [typeof names[number]];
  const { name, goal } = metric ?? { name: usual, goal: GOALS[usual] };
  const isOurs = ["validation.cost", ...names].includes(name) || !name.startsWith("validation.");
  if (!isOurs) {
    throw new SyntaxError(
      `Cannot use this sweep:\n  metric: ${name} is not of ${noun}, which these data have; ` +
        `${usual} is, and validation.cost`,
    );
  }
  return { name, goal };
}

/**
 * The name of a run: a hash of what it is. Where its data lies does not matter, and neither does the order of keys; another
 * version of the numerics makes another run.
 *
 * @returns 16 hexadecimal digits
 */
export async function hashOf(
  { config, ...others }: { readonly config: object; readonly [key: string]: unknown },
): Promise<string> {
  const what = { ...others, config: "dataset" in config ? withoutPath(config as Config) : config };
  const text = JSON.stringify({ numerics: NUMERICS, ...what }, sorted);
  return (await sha256(new TextEncoder().encode(text))).slice(0, 16);
}

/** Puts the keys of an object in order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

/** After how many epochs a run ends a rung. */
export function endOf(
  { brackets, sweep }: SweepPlan,
  { bracket }: PlannedTrial,
  { config }: PlannedRun,
  rung: number,
): number {
  return sweep.halving === null ? config?.epochs ?? 0 : brackets[bracket]!.rungs[rung]!;
}

/** How many multiplications of weights a run takes for so many epochs, forward alone: what runs are compared by. */
export function workOf({ config }: PlannedRun, epochs: number): number {
  return config === null ? 0 : weightCount(config.sizes) * config.trainingSize * epochs;
}

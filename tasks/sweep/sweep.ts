/**
 * A sweep: many training runs of one config, whose keys differ from trial to trial. The trials, and which of them continue,
 * follow from the sweep and its results alone, never from the order in which runs end: any number of machines come to the
 * same sweep. @module
 */

import { z } from "zod";
import { parseWith, unusable } from "../../lib/config/errors.ts";
import { PATH_KEYS } from "../../lib/config/user_data.ts";
import { parseDraft } from "../../lib/config.ts";
import { drawTrials, gridSize, type ParameterSpace } from "../../lib/search/draw.ts";
import { rungEnds } from "../../lib/search/halving.ts";
import { GOALS, sweepSchema } from "./plan/schema.ts";
import type { SweepMetric, SweepSummary } from "./plan/summary.ts";

/** A sweep with every key filled in. */
export interface Sweep {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly method: SweepSummary["method"];
  /** The metric that trials are compared by; null for the default of the data. */
  readonly metric: SweepMetric | null;
  /** The values that keys of the config may have, by their path. */
  readonly parameters: Readonly<Record<string, ParameterSpace>>;
  readonly list: readonly Readonly<Record<string, unknown>>[] | null;
  readonly trials: number;
  readonly seeds: readonly number[];
  /** The seed of drawn parameters. */
  readonly seed: number;
  /** The seed that user data is split by; null for that of the config. */
  readonly splitSeed: number | null;
  /** How trials are halved; null if all go to their end. */
  readonly halving: {
    readonly factor: number;
    readonly rungs: number;
    readonly brackets: number;
    readonly draw: Draw;
    /** What later rungs have more of: folds, or epochs if absent. */
    readonly by?: "folds";
  } | null;
  /** Whether the first trial is the config as it is, with which the best one is compared on the test part. */
  readonly baseline?: true;
  /** How many of the best trials keep their weights. */
  readonly keep: number | "all";
}

/** How the parameters of trials are chosen. */
export type Draw = "grid" | "random" | "quasiRandom" | "list";

/** The keys of a sweep file, checked on their own; the config may be the name of a file. */
type SweepDraft = z.output<typeof sweepSchema>;

/**
 * Checks a sweep from outside, without its config.
 * @throws {SyntaxError} if a key is unknown or has an unexpected value; the message names each key
 */
export function parseSweepDraft(value: unknown): SweepDraft {
  return parseWith(sweepSchema, value, "sweep");
}

/**
 * Fills in a sweep.
 * @param config the config that trials change, as it is written
 * @throws {SyntaxError} if the keys do not fit each other, or the config is none
 */
export function resolveSweep(
  draft: SweepDraft,
  config: Readonly<Record<string, unknown>>,
  name: string,
): Sweep {
  const { method, metric, parameters, list = null, halving, seed } = draft;
  const { seed: first, splitSeed } = parseDraft(config);
  const draw = method === "halving" ? halving?.draw ?? "random" : method;
  const problems: string[] = [];
  const isList = draw === "list";
  if (isList && list === null) problems.push('  list: expected trials for the method "list"');
  if (!isList && list !== null) problems.push('  list: it is for the method "list"');
  if (isList !== (Object.keys(parameters).length === 0)) {
    problems.push(
      isList
        ? '  parameters: the method "list" has none'
        : '  parameters: expected a key of the config at least; for example {"epochs":{"values":[5,10]}}',
    );
  }
  if (halving !== undefined && method !== "halving") {
    problems.push('  halving: it is for the method "halving"');
  }
  for (const [path, space] of Object.entries(parameters)) {
    const problem = spaceProblem(path, space, draw);
    if (problem !== undefined) problems.push(`  parameters.${path}: ${problem}`);
  }
  for (const path of list?.flatMap((keys) => Object.keys(keys)) ?? []) {
    const problem = keyProblem(path);
    if (problem !== undefined) problems.push(`  list: ${path}: ${problem}`);
  }
  const paths = Object.keys(parameters);
  const reading = paths.find((path) => path.startsWith("dataset."));
  if (draft.baseline && (draw === "grid" || isList)) {
    problems.push("  baseline: it is for trials that are drawn");
  } else if (draft.baseline && reading !== undefined) {
    problems.push(`  baseline: ${reading} would read other test rows in each trial`);
  }
  if ((halving?.brackets ?? 1) > 1) {
    problems.push(
      "  halving.brackets: expected 1, several brackets (Hyperband) are gone; run a sweep for each",
    );
  }
  if (halving?.by === "folds") {
    const other = paths.find((path) => path === "folds" || path === "repeat");
    if (other !== undefined) problems.push(`  parameters.${other}: halving by folds sets them`);
  }
  const named = typeof draft.seeds === "number" ? [] : draft.seeds;
  const twice = named.find((seed, k) => named.indexOf(seed) < k);
  if (twice !== undefined) problems.push(`  seeds: the seed ${twice} occurs twice`);
  if (problems.length > 0) throw unusable("sweep", problems);
  const all = draw === "grid" ? gridSize(parameters) : draw === "list" ? list!.length : undefined;
  if (all !== undefined && draft.trials !== undefined && draft.trials !== all) {
    problems.push(`  trials: expected ${all}, as many as the ${draw} has; it may be left out`);
  }
  const trials = all ?? draft.trials;
  if (trials === undefined) problems.push("  trials: expected how many in total; for example 20");
  else if (trials > MAX_TRIALS) {
    problems.push(`  parameters: expected at most ${MAX_TRIALS} trials, got ${trials}`);
  }
  if (problems.length > 0 || trials === undefined) throw unusable("sweep", problems);
  return {
    name: draft.name ?? name,
    config,
    method,
    metric: metric === undefined
      ? null
      : { name: metric.name, goal: metric.goal ?? GOALS[metric.name]! },
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([path, space]) => [
        path,
        "values" in space ? { values: space.values } : space,
      ]),
    ),
    list,
    trials,
    seeds: typeof draft.seeds === "number"
      ? Array.from({ length: draft.seeds }, (_, k) => first + k)
      : draft.seeds,
    seed,
    splitSeed: draft.splitSeed ?? splitSeed,
    halving: method === "halving" ? halvingOf(halving) : null,
    ...draft.baseline && { baseline: true },
    keep: draft.keep,
  };
}

/** The halving of a sweep; that by epochs has no `by`. */
function halvingOf(halving: SweepDraft["halving"]): Sweep["halving"] {
  const { by, ...others } = HALVING.parse(halving ?? {});
  return { ...others, ...by === "folds" && { by } };
}

/** The most trials of a sweep: more of them are a mistake. */
const MAX_TRIALS = 100_000;

const HALVING = sweepSchema.shape.halving.unwrap();

/** Why a parameter cannot be drawn; `undefined` if it can. */
function spaceProblem(
  path: string,
  space: SweepDraft["parameters"][string],
  draw: Draw,
): string | undefined {
  const problem = keyProblem(path);
  if (problem !== undefined) return problem;
  if ("values" in space) {
    const texts = space.values.map((value) => JSON.stringify(value));
    const twice = texts.find((text, k) => texts.indexOf(text) < k);
    return twice === undefined ? undefined : `the value ${twice} occurs twice`;
  }
  const { min, max, distribution } = space;
  if (draw === "grid" && distribution !== "int") {
    return "expected values, or a range of int, for a grid";
  }
  if (!(min < max)) return `expected min below max, got min ${min} and max ${max}`;
  if (distribution === "logUniform" && !(min > 0)) {
    return `expected min above 0 for logUniform, got ${min}`;
  }
  const whole = Number.isSafeInteger(min) && Number.isSafeInteger(max) && max - min < 4294967296;
  return distribution === "int" && !whole
    ? `expected whole numbers less than 2^32 apart for int, got min ${min} and max ${max}`
    : undefined;
}

/** Keys that trials cannot differ in, and why. */
const NO_PARAMETERS: { readonly [key: string]: string } = {
  seed: 'every trial is trained with those of "seeds"',
  splitSeed: "all trials share one split, or their results could not be compared",
  evaluate: "trials are compared on validation, and see nothing else",
  reproduces: "training does not use it",
  $schema: "training does not use it",
};

function keyProblem(path: string): string | undefined {
  const [key = "", part] = path.split(".");
  const isData = part === undefined ||
    [...PATH_KEYS, "encoding", "sheet", "query"].includes(part);
  if (key === "dataset" && isData) {
    return "all trials learn from one data set, or their results could not be compared";
  }
  return NO_PARAMETERS[key];
}

/** The parameters of every trial, in order. A sweep of more trials begins with the same ones. */
export function trialsOf(sweep: Sweep): Readonly<Record<string, unknown>>[] {
  const { halving, method, parameters, list, trials, seed } = sweep;
  const draw = method === "halving" ? halving!.draw : method;
  if (draw === "list") return [...list!];
  if (!sweep.baseline) return drawTrials(draw, parameters, trials, seed);
  return [ownParameters(sweep), ...drawTrials(draw, parameters, trials - 1, seed)];
}

/** What a config itself has for the parameters; what it leaves out is left out. */
function ownParameters({ config, parameters }: Sweep): Record<string, unknown> {
  const own = Object.keys(parameters).map((path) => {
    const value = path.split(".").reduce<unknown>((at, key) => Object(at)[key], config);
    return [path, value] as const;
  });
  return Object.fromEntries(own.filter(([, value]) => value !== undefined));
}

/**
 * After how many epochs the rungs of a sweep end whose trials have so many epochs; a sweep without halving has one rung. For
 * halving by folds, rungs are counted: 1, 2, 3.
 * @throws {RangeError} if there are too few epochs for its rungs
 */
export function rungsIn({ halving }: Sweep, epochs: number): number[] {
  if (halving === null) return [epochs];
  if (halving.by === "folds") return Array.from({ length: halving.rungs }, (_, k) => k + 1);
  return rungEnds(halving, epochs);
}

/**
 * The JSON Schema of a sweep as people write it.
 * @returns the schema as JSON text, as `tasks/sweeps/schema.json` holds it
 */
export function sweepJsonSchema(): string {
  return JSON.stringify(z.toJSONSchema(sweepSchema, { io: "input" }), null, 2) + "\n";
}

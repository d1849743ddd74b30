/**
 * A sweep: many training runs of one config, whose keys differ from trial to trial. Which trials there are, and which of
 * them go on, follows from the sweep and from results alone, never from who came first: so any number of machines come to
 * the same sweep.
 *
 * @module
 */

import { z } from "zod";
import { explainIssue, explainPrototypeKeys } from "./config/errors.ts";
import { OWN_KINDS } from "./config/own_data.ts";
import { parseDraft } from "./config.ts";
import { drawTrials, gridSize } from "./sweep/draw.ts";
import { type Bracket, bracketsOf } from "./sweep/halving.ts";
import { GOALS, sweepSchema } from "./sweep/schema.ts";
import type { Metric, ParameterSpace, SweepSummary } from "./sweep/summary.ts";

/** A sweep with every key filled in. */
export interface Sweep {
  /** Its name, and that of its folder. */
  readonly name: string;
  /** The config that trials change, as it is written. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly method: SweepSummary["method"];
  /** By what trials are compared; null for what is usual for the data. */
  readonly metric: Metric | null;
  /** What the keys of the config may be, by their path. */
  readonly parameters: Readonly<Record<string, ParameterSpace>>;
  /** The trials themselves, for the method `list`. */
  readonly list: readonly Readonly<Record<string, unknown>>[] | null;
  /** How many trials there are. */
  readonly trials: number;
  /** The seeds that every trial is trained with. */
  readonly seeds: readonly number[];
  /** Where drawn parameters come from. */
  readonly seed: number;
  /** Where the split of data of one's own comes from; null for that of the config. */
  readonly splitSeed: number | null;
  /** How trials are halved; null if all go to their end. */
  readonly halving: {
    readonly factor: number;
    readonly rungs: number;
    readonly brackets: number;
    readonly draw: Draw;
  } | null;
  /** Of how many of the best trials the weights are kept. */
  readonly keep: number | "all";
}

/** How the parameters of trials are chosen. */
export type Draw = "grid" | "random" | "quasiRandom" | "list";

/** What a sweep file holds that has been checked on its own; its config may be the name of a file. */
export type SweepDraft = z.output<typeof sweepSchema>;

/**
 * Checks a sweep from outside, as far as that goes without its config.
 *
 * @param value what `JSON.parse` made of a sweep
 * @throws {SyntaxError} if a key is unknown or a value is not what its key wants; the message names each place
 */
export function parseSweepDraft(value: unknown): SweepDraft {
  const result = sweepSchema.safeParse(value);
  const lines = result.success
    ? explainPrototypeKeys(value)
    : result.error.issues.map((issue) => explainIssue(issue, value, sweepSchema));
  if (!result.success || lines.length > 0) throw wrong([...new Set(lines)]);
  return result.data;
}

/**
 * Fills in a sweep.
 *
 * @param config the config that trials change, as it is written
 * @param name what it is called if it does not say
 * @throws {SyntaxError} if its keys do not fit each other, or the config is none
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
  const wantsList = draw === "list";
  if (wantsList && list === null) problems.push('  list: the method "list" wants it');
  if (!wantsList && list !== null) problems.push('  list: it is for the method "list"');
  if (wantsList !== (Object.keys(parameters).length === 0)) {
    problems.push(
      wantsList
        ? '  parameters: the method "list" has none'
        : "  parameters: what may the keys of the config be? At least one is wanted",
    );
  }
  if (halving !== undefined && method !== "halving") {
    problems.push('  halving: it is for the method "halving"');
  }
  for (const [path, space] of Object.entries(parameters)) {
    const problem = whyNoSpace(path, space, draw);
    if (problem !== undefined) problems.push(`  parameters.${path}: ${problem}`);
  }
  for (const path of list?.flatMap((keys) => Object.keys(keys)) ?? []) {
    const problem = whyNoKey(path);
    if (problem !== undefined) problems.push(`  list: ${path}: ${problem}`);
  }
  const named = typeof draft.seeds === "number" ? [] : draft.seeds;
  const twice = named.find((seed, k) => named.indexOf(seed) < k);
  if (twice !== undefined) problems.push(`  seeds: the seed ${twice} is there twice`);
  if (problems.length > 0) throw wrong([...new Set(problems)]);
  const all = draw === "grid" ? gridSize(parameters) : draw === "list" ? list!.length : undefined;
  if (all !== undefined && draft.trials !== undefined && draft.trials !== all) {
    throw wrong([`  trials: the ${draw} has ${all}; trials may be left out`]);
  }
  const trials = all ?? draft.trials;
  if (trials === undefined) throw wrong(["  trials: how many in total?"]);
  if (trials > MAX_TRIALS) throw wrong([`  parameters: ${trials} trials, over ${MAX_TRIALS}`]);
  return {
    name: draft.name ?? name,
    config,
    method,
    metric: metric === undefined
      ? null
      : { name: metric.name, goal: metric.goal ?? GOALS[metric.name] },
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
    halving: method === "halving" ? HALVING.parse(halving ?? {}) : null,
    keep: draft.keep,
  };
}

/** More trials than this are taken for a slip. */
const MAX_TRIALS = 100_000;

const HALVING = sweepSchema.shape.halving.unwrap();

/** Why a parameter cannot be drawn; `undefined` if it can. */
function whyNoSpace(
  path: string,
  space: SweepDraft["parameters"][string],
  draw: Draw,
): string | undefined {
  const problem = whyNoKey(path);
  if (problem !== undefined) return problem;
  if ("values" in space) {
    const texts = space.values.map((value) => JSON.stringify(value));
    const twice = texts.find((text, k) => texts.indexOf(text) < k);
    return twice === undefined ? undefined : `the value ${twice} is there twice`;
  }
  const { min, max, distribution } = space;
  if (draw === "grid" && distribution !== "int") return "a grid wants values, or a range of int";
  if (!(min < max)) return `min ${min} is not less than max ${max}`;
  if (distribution === "logUniform" && !(min > 0)) {
    return `min ${min} is not over 0, as logUniform wants`;
  }
  const whole = Number.isSafeInteger(min) && Number.isSafeInteger(max) && max - min < 4294967296;
  return distribution === "int" && !whole
    ? "int wants whole numbers, less than 2^32 apart"
    : undefined;
}

/** Keys that trials cannot differ in, and why. */
const NO_PARAMETERS: { readonly [key: string]: string } = {
  seed: '"seeds" says with which every trial is trained',
  splitSeed: "all trials share one split, or their results could not be compared",
  evaluate: "trials are compared on validation, and see nothing else",
  reproduces: "training does not look at it",
  $schema: "training does not look at it",
};

function whyNoKey(path: string): string | undefined {
  const [key = "", part] = path.split(".");
  if (key === "dataset" && (part === undefined || Object.keys(OWN_KINDS).includes(part))) {
    return "all trials learn from one data set, or their results could not be compared";
  }
  return NO_PARAMETERS[key];
}

function wrong(lines: readonly string[]): SyntaxError {
  return new SyntaxError(`Cannot use this sweep:\n${lines.join("\n")}`);
}

/** The parameters of every trial of a sweep, in order. A sweep of more trials begins with the same ones. */
export function trialsOf(sweep: Sweep): Readonly<Record<string, unknown>>[] {
  const { halving, method, parameters, list, trials, seed } = sweep;
  const draw = method === "halving" ? halving!.draw : method;
  return draw === "list" ? [...list!] : drawTrials(draw, parameters, trials, seed);
}

/**
 * The brackets of a sweep whose trials have so many epochs; without halving one, with one rung.
 *
 * @throws {RangeError} if there are too few epochs or trials for its rungs
 */
export function bracketsIn({ halving, trials }: Sweep, epochs: number): Bracket[] {
  return halving === null ? [{ rungs: [epochs], trials }] : bracketsOf(halving, epochs, trials);
}

/**
 * The JSON Schema of a sweep as people write it.
 *
 * @returns the schema as JSON text, as `tasks/sweeps/schema.json` holds it
 */
export function sweepJsonSchema(): string {
  return JSON.stringify(z.toJSONSchema(sweepSchema, { io: "input" }), null, 2) + "\n";
}

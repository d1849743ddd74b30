/** The search of a run over folds: trials beside the recipe, within minutes or from a list, and the ensemble selected of all. @module */

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Config } from "../../../lib/config.ts";
import { parseWith } from "../../../lib/config/errors.ts";
import type { Engine } from "../../../lib/engine/engine.ts";
import { countFolds } from "../../../lib/ensemble/trained_model.ts";
import { encodingTablesOf } from "../../../lib/table/encode/tables.ts";
import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { halveTrials, memberCount, type TrainedTrial } from "../../../lib/table/folds/halving.ts";
import { type MemberTraining, trainMember } from "../../../lib/table/folds/member_trainer.ts";
import { costOf } from "../../../lib/table/folds/mixture.ts";
import type { FoldedData, MemberPlan } from "../../../lib/table/folds/members.ts";
import { withoutInputs } from "../../../lib/table/folds/members.ts";
import { outOfFold } from "../../../lib/table/folds/rounds.ts";
import { type Selected, selectFamilies } from "../../../lib/table/folds/selected.ts";
import { type Trial, trialMember, trialsFor } from "../../../lib/table/folds/trials.ts";
import { shardIn } from "../../cli/shard.ts";
import type { OpenData } from "../../data/source.ts";
import { isToRefit } from "../../run/early_end.ts";
import { overFolds } from "../../../lib/config/recipe.ts";
import { readJson } from "../../run/config.ts";
import type { Summary } from "../../run/run_folder.ts";
import type { LearnerOptions } from "../learner.ts";
import type { SearchAsked } from "../../run/table/search.ts";
import type { MemberWorkers } from "../member_workers.ts";

/** How many trials begin where no time limits them, and at most. */
const [USUAL_TRIALS, MOST_TRIALS] = [27, 729];

/** What is searched in, and by what. */
export interface SearchOptions {
  /** Where it is shown how far the run is. */
  readonly clock: LearnerOptions["clock"];
  readonly asked: SearchAsked;
  readonly config: Config;
  readonly opened: OpenData;
  readonly data: FoldedData;
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  readonly engine: Engine;
  readonly threads: MemberWorkers | undefined;
  /** The ensemble of the recipe, and what its members answer out of fold. */
  readonly ensemble: FoldEnsemble;
  readonly outOfFold: Parameters<typeof selectFamilies>[0]["outOfFold"];
  /** How long the run has taken so far, in seconds. */
  readonly seconds: number;
  /** Aborted to end with what there is. */
  readonly signal: AbortSignal;
}

/** What a search came to. */
export interface Searched {
  /** What answers; absent where it is no better out of fold than the recipe. */
  readonly selected: Selected | undefined;
  readonly summary: NonNullable<Summary["search"]>;
}

/** Trains trials, and selects an ensemble of them and of the recipe's families. */
export async function searchEnsemble(options: SearchOptions): Promise<Searched> {
  const { asked, config, opened, training, engine, threads, ensemble, signal } = options;
  const { seed, recipe = 1 } = config;
  const how = { seed, recipe };
  const facts = { ...how, training, tables: options.data.tables };
  const { minutes, shard } = asked;
  const trials = asked.trials ??
    trialsFor(facts, minutes === undefined ? USUAL_TRIALS : MOST_TRIALS)
      .filter(({ trial }) =>
        shard === undefined || trial % shard.count === shard.index % shard.count
      );
  const bins = new Set(trials.flatMap(({ bins }) => bins ?? []));
  const tablesOf = (most: number) =>
    encodingTablesOf(opened.table!, options.data.training, recipe, most);
  const otherTables = new Map(Array.from(bins, (most) => [most, tablesOf(most)]));
  const data = { ...options.data, otherTables };
  const plans = [...options.plans, ...trials.map((trial) => trialMember(trial, 0, how))];
  const own = { ...training, options: { ...training.options, signal } };
  const lanes = await threads?.lanesFor(data, plans, training, signal) ??
    [(plan: MemberPlan) => trainMember(data, plan, own, engine)];
  const clock = new Clock(
    options,
    lanes.length,
    memberCount(trials.length, countFolds(data), asked.trials !== undefined),
  );
  const began = performance.now();
  const { trained, begun } = await halveTrials({
    ...how,
    trials,
    folds: countFolds(data),
    lanes: lanes.map((train) => (plan) => clock.timed(() => train(plan))),
    all: asked.trials !== undefined,
    ...minutes !== undefined && { mayBegin: (after: number) => clock.mayBegin(after) },
    onTrial: (trial) => clock.tell(trial),
    signal,
  });
  const seconds = (performance.now() - began) / 1000;
  const selected = selectFamilies({ ...options, ...how, data, ensemble, trials: trained });
  const { weights, cost, recipeCost, gain } = selected;
  const isBetter = cost < recipeCost;
  return {
    selected: isBetter ? selected : undefined,
    summary: {
      begun,
      ...minutes !== undefined && { minutes },
      seconds: Math.round(seconds * 10) / 10,
      cost,
      recipeCost,
      gain: { value: gain.value, plusMinus: gain.plusMinus },
      isKept: isBetter,
      trials: trained.map(({ trial }, k) => ({ ...trial, weight: isBetter ? weights[k]! : 0 })),
    },
  };
}

/** How much longer members of later rungs take: wide layers go on more often. */
const LATER_MEMBERS = 1.5;

/** Counts the minutes of a search, and shows them with the best family so far. */
class Clock {
  readonly #options: SearchOptions;
  readonly #lanes: number;
  readonly #began = performance.now();
  /** How many members there will be. */
  readonly #members: number;
  #done = 0;
  #taken = 0;
  #best: number;

  constructor(options: SearchOptions, lanes: number, members: number) {
    this.#options = options;
    this.#lanes = lanes;
    this.#members = members;
    options.clock?.enter("search");
    const { ensemble, data } = options;
    const { outputs } = options.outOfFold(ensemble);
    this.#best = costOf(outputs, withoutInputs(data.training), ensemble);
    this.#show();
  }

  /** The seconds of the run so far. */
  get #seconds(): number {
    return this.#options.seconds + (performance.now() - this.#began) / 1000;
  }

  /** Whether a member may begin that so many others follow. */
  mayBegin(after: number): boolean {
    const each = this.#done === 0 ? 0 : this.#taken / this.#done;
    const seconds = each * (1 + LATER_MEMBERS * after / this.#lanes);
    return this.#seconds + seconds < 60 * this.#options.asked.minutes!;
  }

  async timed<T>(train: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const trained = await train();
    this.#taken += (performance.now() - began) / 1000;
    this.#done++;
    this.#show();
    return trained;
  }

  /** Takes down a trial that was trained on all folds. */
  tell({ members }: TrainedTrial): void {
    const { data: { training, folds }, ensemble } = this.#options;
    const answers = members.map(({ outputs }, fold) => ({ fold, repeat: 0, outputs }));
    const cost = costOf(outOfFold(answers, folds), withoutInputs(training), ensemble);
    if (!(cost < this.#best)) return;
    this.#best = cost;
    this.#show();
  }

  #show(): void {
    const { clock, asked: { minutes } } = this.#options;
    const each = this.#taken / this.#done;
    const left = minutes === undefined && this.#done > 0
      ? each * Math.max(0, this.#members - this.#done) / this.#lanes
      : undefined;
    clock?.goOn(`lowest loss ${this.#best.toFixed(4)}`, left);
  }
}

const whole = z.int().positive();

/** A trial, as a summary has it, without what came of it. */
const TRIAL = z.object({
  trial: whole,
  encoding: z.enum(["piecewise", "standardized"]),
  hidden: z.array(whole).min(1),
  learningRate: z.number().positive(),
  weightDecay: z.number().nonnegative(),
  dropout: z.number().min(0).lt(1),
  bins: z.int().min(2).max(48).optional(),
});

/**
 * Reads a list of trials: the summary of a run that was searched, or the list alone.
 * @throws {SyntaxError} if the file holds none
 */
async function readTrials(path: string): Promise<Trial[]> {
  const value = await readJson(path);
  const list = (Object(value) as Partial<Summary>).search?.trials ?? value;
  return parseWith(z.array(TRIAL), list, "list of trials") as Trial[];
}

/**
 * Reads the trials of all lists, by their numbers; a trial may be in several of them.
 * @throws {SyntaxError} if a file holds none, or lists have different trials of one number
 */
async function readLists(paths: readonly string[]): Promise<Trial[]> {
  const all = new Map<number, Trial>();
  for (const path of paths) {
    for (const trial of await readTrials(path)) {
      const other = all.get(trial.trial) ?? trial;
      if (!isDeepStrictEqual(trial, other)) {
        throw new SyntaxError(
          `Cannot use these lists of trials: trial ${trial.trial} of ${path} differs from that of another list`,
        );
      }
      all.set(trial.trial, trial);
    }
  }
  return [...all.values()].sort((a, b) => a.trial - b.trial);
}

/** What the command line says of a search. */
export interface SearchWords {
  /** The files of `--trials`. */
  readonly trials: readonly string[];
  readonly minutes?: number | undefined;
  /** `I/N` of `--shard`. */
  readonly shard?: string | undefined;
}

/**
 * What the options of the command line ask of a search.
 * @throws {RangeError} if the run has no folds, repeats them, or learns from the test rows after a time
 * @throws {UsageError} if the shard is none
 */
export async function searchAsked(
  { trials, minutes, shard }: SearchWords,
  config: Config,
): Promise<SearchAsked> {
  const wrong = !overFolds(config)
    ? "without folds, by which trials are compared"
    : config.repeat > 1
    ? `over folds that are repeated ${config.repeat} times: expected --repeat 1`
    : isToRefit(config)
    ? "where rows are split by time: deno task sweep does that, without an ensemble"
    : undefined;
  if (wrong !== undefined) throw new RangeError(`Cannot search ${wrong}`);
  return trials.length === 0
    ? { minutes, shard: shardIn(shard) }
    : { trials: await readLists(trials) };
}

/** Members over folds that learn on several cores. @module */

import { evaluate, type Network } from "../../mod.ts";
import { type Config, weightDecaysOf } from "../../lib/config/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import type { Truth } from "../../lib/evaluate/mod.ts";
import {
  type Candidates,
  candidatesOf,
  countFolds,
  curvePlansOf,
  firstFolds,
  type FoldCheckpoint,
  type FoldedData,
  type FoldEnsemble,
  FoldTraining,
  isOfFolds,
  memberNetwork,
  type MemberTraining,
  solveLinearFamily,
  truthOfFolds,
} from "../../lib/fold_ensemble/mod.ts";
import { COST_VERSION } from "../../lib/network/mod.ts";
import { TRAIN_OPTIONS } from "../../lib/train/mod.ts";
import { duration } from "../cli/format.ts";
import type { OpenData } from "../datasets/open_data.ts";
import { optionsIn } from "../run/decision.ts";
import { hasStopped } from "../run/early_end.ts";
import { resultOf } from "../run/result.ts";
import type { Metrics, Summary } from "../run/run_folder.ts";
import {
  type Comparison,
  type Kept,
  type Learner,
  type LearnerOptions,
  roundTime,
  SILENT,
} from "./learner.ts";
import { MemberWorkers } from "./member_workers.ts";

/**
 * The full rounds that take as long as all rounds of a run whose members stop early. Of ten tables of 700 to 5000 rows, the
 * rounds took as long as 26 to 106 of them, in the median 50.
 */
const USUAL_ROUNDS = 50;

/** How many times as long a run takes with the learning curve and the simpler models. */
const WITH_COMPARISON = 1.3;

/** After this round the time is estimated: the first one compiles what the others run. */
const ESTIMATED_AFTER = 2;

/** The members of a config, and how they are trained. */
export interface FoldPlans extends Candidates {
  readonly training: MemberTraining;
}

export class FoldLearner implements Learner {
  readonly network: Network;
  readonly workers: number;
  readonly costVersion = COST_VERSION;
  readonly #config: Config;
  readonly #data: OpenData;
  readonly #folded: FoldedData;
  readonly #engine: Engine;
  readonly #options: LearnerOptions;
  readonly #planned: FoldPlans;
  readonly #checkpoint: FoldCheckpoint | undefined;
  #workers: MemberWorkers | undefined;
  #training: FoldTraining | undefined;
  #hasStopped: boolean;

  constructor(config: Config, data: OpenData, engine: Engine, options: LearnerOptions) {
    const { saved, members, firstFolds: count = Infinity } = options;
    const checkpoint = saved?.checkpoint;
    if (checkpoint !== undefined && !isOfFolds(checkpoint)) {
      throw new TypeError("Cannot go on from this checkpoint: it is of one network, not of folds");
    }
    const folded = foldedIn(data);
    const { plans, linear, training } = foldPlansOf(
      config,
      folded,
      checkpoint?.members.length ?? members,
    );
    this.#planned = count >= countFolds(folded) ? { plans, linear, training } : {
      plans: plans.filter(({ family, fold, repeat }) =>
        family.name !== "linear" && fold < count && repeat === 0
      ),
      ...{ linear: [], training },
    };
    this.network = memberNetwork(plans[0]!, folded, training.network, engine);
    this.network.classNames = folded.training.classNames;
    this.workers = options.workers;
    this.#config = config;
    this.#data = data;
    this.#folded = folded;
    this.#engine = engine;
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.#hasStopped = checkpoint !== undefined && hasStopped(checkpoint, config);
  }

  get hasStopped(): boolean {
    return this.#hasStopped;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { progress = SILENT, engine: name, firstFolds: count } = this.#options;
    const { plans, linear, training } = this.#planned;
    const [data, engine] = [this.#folded, this.#engine];
    progress.start({ label: "Solves the linear models", unit: "models" });
    let solved = 0;
    const family = await solveLinearFamily({
      ...{ data, plans: linear, training, engine, signal },
      onSolved: () => progress.update(++solved),
    });
    progress.clear();
    const trainers = this.#workers = await MemberWorkers.start(data, plans, {
      ...{ training, engine: name, threads: this.workers, signal },
      resume: this.#checkpoint?.members,
    });
    this.#training = new FoldTraining({
      ...{ data, plans, training, engine, trainers, linear: family },
      ...count !== undefined && { judged: firstFolds(data, count) },
    });
    if (this.#checkpoint !== undefined) await this.#training.restore(this.#checkpoint.epoch);
  }

  async *epochs(signal: AbortSignal): AsyncGenerator<Metrics, void, void> {
    const { epochs, earlyStopping, folds } = this.#config;
    const { progress = SILENT, stopAfter, onEstimate } = this.#options;
    const last = stopAfter ?? epochs;
    const total = this.#planned.plans.length;
    const usual = earlyStopping === null ? epochs : Math.min(epochs, USUAL_ROUNDS);
    const estimatedAfter = (this.#checkpoint?.epoch ?? 0) + ESTIMATED_AFTER;
    let began = 0;
    const rounds = this.#training!.rounds({
      ...{ epochs: last, signal },
      onRound(number) {
        began = performance.now();
        progress.start({
          label: `Epoch ${number} of ${stopAfter ?? `at most ${epochs}`}`,
          ...{ unit: "members", total, following: Math.max(0, (stopAfter ?? usual) - number) },
        });
      },
      onMember: (done) => progress.update(done),
    });
    for await (const { number, learningRate, train, validation, members, hasStopped } of rounds) {
      const seconds = (performance.now() - began) / 1000;
      const trained = members.filter((cost) => cost !== null).length;
      this.#hasStopped = hasStopped;
      progress.clear();
      yield {
        ...{ epoch: number, learningRate, train },
        validation: resultOf(validation, this.#data.quantities),
        seconds: roundTime(seconds),
        samplesPerSecond: Math.round(
          trained * this.#folded.training.size * (1 - 1 / folds) / seconds,
        ),
        members,
      };
      if (number !== estimatedAfter || number >= last || hasStopped) continue;
      onEstimate?.(this.#estimate(usual * seconds));
    }
  }

  async checkpoint(): Promise<FoldCheckpoint> {
    return await this.#training!.checkpoint();
  }

  async kept(): Promise<Kept> {
    const { quantities, test } = this.#data;
    const model = await this.#training!.ensemble();
    const answers = this.#training!.outOfFold(model);
    const summary: Kept["summary"] = {
      best: null, // of all members there is no best one
      epoch: epochsOf(model),
      families: familiesOf(model),
      validation: resultOf(evaluate(answers, this.#folded.training), quantities),
      ...this.#config.evaluate.includes("test") &&
        { test: resultOf(evaluate(model, test), quantities) },
    };
    return { model, answers, summary };
  }

  async compare(
    model: FoldEnsemble,
    { ended, known, signal }: Comparison,
  ): Promise<Truth | undefined> {
    if (known !== undefined || ended === "paused") return known;
    const { progress = SILENT, onWarning } = this.#options;
    progress.start({ label: "Compares with simpler models", unit: "epochs of members" });
    try {
      const curve = ended === "timeLimit" ? undefined : await this.#curve(model, signal);
      return await truthOfEnsemble(model, this.#data, this.#config, { curve, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      onWarning?.(
        "Stopped before the network was compared with simpler models: --resume compares it",
      );
      return undefined;
    } finally {
      progress.clear();
    }
  }

  /** Trains what the learning curve needs; it is in no file. */
  async #curve(model: FoldEnsemble, signal: AbortSignal): Promise<Float32Array[]> {
    const { progress = SILENT, engine } = this.#options;
    const { plans, training } = this.#planned;
    using trainers = await MemberWorkers.start(this.#folded, curvePlansOf(model, plans), {
      ...{ training, engine, threads: this.workers, signal },
    });
    let done = 0;
    for (let round = 0;; round++) {
      const epochs = await trainers.advance(() => progress.update(++done), signal);
      if (epochs.every((epoch) => epoch === undefined)) return await trainers.bestOutputs(round);
    }
  }

  /** How long a run will take, in a line. */
  #estimate(seconds: number): string {
    const { epochs, earlyStopping } = this.#config;
    const networks = this.#planned.plans.filter(({ family }) => family.name !== "linear").length;
    const each = earlyStopping === null
      ? `${epochs} epochs each`
      : `at most ${epochs} epochs each, usually about ${Math.min(epochs, USUAL_ROUNDS)}`;
    const time = duration(Math.ceil(WITH_COMPARISON * seconds));
    return `Takes about ${time}: ${networks} networks, ${each}`;
  }

  [Symbol.dispose](): void {
    this.#workers?.[Symbol.dispose]();
    this.#engine.close();
  }
}

/** The rows of a config with folds. */
function foldedIn({ folded }: OpenData): FoldedData {
  if (folded === undefined) throw new Error("Cannot train over folds: the data has none");
  return folded;
}

/**
 * Plans the members of a config.
 * @param trained how many members of a run have been trained already
 */
export function foldPlansOf(config: Config, folded: FoldedData, trained?: number): FoldPlans {
  const { activation, outputActivation, initializer, cost } = config;
  const options = Object.entries(config).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  const training: MemberTraining = {
    network: { activation, outputActivation, initializer, cost },
    options: Object.fromEntries(options) as unknown as MemberTraining["options"],
  };
  const plan = {
    ...{ folds: countFolds(folded), repeat: config.repeat, seed: config.seed },
    hidden: config.sizes.slice(1, -1),
    weightDecays: weightDecaysOf(config.optimizer),
  };
  return { ...candidatesOf(plan, training, trained), training };
}

/**
 * The result of an ensemble beside simpler models.
 * @param more the answers for the learning curve, which is left out without them; and what gives up
 */
export async function truthOfEnsemble(
  ensemble: FoldEnsemble,
  data: OpenData,
  { dataset }: Pick<Config, "dataset">,
  more: { readonly curve?: readonly Float32Array[] | undefined; readonly signal?: AbortSignal } =
    {},
): Promise<Truth> {
  const { test, table } = data;
  return await truthOfFolds({
    ...{ ensemble, data: foldedIn(data), test, description: table!, decisions: optionsIn(dataset) },
    ...more,
  });
}

/** What a summary has of the families. */
export function familiesOf({ families }: FoldEnsemble): NonNullable<Summary["families"]> {
  return families.map(({ name, weightDecay, weight, members }) => ({
    ...{ name, sizes: [...members[0]!.network.sizes], weightDecay, weight },
    members: members.length,
  }));
}

/** The epochs that are kept, as a summary has them. */
export function epochsOf({ families }: FoldEnsemble): number[] {
  return families.flatMap(({ members }) => members.map(({ epoch }) => epoch));
}

/** The training of a config with folds, round by round: what `train` and `verify --retrain` share. @module */

import type { Network } from "../../mod.ts";
import { type Config, weightDecaysOf } from "../../lib/config/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import {
  type Candidates,
  candidatesOf,
  countFolds,
  type FoldCheckpoint,
  type FoldedData,
  memberNetwork,
  type MemberTraining,
  type Round,
  Rounds,
} from "../../lib/table/folds/mod.ts";
import { TRAIN_OPTIONS } from "../../lib/train/mod.ts";
import type { OpenData } from "../data/open_data.ts";
import { MemberWorkers } from "./member_workers.ts";

/** Data of a config with folds. */
export type OpenFoldedData = OpenData & { readonly folded: FoldedData };

/** The data of a config with folds. */
export function foldedIn(opened: OpenData): OpenFoldedData {
  const { folded } = opened;
  if (folded === undefined) throw new Error("Cannot train over folds: the data has none");
  return { ...opened, folded };
}

/** The members that a config has for some data, and how they are trained. */
export interface FoldPlans extends Candidates {
  readonly training: MemberTraining;
  /** A network like theirs: the first member's before it is trained. */
  readonly like: Network;
}

/**
 * Plans the members of a config.
 * @param trained how many members of a run have been trained already
 */
export function foldPlansOf(
  config: Config,
  folded: FoldedData,
  engine: Engine,
  trained?: number,
): FoldPlans {
  const { activation, outputActivation, initializer, cost } = config;
  const options = Object.entries(config).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  const training: MemberTraining = {
    network: { activation, outputActivation, initializer, cost },
    options: Object.fromEntries(options) as unknown as MemberTraining["options"],
  };
  const { plans, linear } = candidatesOf(
    {
      ...{ folds: countFolds(folded), repeat: config.repeat, seed: config.seed },
      hidden: config.sizes.slice(1, -1),
      weightDecays: weightDecaysOf(config.optimizer),
    },
    training,
    trained,
  );
  const like = memberNetwork(plans[0]!, folded, training.network, engine);
  like.classNames = folded.training.classNames;
  return { plans, linear, training, like };
}

/** A whole round. */
export interface TrainedRound {
  readonly round: Round;
  /** Whether all members have stopped early. */
  readonly isLast: boolean;
}

export interface FoldTrainingOptions {
  /** How many rounds there are, at most. */
  readonly epochs: number;
  /** The name of the engine. */
  readonly engine: string;
  /** How many threads train. */
  readonly workers: number;
  /** What is gone on from; absent where training begins. */
  readonly checkpoint?: FoldCheckpoint | undefined;
  /** Aborted to give the start up. */
  readonly signal: AbortSignal;
  /** The rows by which rounds are judged. Default: all of the data */
  readonly judged?: Pick<FoldedData, "training" | "folds">;
  /** Called before a round. */
  readonly onRound?: (number: number) => void;
  /** Called with how many members are done in the round. */
  readonly onMember?: (done: number) => void;
}

/** Members on threads, until the end of the scope. */
export class FoldTraining implements Disposable {
  /** Has what each member remembers. */
  readonly trainers: MemberWorkers;
  readonly #options: FoldTrainingOptions;
  readonly #rounds: Rounds;
  readonly #before: number;

  private constructor(trainers: MemberWorkers, rounds: Rounds, options: FoldTrainingOptions) {
    this.trainers = trainers;
    this.#options = options;
    this.#rounds = rounds;
    this.#before = options.checkpoint?.epoch ?? 0;
  }

  /**
   * Makes the members ready, for the first round or for the one after a checkpoint.
   * @throws {TypeError} if the checkpoint is not of such members
   * @throws {unknown} the signal's reason, if it is aborted meanwhile
   */
  static async start(
    { plans, training, like }: Omit<FoldPlans, "linear">,
    folded: FoldedData,
    options: FoldTrainingOptions,
  ): Promise<FoldTraining> {
    const { checkpoint, engine, workers: threads, signal } = options;
    const resume = checkpoint?.members;
    if (resume !== undefined && resume.length !== plans.length) {
      throw new TypeError(
        `Cannot go on from this checkpoint: it is of ${resume.length} members: expected ${plans.length}`,
      );
    }
    const trainers = await MemberWorkers.start(
      folded,
      plans,
      { training, engine, threads, resume, signal },
    );
    try {
      const rounds = new Rounds(options.judged ?? folded, plans, like);
      if (checkpoint !== undefined) {
        rounds.restore(checkpoint.epoch, await trainers.bestOutputs(checkpoint.epoch));
      }
      return new FoldTraining(trainers, rounds, options);
    } catch (error) {
      trainers[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Trains round after round, until all members have stopped or all epochs are trained.
   * @param signal aborted to cut off the round that is trained
   * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
   * @throws {unknown} the signal's reason, if it is aborted
   */
  async *rounds(signal: AbortSignal): AsyncGenerator<TrainedRound, void, void> {
    const { epochs: most, onRound, onMember } = this.#options;
    for (let number = this.#before + 1; number <= most; number++) {
      onRound?.(number);
      let done = 0;
      const epochs = await this.trainers.advance(() => onMember?.(++done), signal);
      if (epochs.every((epoch) => epoch === undefined)) return; // a resumed run that had ended
      const isLast = epochs.every((epoch) => epoch === undefined || epoch.hasStopped);
      yield { round: this.#rounds.add(epochs), isLast };
      if (isLast) return;
    }
  }

  /** The answers of each member's best epoch to its fold, until the last whole round. */
  get bestOutputs(): readonly Float32Array[] {
    return this.#rounds.bestOutputs;
  }

  [Symbol.dispose](): void {
    this.trainers[Symbol.dispose]();
  }
}

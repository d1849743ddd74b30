/** Trains one member of an ensemble over folds, an epoch at a time. @module */

import type { Dataset } from "../../dataset.ts";
import type { Engine } from "../../engine/engine.ts";
import { RecordedAnswers } from "../../ensemble/recorded.ts";
import { evaluate, type Evaluation } from "../../evaluate.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import type { OptimizerOptions } from "../../network/optimizers.ts";
import { assign, copyOf, type Parameters } from "../../network/parameters.ts";
import type { TrainOptions } from "../../options.ts";
import { type Checkpoint, takeCheckpoint } from "../../train/checkpoint.ts";
import {
  beginRun,
  type EpochTraining,
  finishEpoch,
  hasEnded,
  hasEndedEarly,
  trainEpoch,
  type TrainingRun,
} from "../../train/run.ts";
import { clip, type Range } from "./clip.ts";
import {
  type FoldedData,
  memberData,
  memberNetwork,
  type MemberOptions,
  type MemberPlan,
  rangesOf,
  withoutInputs,
} from "./members.ts";

/** What an epoch of a member came to. */
export interface MemberEpoch extends EpochTraining {
  /** Counted from 1. */
  readonly number: number;
  /** [rows of the fold, outputs] The answers to the fold that it does not learn from. */
  readonly outputs: Float32Array;
  /** The cost of these answers. */
  readonly cost: number;
  /** By what the training monitors: the larger, the better. */
  readonly score: number;
  /** Whether it is the best epoch so far. */
  readonly isBest: boolean;
  /** Whether it has stopped early: with more epochs it would not continue. */
  readonly hasStopped: boolean;
}

/** How members are trained; the weight decay is that of each. */
export interface MemberTraining {
  readonly network: MemberOptions;
  readonly options: Omit<TrainOptions, "optimizer" | "validation" | "test" | "resume" | "seed"> & {
    readonly epochs: number;
    readonly optimizer: OptimizerOptions;
  };
}

/** An epoch that no fold judges. */
const UNJUDGED = { outputs: new Float32Array(), cost: NaN, score: NaN, isBest: false } as const;

/** A member that is being trained. */
export class MemberTrainer {
  readonly #run: TrainingRun;
  readonly #fold: Dataset;
  /** What is expected to the fold. */
  readonly #expected: Dataset;
  readonly #ranges: readonly Range[] | undefined;
  /** What it remembered before the round that is trained: a round that is cut off is taken back. */
  #before: Checkpoint | undefined;
  /** Whether it is between two epochs. */
  #isWhole = true;

  /**
   * Makes a member ready for its first epoch, or for the one after a checkpoint.
   * @throws {TypeError} if the checkpoint is not of such a member
   */
  constructor(
    data: FoldedData,
    plan: MemberPlan,
    { network: functions, options }: MemberTraining,
    engine: Engine,
    resume?: Checkpoint,
  ) {
    const { training, validation } = memberData(data, plan, joinsInputs(plan, options));
    const { weightDecay, learningRate, dropout, seed, family, epochs } = plan;
    const { earlyStopping: _, monitor: __, ...unjudged } = options;
    this.#fold = validation;
    this.#expected = withoutInputs(validation);
    this.#ranges = rangesOf(data.training);
    this.#run = beginRun(memberNetwork(plan, data, functions, engine), training, {
      ...epochs === undefined
        ? { ...options, validation, keep: "best" as const }
        : { ...unjudged, epochs, keep: "last" as const },
      ...learningRate !== undefined && { learningRate },
      ...dropout !== undefined && { dropout: { ...options.dropout, hidden: dropout } },
      ...family.hidden.length === 0 && { dropout: null },
      optimizer: options.optimizer.name === "adamw"
        ? { ...options.optimizer, weightDecay }
        : options.optimizer,
      seed,
      ...resume && { resume },
    });
  }

  /** Whether it has stopped. */
  get isDone(): boolean {
    return hasEnded(this.#run);
  }

  /**
   * Trains for an epoch.
   * @returns `undefined` if it has stopped before
   * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
   */
  async advance(): Promise<MemberEpoch | undefined> {
    this.#before = undefined;
    if (this.isDone) return undefined;
    const { state } = this.#run;
    if (state.epoch > 0) this.#before = takeCheckpoint(state);
    this.#isWhole = false;
    const number = state.epoch + 1;
    const trained = await trainEpoch(this.#run, number);
    const { best } = state;
    const checkpoint = () => takeCheckpoint(state);
    if (!state.validates) {
      finishEpoch(this.#run, { number, ...trained, checkpoint });
      this.#isWhole = true;
      return { number, ...trained, ...UNJUDGED, hasStopped: this.isDone };
    }
    const { outputs, validation } = this.#judge();
    finishEpoch(this.#run, { number, ...trained, validation, checkpoint });
    this.#isWhole = true;
    const [isBest, hasStopped] = [state.best !== best, hasEndedEarly(this.#run)];
    const score = state.history.at(-1)!;
    return { number, ...trained, outputs, cost: validation.cost, score, isBest, hasStopped };
  }

  /**
   * A copy of what it has to remember to continue after a round.
   * @param round the last one, or the one before if the last was cut off
   */
  checkpoint(round: number): Checkpoint {
    const { state } = this.#run;
    return this.#isWhole && state.epoch <= round ? takeCheckpoint(state) : this.#before!;
  }

  /** [rows of the fold, outputs] The answers of its best epoch until a round to the fold that it does not learn from. */
  bestOutputs(round: number): Float32Array {
    const { best } = this.checkpoint(round);
    const { network } = this.#run;
    const now = copyOf(network);
    assign(network, best!);
    const outputs = this.#answers();
    assign(network, now);
    return outputs;
  }

  /** What its last epoch came to, as far as its parameters have it; `isBest` is false. */
  lastEpoch(): Omit<MemberEpoch, keyof EpochTraining> {
    const { outputs, validation: { cost } } = this.#judge();
    const { epoch: number, history } = this.#run.state;
    const [score, hasStopped] = [history.at(-1)!, hasEndedEarly(this.#run)];
    return { number, outputs, cost, score, isBest: false, hasStopped };
  }

  #judge(): { outputs: Float32Array; validation: Evaluation } {
    const outputs = this.#answers();
    const recorded = new RecordedAnswers(outputs, this.#fold.outputs, this.#run.network);
    return { outputs, validation: evaluate(recorded, this.#expected) };
  }

  #answers(): Float32Array {
    return clip(outputsFor(this.#run.network, this.#fold), this.#ranges);
  }
}

/**
 * Whether a member learns from joined inputs: since version 2 of the recipe, where neither inputs are left out nor a step is taken
 * in place, for which there are no such sums.
 */
export function joinsInputs(
  { recipe = 1 }: MemberPlan,
  { dropout, optimizer }: MemberTraining["options"],
): boolean {
  return recipe >= 2 && !dropout?.inputs && optimizer.name !== "sgd";
}

/** The first epoch of the largest score, from 1. */
export function bestEpoch(history: readonly number[]): number {
  return history.reduce((best, score, k) => score > history[best]! ? k : best, 0) + 1;
}

/** A member after its last epoch. */
export interface TrainedMember {
  /** The parameters of its best epoch. */
  readonly parameters: Parameters;
  /** That epoch, from 1. */
  readonly epoch: number;
  /** [rows of the fold, outputs] Its answers to the fold that it does not learn from. */
  readonly outputs: Float32Array;
  /** The cost of these answers. */
  readonly cost: number;
}

/**
 * Trains a member by itself until its fold is answered no better.
 * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
 * @throws {unknown} the reason of the training's signal, if that is aborted
 */
export async function trainMember(
  data: FoldedData,
  plan: MemberPlan,
  training: MemberTraining,
  engine: Engine,
): Promise<TrainedMember> {
  const trainer = new MemberTrainer(data, plan, training, engine);
  let [cost, epochs] = [NaN, 0];
  for (let last = await trainer.advance(); last !== undefined; last = await trainer.advance()) {
    if (last.isBest) cost = last.cost;
    epochs = last.number;
  }
  const { best, history } = trainer.checkpoint(epochs);
  const outputs = trainer.bestOutputs(epochs);
  return { parameters: best!, epoch: bestEpoch(history), outputs, cost };
}

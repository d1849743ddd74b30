/** Trains members of an ensemble over folds, a round at a time. @module */

import type { Engine } from "../../engine/engine.ts";
import type { Checkpoint } from "../../train/checkpoint.ts";
import { yieldToEventLoop } from "../../train/event_loop.ts";
import type { FoldedData, MemberPlan } from "./members.ts";
import { type MemberEpoch, MemberTrainer, type MemberTraining } from "./member_trainer.ts";

/** Trains some of the members; several of these may do it side by side. */
export interface MemberTrainers {
  /**
   * Trains a round: an epoch of each member that has not stopped.
   * @param onMember called when a member is done, or had stopped before
   * @param signal aborted to cut the round off
   * @returns of each member; `undefined` of those that had stopped before
   * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
   */
  advance(
    onMember?: () => void,
    signal?: AbortSignal,
  ): Promise<(MemberEpoch | undefined)[]>;
  /**
   * What each member has to remember to go on after a round.
   * @param round the last one, or the one before if the last was cut off
   */
  checkpoints(round: number): Promise<Checkpoint[]>;
  /** The answers of each member's best epoch until a round to its fold. */
  bestOutputs(round: number): Promise<Float32Array[]>;
  /** What each member's last epoch came to, see {@linkcode MemberTrainer.lastEpoch}. */
  lastEpochs(): Promise<ReturnType<MemberTrainer["lastEpoch"]>[]>;
}

/** Trains members here, one after the other. */
export class LocalTrainers implements MemberTrainers {
  readonly #trainers: readonly MemberTrainer[];
  readonly #signal: AbortSignal | undefined;

  /** Makes members ready, each for its first epoch or for the one after its checkpoint. */
  constructor(
    data: FoldedData,
    plans: readonly MemberPlan[],
    training: MemberTraining,
    engine: Engine,
    resume?: readonly Checkpoint[],
  ) {
    this.#signal = training.options.signal;
    this.#trainers = plans.map((plan, m) =>
      new MemberTrainer(data, plan, training, engine, resume?.[m])
    );
  }

  async advance(
    onMember?: () => void,
    signal: AbortSignal | undefined = this.#signal,
  ): Promise<(MemberEpoch | undefined)[]> {
    const epochs: (MemberEpoch | undefined)[] = [];
    for (const trainer of this.#trainers) {
      epochs.push(await trainer.advance());
      onMember?.();
      await yieldToEventLoop(signal);
    }
    return epochs;
  }

  checkpoints(round: number): Promise<Checkpoint[]> {
    return Promise.resolve(this.#trainers.map((trainer) => trainer.checkpoint(round)));
  }

  bestOutputs(round: number): Promise<Float32Array[]> {
    return Promise.resolve(this.#trainers.map((trainer) => trainer.bestOutputs(round)));
  }

  lastEpochs(): ReturnType<MemberTrainers["lastEpochs"]> {
    return Promise.resolve(this.#trainers.map((trainer) => trainer.lastEpoch()));
  }
}

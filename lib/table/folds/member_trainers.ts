/** Trains members of an ensemble over folds, a round at a time. @module */

import type { Engine } from "../../engine/engine.ts";
import type { Checkpoint } from "../../train/checkpoint.ts";
import { drive } from "../../train/drive.ts";
import { yieldToEventLoop } from "../../train/event_loop.ts";
import type { FoldedData, MemberPlan } from "./members.ts";
import { type MemberEpoch, MemberTrainer, type MemberTraining } from "./member_trainer.ts";

/** A member, wherever it is trained: what a {@linkcode MemberTrainer} does, which may take a while. */
export interface Member {
  /** @param signal aborted to cut the epoch off */
  advance(signal?: AbortSignal): Promise<MemberEpoch | undefined>;
  checkpoint(round: number): Checkpoint | Promise<Checkpoint>;
  bestOutputs(round: number): Float32Array | Promise<Float32Array>;
  lastEpoch(): LastEpoch | Promise<LastEpoch>;
}

type LastEpoch = ReturnType<MemberTrainer["lastEpoch"]>;

/** Trains members on several lanes; with `n` of them the first has the members 0, n, 2n … */
export class MemberTrainers {
  readonly #members: readonly Member[];
  readonly #lanes: number;

  constructor(members: readonly Member[], lanes = 1) {
    this.#members = members;
    this.#lanes = lanes;
  }

  /**
   * Trains a round: an epoch of each member that has not stopped.
   * @param onMember called when a member is done, or had stopped before
   * @param signal aborted to cut the round off
   * @returns of each member; `undefined` of those that had stopped before
   * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
   */
  async advance(
    onMember?: () => void,
    signal?: AbortSignal,
  ): Promise<(MemberEpoch | undefined)[]> {
    return await this.#all(async (member) => {
      signal?.throwIfAborted();
      const epoch = await member.advance(signal);
      onMember?.();
      await yieldToEventLoop(signal);
      return epoch;
    });
  }

  /**
   * What each member has to remember to go on after a round.
   * @param round the last one, or the one before if the last was cut off
   */
  checkpoints(round: number): Promise<Checkpoint[]> {
    return this.#all(async (member) => await member.checkpoint(round));
  }

  /** The answers of each member's best epoch until a round to its fold. */
  bestOutputs(round: number): Promise<Float32Array[]> {
    return this.#all(async (member) => await member.bestOutputs(round));
  }

  /** What each member's last epoch came to, see {@linkcode MemberTrainer.lastEpoch}. */
  lastEpochs(): Promise<LastEpoch[]> {
    return this.#all(async (member) => await member.lastEpoch());
  }

  /** @throws {unknown} the error of the first member that has one, so that it is the same with any number of lanes */
  async #all<T>(ask: (member: Member) => Promise<T>): Promise<T[]> {
    const answers: PromiseSettledResult<T>[] = [];
    const members = [...this.#members.entries()];
    await drive(Array.from({ length: this.#lanes }, (_, lane) => ({
      queue: members.filter(([m]) => m % this.#lanes === lane),
      async run([m, member]: readonly [number, Member]) {
        answers[m] = (await Promise.allSettled([ask(member)]))[0];
      },
    })));
    return answers.map((answer) => {
      if (answer.status === "rejected") throw answer.reason;
      return answer.value;
    });
  }
}

/** Trains members here, one after the other. */
export class LocalTrainers extends MemberTrainers {
  /** Makes members ready, each for its first epoch or for the one after its checkpoint. */
  constructor(
    data: FoldedData,
    plans: readonly MemberPlan[],
    training: MemberTraining,
    engine: Engine,
    resume?: readonly Checkpoint[],
  ) {
    super(plans.map((plan, m) => new MemberTrainer(data, plan, training, engine, resume?.[m])));
  }
}

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

/** What is called while a round is trained. */
interface AdvanceOptions {
  /** Called when a member is done, had stopped before, or does not learn. */
  readonly onMember?: (() => void) | undefined;
  /** Aborted to cut the round off. */
  readonly signal?: AbortSignal | undefined;
}

/** What a member answers that is not asked. */
const NONE = { status: "fulfilled", value: undefined } as const;

/** Trains members on several lanes; with `n` of them the first has the members 0, n, 2n … */
export class MemberTrainers {
  readonly #members: readonly Member[];
  /** How many members are trained at the same time. */
  readonly lanes: number;

  constructor(members: readonly Member[], lanes = 1) {
    this.#members = members;
    this.lanes = lanes;
  }

  /**
   * Trains a round: an epoch of each member that learns and has not stopped.
   * @param learns of each member; of all if left out
   * @returns of each member; `undefined` of those that had stopped before
   * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
   */
  async advance(
    learns?: readonly boolean[],
    { onMember, signal }: AdvanceOptions = {},
  ): Promise<(MemberEpoch | undefined)[]> {
    for (const learn of learns ?? []) if (!learn) onMember?.();
    return await this.#all(async (member) => {
      signal?.throwIfAborted();
      const epoch = await member.advance(signal);
      onMember?.();
      await yieldToEventLoop(signal);
      return epoch;
    }, learns);
  }

  /**
   * What each member that learns has to remember to continue after a round.
   * @param round the last one, or the one before if the last was cut off
   */
  checkpoints(
    round: number,
    learns?: readonly boolean[],
  ): Promise<(Checkpoint | undefined)[]> {
    return this.#all(async (member) => await member.checkpoint(round), learns);
  }

  /** The answers of the best epoch until a round of each member that learns to its fold. */
  bestOutputs(
    round: number,
    learns?: readonly boolean[],
  ): Promise<(Float32Array | undefined)[]> {
    return this.#all(async (member) => await member.bestOutputs(round), learns);
  }

  /** What the last epoch of each member that learns came to, see {@linkcode MemberTrainer.lastEpoch}. */
  lastEpochs(learns?: readonly boolean[]): Promise<(LastEpoch | undefined)[]> {
    return this.#all(async (member) => await member.lastEpoch(), learns);
  }

  /**
   * Asks the members that learn.
   * @throws {unknown} the error of the first member that has one, so that it is the same with any number of lanes
   */
  async #all<T>(
    ask: (member: Member) => Promise<T>,
    learns?: readonly boolean[],
  ): Promise<(T | undefined)[]> {
    const answers: PromiseSettledResult<T | undefined>[] = this.#members.map(() => NONE);
    const members = [...this.#members.entries()].filter(([m]) => learns?.[m] ?? true);
    await drive(Array.from({ length: this.lanes }, (_, lane) => ({
      queue: members.filter(([m]) => m % this.lanes === lane),
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
    resume?: readonly (Checkpoint | undefined)[],
  ) {
    super(plans.map((plan, m) => new MemberTrainer(data, plan, training, engine, resume?.[m])));
  }
}

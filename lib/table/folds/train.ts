/** The training of an ensemble over folds, round by round. @module */

import { type Engine, NUMERICS } from "../../engine/engine.ts";
import type { RecordedAnswers } from "../../ensemble/recorded.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import { assembleFolds, candidatesIn } from "./assemble.ts";
import type { FoldCheckpoint } from "./checkpoint.ts";
import type { Checkpoint } from "../../train/checkpoint.ts";
import { createSchedule, endsEarly } from "../../train/schedules.ts";
import { type FoldedData, memberNetwork, type MemberPlan } from "./members.ts";
import { type MemberEpochs, type Round, Rounds, waitingIn } from "./rounds.ts";
import type { MemberTraining } from "./member_trainer.ts";
import type { MemberTrainers } from "./member_trainers.ts";

/** What is trained, and by what. */
export interface FoldTrainingOptions {
  readonly data: FoldedData;
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  readonly engine: Engine;
  /** What trains the members. */
  readonly trainers: MemberTrainers;
  /** The linear models, where they are solved. */
  readonly linear: FoldFamily | undefined;
  /** The rows by which rounds are judged. Default: all of the data */
  readonly judged?: Pick<FoldedData, "training" | "folds">;
}

/** How far members are trained, and what is called meanwhile. */
export interface RoundsOptions {
  /** How many rounds there are, at most. */
  readonly epochs: number;
  /** Aborted to cut off the round that is trained. */
  readonly signal?: AbortSignal | undefined;
  /** Called before a round. */
  readonly onRound?: ((number: number) => void) | undefined;
  /** Called in every round when a member is done with it, or had stopped before. */
  readonly onMember?: ((done: number) => void) | undefined;
}

/**
 * A checkpoint without members that learn too early: those that waited begin again where members of the first fold have not
 * ended, since these have more epochs now, and may end otherwise.
 */
export function resumable(
  checkpoint: FoldCheckpoint,
  plans: readonly MemberPlan[],
  { options }: MemberTraining,
): FoldCheckpoint {
  const schedule = createSchedule(options.schedule ?? "constant");
  const hasEnded = (member: Checkpoint | undefined) =>
    member !== undefined &&
    (member.epoch >= options.epochs || endsEarly(member.history, { ...options, schedule }));
  const undecided = waitingIn(plans).flatMap(({ members, pilots }) =>
    pilots.every((m) => hasEnded(checkpoint.members[m])) ? [] : members
  );
  const members = checkpoint.members.map((member, m) => undecided.includes(m) ? undefined : member);
  return { ...checkpoint, members };
}

/** Members that learn round by round, wherever they are trained. */
export class FoldTraining {
  readonly #options: FoldTrainingOptions;
  readonly #rounds: Rounds;
  /** How many rounds are whole. */
  #whole = 0;
  /** Whether each member learns, or waits. */
  #learns: readonly boolean[];

  /** Begins before the first round. */
  constructor(options: FoldTrainingOptions) {
    const { data, plans, training, engine, judged = data } = options;
    const like = memberNetwork(plans[0]!, data, training.network, engine);
    like.classNames = data.training.classNames;
    this.#options = options;
    this.#rounds = new Rounds(judged, plans, like);
    this.#learns = plans.map(({ waits = false }) => !waits);
  }

  /** Goes on after some rounds, which the trainers go on after too, by the same {@linkcode resumable} members. */
  async restore({ epoch, members }: FoldCheckpoint): Promise<void> {
    this.#whole = epoch;
    this.#learns = members.map((member) => member !== undefined);
    this.#rounds.restore(epoch, await this.#options.trainers.bestOutputs(epoch, this.#learns));
  }

  /**
   * Trains round after round, until all members have stopped or all epochs are trained.
   * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
   * @throws {unknown} the signal's reason, if it is aborted
   */
  async *rounds(
    { epochs: most, signal, onRound, onMember }: RoundsOptions,
  ): AsyncGenerator<Round & { readonly hasStopped: boolean }, void, void> {
    const { trainers, training } = this.#options;
    while (this.#whole < most) {
      const number = this.#whole + 1;
      onRound?.(number);
      let done = 0;
      const onDone = () => onMember?.(++done);
      const epochs = await trainers.advance(this.#learns, { onMember: onDone, signal });
      if (epochs.every((epoch) => epoch === undefined)) return; // a resumed run that had ended
      const late = new Set(this.#rounds.toLearn(epochs, training.options.epochs));
      const isLate = this.#learns.map((_, m) => late.has(m));
      const caughtUp: MemberEpochs[] = [];
      while (late.size > 0 && caughtUp.length < number) {
        caughtUp.push(await trainers.advance(isLate, { signal }));
      }
      this.#whole = number;
      this.#learns = this.#learns.map((learns, m) => learns || late.has(m));
      const round = this.#rounds.add(epochs);
      for (const some of caughtUp) this.#rounds.catchUp(some);
      const hasStopped = [...epochs, ...caughtUp.at(-1) ?? []].every((epoch) =>
        epoch === undefined || epoch.hasStopped
      );
      yield { ...round, hasStopped };
      if (hasStopped) return;
    }
  }

  /** What has to be remembered to go on after the last whole round. */
  async checkpoint(): Promise<FoldCheckpoint> {
    const members = await this.#options.trainers.checkpoints(this.#whole, this.#learns);
    return { numerics: NUMERICS, epoch: this.#whole, members };
  }

  /**
   * The ensemble of each member's best epoch until a round.
   * @param round the last whole one
   * @throws {Error} if training has gone on
   */
  async ensemble(round: number = this.#whole): Promise<FoldEnsemble> {
    if (this.#whole > round) {
      throw new Error(`Cannot take the ensemble of round ${round}: training has gone on`);
    }
    const { members: checkpoints } = await this.checkpoint();
    const outputs = this.#rounds.bestOutputs;
    return assembleFolds({ ...this.#options, checkpoints, outputs }, this.#options.engine);
  }

  /** The last whole round, computed again of the parameters that are there; its cost and rate are not in them. */
  async lastRound(): Promise<Pick<Round, "validation" | "members">> {
    const { plans, trainers } = this.#options;
    const epochs = await trainers.lastEpochs(this.#learns);
    const late = waitingIn(plans).flatMap(({ members, pilots }) =>
      pilots.some((m) => epochs[m]!.number === this.#whole) ? members : []
    );
    const whole = (m: number) => !late.includes(m);
    this.#rounds.restore(
      this.#whole - 1,
      this.#rounds.bestOutputs.map((outputs, m) => whole(m) ? outputs : undefined),
    );
    return this.#rounds.add(
      epochs.map((last, m) =>
        last === undefined || last.number < this.#whole || !whole(m)
          ? undefined
          : { ...last, learningRate: NaN, train: { cost: NaN } }
      ),
    );
  }

  /** What the members of this ensemble have answered to the rows that they did not learn from. */
  outOfFold(ensemble: FoldEnsemble): RecordedAnswers {
    const { plans, data: { training, folds } } = this.#options;
    const outputs = this.#rounds.bestOutputs;
    return ensemble.outOfFold(
      training,
      folds,
      candidatesIn(ensemble, plans).map((m) => outputs[m]!),
    );
  }
}

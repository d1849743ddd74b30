/** The training of an ensemble over folds, round by round. @module */

import { type Engine, NUMERICS } from "../../engine/engine.ts";
import type { RecordedAnswers } from "../../ensemble/recorded.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import { assembleFolds, candidatesIn } from "./assemble.ts";
import type { FoldCheckpoint } from "../../train/fold_checkpoint.ts";
import { groupBy } from "../../checks/group_by.ts";
import { argmax } from "../../numerics/argmax.ts";
import { createSchedule, endsEarly } from "../../train/schedules.ts";
import type { InputEncoding } from "../encode/input_encoding.ts";
import { type FoldedData, memberNetwork, type MemberPlan, memberRows } from "./members.ts";
import { groupsOf, type Measure, type MemberEpochs, type Round, Rounds } from "./rounds.ts";
import type { MemberTraining } from "./member_trainer.ts";
import type { MemberTrainers } from "./member_trainers.ts";

const { abs, max } = Math;

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
  /** What rounds are measured by besides. */
  readonly measure?: Measure | undefined;
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

/** After this epoch of the first weight decay it is chosen on which fold the other one is tried: before, costs are mostly chance. */
const CHOSEN_AFTER = 8;

/** A weight decay is tried on all folds if on one of them the best score is better by this share: less may be chance. */
const LEAST_GAIN = 0.02;

/**
 * Which members learn, by their scores so far. By the second recipe those of a family's other weight decay wait.
 * First the one learns whose fold costs most by the first weight decay: costs of quantities differ much between folds, and that
 * one decides the mean. When it has ended, and that of the first weight decay too, the others learn if it is better.
 * @param histories the scores of each member's epochs
 * @param hasEnded whether a member with these scores trains no further
 */
export function learning(
  plans: readonly MemberPlan[],
  histories: readonly (readonly number[])[],
  hasEnded: (history: readonly number[]) => boolean,
): boolean[] {
  const learns = plans.map(({ waits = false }) => !waits);
  const byFamily = groupBy(groupsOf(plans), ({ family }) => family.name);
  for (const [first, ...others] of byFamily.values()) {
    const leaders = first!.members.map((m) => histories[m]!);
    if (leaders.some((scores) => scores.length < CHOSEN_AFTER && !hasEnded(scores))) continue;
    const k = argmax(leaders.map((scores) => -best(scores.slice(0, CHOSEN_AFTER))));
    for (const { members } of others) {
      if (!plans[members[0]!]!.waits) continue;
      learns[members[k]!] = true;
      const [scores, least] = [histories[members[k]!]!, best(leaders[k]!)];
      if (scores.length === 0 || ![scores, leaders[k]!].every(hasEnded)) continue;
      if (best(scores) <= least + LEAST_GAIN * abs(least)) continue;
      for (const m of members) learns[m] = true;
    }
  }
  return learns;
}

/** Whether a member with these scores trains no further. */
export function endOf({ options }: MemberTraining): (history: readonly number[]) => boolean {
  const schedule = createSchedule(options.schedule ?? "constant");
  return (history) =>
    history.length >= options.epochs || endsEarly(history, { ...options, schedule });
}

function best(scores: readonly number[]): number {
  return scores.reduce((a, b) => max(a, b), -Infinity);
}

/**
 * A checkpoint without members that began at the end of fewer epochs: with more of them those that they waited for have not
 * ended yet.
 */
export function resumable(
  checkpoint: FoldCheckpoint,
  plans: readonly MemberPlan[],
  training: MemberTraining,
): FoldCheckpoint {
  const histories = plans.map((_, m) => checkpoint.members[m]?.history ?? []);
  const learns = learning(plans, histories, endOf(training));
  const members = checkpoint.members.map((member, m) => learns[m] === false ? undefined : member);
  return { ...checkpoint, members };
}

/** Members that learn round by round, wherever they are trained. */
export class FoldTraining {
  readonly #options: FoldTrainingOptions;
  readonly #rounds: Rounds;
  /** How many rounds are whole. */
  #whole = 0;
  readonly #encodings: InputEncoding[] = [];
  /** Whether each member learns, or waits. */
  #learns: readonly boolean[];
  /** The scores of each member's epochs. */
  #histories: readonly (readonly number[])[];

  /** Begins before the first round. */
  constructor(options: FoldTrainingOptions) {
    const { data, plans, training, engine, judged = data, measure } = options;
    const like = memberNetwork(plans[0]!, data, training.network, engine);
    like.classNames = data.training.classNames;
    this.#options = options;
    this.#rounds = new Rounds(judged, plans, like, measure);
    this.#learns = plans.map(({ waits = false }) => !waits);
    this.#histories = plans.map(() => []);
  }

  /** Continues after some rounds, which the trainers go on after too, by the same {@linkcode resumable} members. */
  async restore({ epoch, members }: FoldCheckpoint): Promise<void> {
    this.#whole = epoch;
    this.#learns = members.map((member) => member !== undefined);
    this.#histories = members.map((member) => member?.history ?? []);
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
    const { plans, trainers, training } = this.#options;
    const hasEnded = endOf(training);
    while (this.#whole < most) {
      const number = this.#whole + 1;
      onRound?.(number);
      let done = 0;
      const onDone = () => onMember?.(++done);
      const epochs = await trainers.advance(this.#learns, { onMember: onDone, signal });
      if (epochs.every((epoch) => epoch === undefined)) return; // a resumed run that had ended
      const caughtUp: MemberEpochs[] = [];
      let [learns, histories] = [this.#learns, longer(this.#histories, epochs)];
      while (true) {
        const next = learning(plans, histories, hasEnded);
        const isLate = next.map((learn, m) => learn && !learns[m]);
        if (!isLate.includes(true)) break;
        for (let k = 0; k < number; k++) {
          caughtUp.push(
            await trainers.advance(isLate, { signal, onMember: () => onMember?.(done) }),
          );
          histories = longer(histories, caughtUp.at(-1)!);
        }
        learns = next;
      }
      [this.#whole, this.#learns, this.#histories] = [number, learns, histories];
      const round = this.#rounds.add(epochs);
      for (const some of caughtUp) this.#rounds.catchUp(some);
      const hasStopped = plans.every((_, m) =>
        [epochs, ...caughtUp].findLast((some) => some[m])?.[m]?.hasStopped ?? true
      );
      yield { ...round, hasStopped };
      if (hasStopped) return;
    }
  }

  /** The scores of each member's epochs so far. */
  get histories(): readonly (readonly number[])[] {
    return this.#histories;
  }

  /** Whether each member learns, or waits for others. */
  get learns(): readonly boolean[] {
    return this.#learns;
  }

  /** What has to be remembered to continue after the last whole round. */
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
    const encodingOf = (m: number) => this.#encodingOf(m);
    const trained = { ...this.#options, checkpoints, outputs, encodingOf };
    return assembleFolds(trained, this.#options.engine);
  }

  /** The encoding of a member, which is the same in all rounds. */
  #encodingOf(m: number): InputEncoding {
    const { data, plans } = this.#options;
    return this.#encodings[m] ??= memberRows(data, plans[m]!).encoding;
  }

  /** The last whole round, computed again of the parameters that are there; its cost and rate are not in them. */
  async lastRound(): Promise<Pick<Round, "validation" | "members">> {
    const { plans, trainers, training } = this.#options;
    const epochs = await trainers.lastEpochs(this.#learns);
    const before = this.#histories.map((history) => history.slice(0, this.#whole - 1));
    const learned = learning(plans, before, endOf(training));
    const whole = (m: number) => learned[m]; // others have caught up in this round, and count from the next one on
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

/** The histories with the scores of these epochs. */
function longer(
  histories: readonly (readonly number[])[],
  epochs: MemberEpochs,
): (readonly number[])[] {
  return histories.map((history, m) =>
    epochs[m] === undefined ? history : [...history, epochs[m].score]
  );
}

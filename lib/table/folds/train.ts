/** The training of an ensemble over folds, round by round. @module */

import { type Engine, NUMERICS } from "../../engine/engine.ts";
import type { RecordedAnswers } from "../../ensemble/recorded.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import { assembleFolds, candidatesIn } from "./assemble.ts";
import type { FoldCheckpoint } from "./checkpoint.ts";
import { type FoldedData, memberNetwork, type MemberPlan } from "./members.ts";
import { type Measure, type Round, Rounds } from "./rounds.ts";
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

/** Members that learn round by round, wherever they are trained. */
export class FoldTraining {
  readonly #options: FoldTrainingOptions;
  readonly #rounds: Rounds;
  /** How many rounds are whole. */
  #whole = 0;

  /** Begins before the first round. */
  constructor(options: FoldTrainingOptions) {
    const { data, plans, training, engine, judged = data, measure } = options;
    const like = memberNetwork(plans[0]!, data, training.network, engine);
    like.classNames = data.training.classNames;
    this.#options = options;
    this.#rounds = new Rounds(judged, plans, like, measure);
  }

  /** Goes on after some rounds, which the trainers go on after too. */
  async restore(whole: number): Promise<void> {
    this.#whole = whole;
    this.#rounds.restore(whole, await this.#options.trainers.bestOutputs(whole));
  }

  /**
   * Trains round after round, until all members have stopped or all epochs are trained.
   * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
   * @throws {unknown} the signal's reason, if it is aborted
   */
  async *rounds(
    { epochs: most, signal, onRound, onMember }: RoundsOptions,
  ): AsyncGenerator<Round & { readonly hasStopped: boolean }, void, void> {
    while (this.#whole < most) {
      onRound?.(this.#whole + 1);
      let done = 0;
      const epochs = await this.#options.trainers.advance(() => onMember?.(++done), signal);
      if (epochs.every((epoch) => epoch === undefined)) return; // a resumed run that had ended
      this.#whole++;
      const hasStopped = epochs.every((epoch) => epoch === undefined || epoch.hasStopped);
      yield { ...this.#rounds.add(epochs), hasStopped };
      if (hasStopped) return;
    }
  }

  /** What has to be remembered to go on after the last whole round. */
  async checkpoint(): Promise<FoldCheckpoint> {
    const members = await this.#options.trainers.checkpoints(this.#whole);
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
    const epochs = await this.#options.trainers.lastEpochs();
    this.#rounds.restore(this.#whole - 1, this.#rounds.bestOutputs);
    return this.#rounds.add(
      epochs.map((last) =>
        last.number < this.#whole ? undefined : { ...last, learningRate: NaN, train: { cost: NaN } }
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

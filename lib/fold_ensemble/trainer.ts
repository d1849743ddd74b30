/** Trains one member of an ensemble over folds, an epoch at a time. @module */

import type { Engine } from "../engine/engine.ts";
import type { Evaluation } from "../evaluate.ts";
import type { OptimizerOptions } from "../network/optimizers.ts";
import type { TrainOptions } from "../options.ts";
import { type Checkpoint, takeCheckpoint } from "../train/checkpoint.ts";
import { type EpochTraining, trainEpoch } from "../train/epoch.ts";
import { evaluateYielding } from "../train/event_loop.ts";
import { beginRun, finishEpoch, hasEnded, type TrainingRun } from "../train/run.ts";
import {
  type FoldedData,
  memberData,
  memberNetwork,
  type MemberOptions,
  type MemberPlan,
} from "./members.ts";

/** What an epoch of a member came to. */
export interface MemberEpoch extends EpochTraining {
  /** Counted from 1. */
  readonly number: number;
  /** How good it is on the fold that it does not learn from. */
  readonly validation: Evaluation;
}

/** How members are trained; the weight decay is that of each. */
export interface MemberTraining {
  readonly network: MemberOptions;
  readonly options: Omit<TrainOptions, "optimizer" | "validation" | "test" | "resume" | "seed"> & {
    readonly optimizer: OptimizerOptions;
  };
}

/** A member that is being trained. */
export class MemberTrainer {
  readonly #run: TrainingRun;
  readonly #validation: ReturnType<typeof memberData>["validation"];

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
    const { training, validation } = memberData(data, plan);
    const { weightDecay, seed, family } = plan;
    this.#validation = validation;
    this.#run = beginRun(memberNetwork(plan, data, functions, engine), training, {
      ...options,
      ...family.hidden.length === 0 && { dropout: null },
      optimizer: { ...options.optimizer, weightDecay },
      ...{ seed, validation, keep: "best" },
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
   */
  async advance(): Promise<MemberEpoch | undefined> {
    if (this.isDone) return undefined;
    const run = this.#run;
    const { network, state, options: { signal } } = run;
    const number = state.epoch + 1;
    const trained = await trainEpoch(run, number);
    const validation = await evaluateYielding(network, this.#validation, signal);
    finishEpoch(run, { number, ...trained, validation, checkpoint: () => takeCheckpoint(state) });
    return { number, ...trained, validation };
  }

  /** A copy of what it has to remember to go on from its last epoch. */
  checkpoint(): Checkpoint {
    return takeCheckpoint(this.#run.state);
  }
}

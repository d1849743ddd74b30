/** Trains all members of an ensemble over folds here, round by round. @module */

import type { Engine } from "../../engine/engine.ts";
import type { FoldEnsemble } from "./fold_ensemble.ts";
import { assembleFolds } from "./assemble.ts";
import { type Candidates, solveLinearFamily } from "./linear.ts";
import { type FoldedData, memberNetwork } from "./members.ts";
import { type Round, Rounds } from "./rounds.ts";
import type { MemberTraining } from "./member_trainer.ts";
import { LocalTrainers } from "./member_trainers.ts";

/** What is trained, and how. */
export interface RoundsOptions extends Candidates {
  readonly data: FoldedData;
  readonly training: MemberTraining;
  readonly engine: Engine;
  /** Called in every round when a member is done with it, or had stopped before. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A round, and the ensemble as it is then. */
export interface TrainedRound extends Round {
  /** Whether it is the last one. */
  readonly isLast: boolean;
  /**
   * The ensemble of each member's best epoch so far. It is there until the next round is whole.
   * @throws {Error} if training has gone on
   */
  ensemble(): Promise<FoldEnsemble>;
}

/**
 * Trains members until all have stopped. Nothing is trained before the first round is asked for.
 * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
 */
export async function* trainRounds(
  { data, plans, linear: linearPlans, training, engine, onProgress }: RoundsOptions,
): AsyncGenerator<TrainedRound, void, void> {
  const like = memberNetwork(plans[0]!, data, training.network, engine);
  like.classNames = data.training.classNames;
  const { signal } = training.options;
  const linear = await solveLinearFamily({ data, plans: linearPlans, training, engine, signal });
  const trainers = new LocalTrainers(data, plans, training, engine);
  const rounds = new Rounds(data, plans, like);
  let whole = 0;
  let isLast = false;
  while (!isLast) {
    let done = 0;
    const epochs = await trainers.advance(() => onProgress?.(++done, plans.length));
    const number = ++whole;
    isLast = number >= training.options.epochs ||
      epochs.every((epoch) => epoch === undefined || epoch.hasStopped);
    yield {
      ...rounds.add(epochs),
      isLast,
      async ensemble() {
        if (whole > number) {
          throw new Error(`Cannot take the ensemble of round ${number}: training has gone on`);
        }
        const checkpoints = await trainers.checkpoints(number);
        const outputs = await trainers.bestOutputs(number);
        return assembleFolds({ data, plans, training, checkpoints, outputs, linear }, engine);
      },
    };
  }
}

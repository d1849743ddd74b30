/** Trains the members of the first folds alone, to compare configs by the rows of these folds. @module */

import type { Config } from "../../lib/config/mod.ts";
import { firstFolds, type Round } from "../../lib/table/folds/mod.ts";
import { openEngine } from "../run/open_engine.ts";
import { foldPlansOf, FoldTraining, type OpenFoldedData } from "./fold_training.ts";

interface SomeFoldsOptions {
  /** How many folds are trained: the first ones, of the first repeat. */
  readonly count: number;
  /** The name of the engine. */
  readonly engine: string;
  /** How many threads train. */
  readonly workers: number;
  /** Aborted to give up: nothing is kept. */
  readonly signal: AbortSignal;
  /** Called after every round. */
  readonly onRound: (number: number) => void;
}

/**
 * Trains members that are those of a whole run, byte for byte, until all have stopped. The linear ones are left out, which
 * no answer of a whole run is mixed from.
 * @returns the last round
 * @throws {DivergenceError} if the cost or the parameters of a member are no longer finite numbers
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function trainSomeFolds(
  config: Config,
  { folded }: OpenFoldedData,
  { count, engine: name, workers, signal, onRound }: SomeFoldsOptions,
): Promise<Round> {
  using engine = openEngine(name, 1, () => {});
  const { plans: all, ...others } = foldPlansOf(config, folded, engine);
  const plans = all.filter(({ family, fold, repeat }) =>
    family.name !== "linear" && fold < count && repeat === 0
  );
  using members = await FoldTraining.start({ plans, ...others }, folded, {
    ...{ epochs: config.epochs, engine: name, workers, signal },
    judged: firstFolds(folded, count),
  });
  let last: Round | undefined;
  for await (const { round } of members.rounds(signal)) onRound((last = round).number);
  return last!;
}

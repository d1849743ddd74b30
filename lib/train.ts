/** Training: mini-batch stochastic gradient descent, the tutorial's `SGD` (Nielsen, chapter 1). @module */

import type { Dataset } from "./dataset.ts";
import type { Network } from "./network.ts";
import type { TrainOptions } from "./options.ts";
import { takeCheckpoint } from "./train/checkpoint.ts";
import { beginRun, endRun, type Epoch, finishEpoch, hasEnded, trainEpoch } from "./train/run.ts";
import { evaluateYielding, yieldToEventLoop } from "./train/event_loop.ts";

/** A training run: its epochs, one after the other. Read it in a loop, without awaiting it; see {@linkcode train}. */
export interface Training extends AsyncGenerator<Epoch, void, void> {
  /**
   * Throws when awaited: awaiting a generator would silently train nothing.
   * @throws {TypeError} always
   */
  then(): never;
}

/**
 * Trains a network, epoch by epoch: every epoch shuffles the data and learns from it a mini-batch at a time. Nothing is
 * trained before the first epoch is asked for, nor after the last one taken.
 *
 * A training run is a loop over its epochs, which the caller can end. {@linkcode fit} reads all of them by itself;
 * `await train(…)` is an error.
 *
 * The shuffle of an epoch depends on the seed and the epoch's number alone, and everything else that has to be known to
 * go on is in the epoch's checkpoint: a resumed run has identical results.
 * @param network is changed; it learns the names of the data's classes too, and how its features are standardized
 * @param data what to learn from; classes are matched by name if the network has names already
 * @throws {RangeError} if an option is out of range
 * @throws {TypeError} if the data does not fit the network, an option does not exist, or options do not fit each other
 * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
 *
 * @example
 * ```ts
 * import { Dataset, Network, train } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const exclusiveOr = Dataset.from({
 *   inputs: [[0, 0], [0, 1], [1, 0], [1, 1]],
 *   labels: [0, 1, 1, 0],
 * });
 * const network = new Network([2, 4, 2], { seed: 1 });
 * const options = { epochs: 1000, batchSize: 4, learningRate: 3, validation: exclusiveOr };
 * let correct = 0;
 * for await (const epoch of train(network, exclusiveOr, options)) {
 *   correct = epoch.validation!.correct!;
 * }
 * assertEquals(correct, 4);
 * ```
 */
export function train(network: Network, data: Dataset, options: TrainOptions = {}): Training {
  return Object.assign(trainEpochs(network, data, options), { then: refuseToBeAwaited });
}

function refuseToBeAwaited(): never {
  throw new TypeError(
    "Cannot await train(…), which trains while its epochs are read: " +
      "expected `for await (const epoch of train(…))`, or `await fit(…)`, which reads them all",
  );
}

async function* trainEpochs(
  network: Network,
  data: Dataset,
  given: TrainOptions,
): AsyncGenerator<Epoch, void, void> {
  const run = beginRun(network, data, given);
  const { state, options: { signal } } = run;
  let endOf = 0; // the epoch at whose end the network is; 0 while it trains
  try {
    while (!hasEnded(run)) {
      const number = state.epoch + 1;
      const epoch: Epoch = {
        number,
        ...await trainEpoch(run, number),
        checkpoint() {
          if (endOf === number) return takeCheckpoint(state);
          throw new Error(`Cannot take the checkpoint of epoch ${number}: training has gone on`);
        },
      };
      for (const split of ["validation", "test"] as const) {
        const splitData = run[split];
        if (splitData !== undefined) {
          epoch[split] = await evaluateYielding(network, splitData, signal);
        }
      }
      if (run.observe !== undefined) epoch.observed = run.observe();
      finishEpoch(run, epoch);
      endOf = number;
      yield epoch;
      endOf = 0;
      await yieldToEventLoop(signal);
    }
  } finally {
    endOf = 0;
    endRun(run);
  }
}

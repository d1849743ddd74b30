/**
 * Checkpoints: everything that a training run has to remember between two epochs, so that a run which was interrupted goes on
 * to the same bytes. It is little: random numbers come from counters, and schedules and patience are functions of the
 * accuracies so far. @module
 */

import type { WeightAverage } from "./averaging.ts";
import { describe } from "../checks/texts.ts";
import { NUMERICS } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";
import type { Network } from "../network.ts";
import type { Optimizer, OptimizerMemory } from "../network/optimizers.ts";
import { assign, copyOf, matricesOf, type Parameters, sameShapes } from "../network/parameters.ts";

/** What a training run remembers after an epoch. */
export interface Checkpoint {
  /** The version of the numerics contract during training; another version continues with other bits. */
  readonly numerics: number;
  /** How many epochs are done. */
  readonly epoch: number;
  /** The accuracy on validation data of each epoch, or less its cost if it has none; empty without validation. */
  readonly history: readonly number[];
  /** The parameters that learn. */
  readonly parameters: Parameters;
  /** How many steps the optimizer took, and its moments, each for all parameters; 0 and none in place. */
  readonly optimizer: { readonly steps: number; readonly moments: readonly Parameters[] };
  /** The average of the parameters, if there is one. */
  readonly average?: Parameters;
  /** The parameters of the best epoch so far, if they are kept; of their average if there is one. */
  readonly best?: Parameters;
}

/** A training run between two epochs. */
export interface TrainingState {
  /** What learns; between two epochs it holds the average, if there is one. */
  readonly network: Network;
  /** How it takes its steps. */
  readonly optimizer: Optimizer;
  /** The average, if there is one. */
  readonly average: WeightAverage | undefined;
  /** Whether there are validation data. */
  readonly validates: boolean;
  /** Whether the parameters of the best epoch are kept. */
  readonly keepsBest: boolean;
  /** How many epochs are done. */
  epoch: number;
  /** The accuracy on validation data of each epoch, or less its cost if it has none. */
  history: number[];
  /** The parameters of the best epoch so far. */
  best: Parameters | undefined;
}

/** The checkpoint of a run that has just ended an epoch: a copy, which further training does not change. */
export function takeCheckpoint(state: TrainingState): Checkpoint {
  const { network, optimizer, average, epoch, history, best } = state;
  const memory = (matrix: Matrix): OptimizerMemory | undefined => optimizer.memoryOf(matrix);
  const { steps, moments } = memory(network.weights[0]!) ?? { steps: 0, moments: [] };
  const moment = (k: number, matrix: Matrix): Matrix => memory(matrix)!.moments[k]!;
  return {
    numerics: NUMERICS,
    epoch,
    history: [...history],
    parameters: copyOf(average === undefined ? network : average.other),
    optimizer: {
      steps,
      moments: moments.map((_, k) =>
        copyOf({
          weights: network.weights.map((weights) => moment(k, weights)),
          biases: network.biases.map((biases) => moment(k, biases)),
        })
      ),
    },
    ...average !== undefined && { average: copyOf(network) },
    ...best !== undefined && { best }, // never changed, only replaced
  };
}

/**
 * Puts a run that has not begun where the one of the checkpoint was.
 * @throws {TypeError} if the checkpoint is none, or of another network, manner of training, optimizer or numerics
 */
export function restoreCheckpoint(state: TrainingState, checkpoint: Checkpoint): void {
  if (checkpoint?.optimizer === undefined) { // from JavaScript
    throw wrong(`it is ${describe(checkpoint)}, and parseCheckpoint makes one`);
  }
  const { network, optimizer, average, validates, keepsBest } = state;
  const { numerics, epoch, history, parameters, optimizer: { steps, moments } } = checkpoint;
  if (numerics !== NUMERICS) {
    throw wrong(`it is of version ${numerics} of the numerics, and this is ${NUMERICS}`);
  }
  const all = [parameters, ...moments, checkpoint.average, checkpoint.best];
  if (!all.every((one) => one === undefined || sameShapes(one, network))) {
    throw wrong(`its parameters do not fit a network of sizes [${network.sizes}]`);
  }
  const { name, moments: expected } = optimizer.rule;
  if (moments.length !== expected) {
    throw wrong(`it holds ${moments.length} moments and ${steps} steps, which are not "${name}"'s`);
  }
  if (history.length !== (validates ? epoch : 0)) {
    throw wrong(`it is of a run with ${validates ? "no " : ""}validation`);
  }
  if ((checkpoint.average === undefined) !== (average === undefined)) {
    throw wrong(`it is of a run with${average === undefined ? "" : "out"} averaging`);
  }
  if (keepsBest && checkpoint.best === undefined) throw wrong("it does not hold the best weights");

  assign(network, checkpoint.average ?? parameters);
  if (average !== undefined) assign(average.other, parameters);
  const momentsOf = moments.map(matricesOf);
  for (const [k, matrix] of matricesOf(network).entries()) {
    const memory = { steps, moments: momentsOf.map((moment) => moment[k]!) };
    optimizer.restore(network.engine, matrix, memory);
  }
  state.epoch = epoch;
  state.history = [...history];
  state.best = keepsBest ? checkpoint.best : undefined;
}

function wrong(what: string): TypeError {
  return new TypeError(`Cannot continue from this checkpoint: ${what}`);
}

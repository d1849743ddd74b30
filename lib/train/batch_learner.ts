/**
 * How a training run learns from one mini-batch after the other. An engine that can takes down what a batch asked of it, and
 * does the same again for the next ones; everything else goes through the network each time, to the same bits. @module
 */

import type { Dataset } from "../dataset.ts";
import {
  borrowMatrix,
  type DatasetBatch,
  gather,
  gatherKept,
  returnMatrix,
} from "../dataset/batch.ts";
import type { Recorder, Recording } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";
import { Network } from "../network.ts";
import type { Optimizer } from "../network/optimizers.ts";
import type { UpdateOptions } from "../network/options.ts";
import type { Augmentation } from "./augment.ts";
import { smoothLabels } from "./label_smoothing.ts";

/** The targets of all examples are kept in the engine's memory up to this size. */
const MAX_TARGETS_BYTES = 50_000_000;

/** How many batches of an epoch are taken down before none is: each has asked for something else than the one before. */
const MAX_RECORDINGS = 8;

/** What learns, from what, and how. */
interface Learning {
  readonly network: Network;
  readonly data: Dataset;
  readonly batch: DatasetBatch;
  /** The order in which an epoch takes the examples. */
  readonly order: Uint32Array;
  readonly update: UpdateOptions & { readonly optimizer: Optimizer; epoch: number };
  readonly labelSmoothing: number;
  readonly augmentation: Augmentation | undefined;
}

/** What a recording is of, beside the batch: numbers that its calls may depend on. */
interface Circumstances {
  readonly epoch: number;
  readonly learningRate: number;
}

/** Learns from the batches of a training run. */
export class BatchLearner {
  readonly #learning: Learning;
  readonly #recorder: Recorder | undefined;
  /** [examples, outputs] The targets of all examples, where the engine gathers them. */
  readonly #targets: Matrix | undefined;
  #recording: Recording | undefined;
  /** Whether the batch before was of the same calls, so that the next ones are. */
  #isConfirmed = false;
  #circumstances: Circumstances = { epoch: NaN, learningRate: NaN };
  #recordings = 0;

  constructor(learning: Learning) {
    this.#learning = learning;
    const recorder = this.#recorder = recorderOf(learning.network);
    if (recorder !== undefined && gathersInEngine(learning)) this.#targets = targetsOf(learning);
  }

  /** Gives back the memory that it has borrowed. */
  close(): void {
    const { network: { engine } } = this.#learning;
    if (this.#targets !== undefined) returnMatrix(engine, this.#targets);
  }

  /**
   * Learns from the examples `order[start]` to `order[end − 1]`.
   * @returns their mean cost before the step
   */
  learn(start: number, end: number, learningRate: number): number {
    const { batch: { examples }, update: { epoch } } = this.#learning;
    if (epoch !== this.#circumstances.epoch) this.#recordings = 0;
    if (this.#isOutdated(learningRate)) {
      this.#recording = undefined;
      this.#isConfirmed = false;
    }
    const recorder = this.#recorder;
    if (end - start < examples.length || recorder === undefined) {
      return this.#learnAnew(start, end, learningRate);
    }
    this.#circumstances = { epoch, learningRate };
    if (this.#isConfirmed && this.#recording!.isReady()) {
      return this.#repeat(start, end, learningRate);
    }
    if (this.#recordings >= MAX_RECORDINGS) return this.#learnAnew(start, end, learningRate);
    return this.#record(recorder, start, end, learningRate);
  }

  /** Whether what was taken down depends on a number that is another one now. */
  #isOutdated(learningRate: number): boolean {
    const { dropout, epoch, optimizer, clipNorm } = this.#learning.update;
    const before = this.#circumstances;
    return dropout !== undefined && epoch !== before.epoch ||
      optimizer.inPlace(clipNorm) && learningRate !== before.learningRate;
  }

  #learnAnew(start: number, end: number, learningRate: number): number {
    this.#gather(start, end);
    return this.#update(learningRate);
  }

  #record(recorder: Recorder, start: number, end: number, learningRate: number): number {
    this.#recordings++;
    const isGathered = this.#targets === undefined;
    if (isGathered) this.#gather(start, end);
    const { cost, recording } = recorder.record(end - start, () => {
      if (!isGathered) this.#gather(start, end);
      return this.#update(learningRate);
    });
    const before = this.#recording;
    this.#isConfirmed = recording !== undefined && before !== undefined && recording.equals(before);
    this.#recording = recording;
    return cost;
  }

  #repeat(start: number, end: number, learningRate: number): number {
    const { data: { weights }, order, update: { optimizer, clipNorm } } = this.#learning;
    if (this.#targets === undefined) this.#gather(start, end);
    const scalars = optimizer.inPlace(clipNorm) ? [] : optimizer.repeatStep(learningRate);
    return this.#recording!.repeat(order, start, weights, scalars);
  }

  #gather(start: number, end: number): void {
    const { data, batch, order, update, labelSmoothing, augmentation } = this.#learning;
    if (this.#targets !== undefined) {
      return gatherKept(batch, data, this.#targets, order, start, end);
    }
    const deformation = augmentation?.deformation(update.epoch, order, start, end);
    gather(batch, data, order, start, end, deformation);
    if (labelSmoothing > 0) smoothLabels(batch.targets, labelSmoothing);
  }

  #update(learningRate: number): number {
    const { network, batch, update } = this.#learning;
    return network.updateMiniBatch(batch, learningRate, update);
  }
}

/** Whether an engine may gather inputs without what runs in JavaScript for each batch: bytes of which many are 0. */
function gathersInEngine({ data, augmentation }: Learning): boolean {
  const { inputs, sparse, batched, size, outputs } = data;
  return augmentation === undefined && batched === undefined && sparse &&
    inputs instanceof Uint8Array && 4 * size * outputs <= MAX_TARGETS_BYTES;
}

/** What records a network's steps; none if a method of a caller's own network takes part in them. */
function recorderOf({ engine, updateMiniBatch }: Network): Recorder | undefined {
  const isOurs = updateMiniBatch === Network.prototype.updateMiniBatch;
  return isOurs ? engine.recorder?.() : undefined;
}

/** The targets of all examples, in the engine's memory. */
function targetsOf({ network: { engine }, data, labelSmoothing }: Learning): Matrix {
  const targets = borrowMatrix(engine, data.size, data.outputs);
  const all = Uint32Array.from({ length: data.size }, (_, example) => example);
  data.problem.writeTargets(data, all, data.size, targets.values);
  if (labelSmoothing > 0) smoothLabels(targets, labelSmoothing);
  return targets;
}

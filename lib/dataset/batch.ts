/** Mini-batches: an engine's memory, which only grows, filled with examples again and again. @module */

import type { Defaults } from "../checks/options.ts";
import type { Deformation, Engine } from "../engine/engine.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";
import { RandomStream, shuffle } from "../numerics/random.ts";
import type { Dataset } from "../dataset.ts";

/** Options for batches: which ones, and in which order. */
export interface BatchesOptions {
  /** The engine whose memory holds the batches, best the network's. Default: plain memory, which is copied from. */
  engine?: Engine;
  /** Whether the examples are shuffled. Default: true. */
  shuffle?: boolean;
  /** The seed of the shuffle: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  seed?: number;
  /** The number of the epoch, counted from 1; each epoch has its own shuffle. Default: 1. */
  epoch?: number;
  /** What deforms images, such as {@linkcode Augmentation}. Default: no deformation. */
  augmentation?: Deformer;
}

/** What the options are if they are left out. */
export const BATCHES_DEFAULTS = {
  engine: undefined, // plain memory
  shuffle: true,
  seed: 1,
  epoch: 1,
  augmentation: undefined,
} as const satisfies Defaults<BatchesOptions>;

/** What deforms the images of a batch. */
export interface Deformer {
  /** How to deform the examples `order[start]` to `order[end − 1]` in an epoch, for {@linkcode Engine.deform}. */
  deformation(epoch: number, order: Uint32Array, start: number, end: number): Deformation;
}

/** A mini-batch of a data set's examples. */
export interface DatasetBatch {
  /** x [batch, features] */
  readonly inputs: DataRows;
  /** y [batch, outputs], one-hot of labels */
  readonly targets: Matrix;
  /** The index of each row's example; the array may be longer. */
  readonly examples: Uint32Array;
  /** How much each row counts, if the examples have weights. */
  readonly weights: Float32Array | undefined;
  /** The engine whose memory it is in. */
  readonly engine: Engine;
}

/** Inputs that are made batch by batch, since they would take too much memory as a whole. */
export interface BatchedInputs {
  /** [features] Which inputs are joined, see {@linkcode SparseRows}; absent where none is. */
  readonly joined?: Uint8Array | undefined;
  /** Fills x of a batch with the inputs of the examples from `order[start]` on. */
  gather(batch: DatasetBatch, order: Uint32Array, start: number): void;
}

/** What batches are gathered from: a data set. */
type BatchSource =
  & Pick<Dataset, "inputs" | "features" | "sparse" | "batched" | "weights">
  & Pick<Dataset, "labels" | "targets" | "classes" | "outputs" | "problem">;

/** Allocates a batch for up to `rows` examples in the engine's memory. */
export function createBatch(data: BatchSource, rows: number, engine: Engine): DatasetBatch {
  const { features, outputs, sparse, weights, batched } = data;
  return {
    inputs: sparse
      ? engine.sparseRows(rows, features, batched?.joined)
      : engine.denseRows(rows, features),
    targets: engine.matrix(rows, outputs),
    examples: new Uint32Array(rows),
    weights: weights && new Float32Array(rows),
    engine,
  };
}

/**
 * Fills `order` [examples] with the order in which an epoch takes the examples.
 * @param epoch counted from 1: the next one's order is another
 */
export function shuffleExamples(order: Uint32Array, seed: number, epoch: number): void {
  for (let k = 0; k < order.length; k++) order[k] = k;
  shuffle(order, new RandomStream(seed, "shuffle", epoch));
}

/**
 * Fills a batch with the examples `order[start]` to `order[end − 1]`, for which it has room.
 * @param deformation of just these, see {@linkcode Augmentation}. Default: they stay as they are
 */
export function gather(
  batch: DatasetBatch,
  data: BatchSource,
  order: Uint32Array,
  start: number,
  end: number,
  deformation?: Deformation,
): void {
  const { engine, inputs, targets, examples } = batch;
  const rows = takeExamples(batch, data, order, start, end);
  data.problem.writeTargets(data, examples, rows, targets.values);
  if (data.batched !== undefined) data.batched.gather(batch, order, start);
  else if (deformation === undefined) engine.gather(inputs, data.inputs, order, start);
  else engine.deform(inputs, data.inputs, order, start, deformation);
}

/**
 * Fills a batch as {@linkcode gather} does, with targets that were made before.
 * @param kept [examples, outputs] the targets of all examples, in the engine's memory
 */
export function gatherKept(
  batch: DatasetBatch,
  data: BatchSource,
  kept: Matrix,
  order: Uint32Array,
  start: number,
  end: number,
): void {
  takeExamples(batch, data, order, start, end);
  batch.engine.gatherRows(batch.targets, kept, order, start);
  batch.engine.gather(batch.inputs, data.inputs, order, start);
}

/** Takes down which examples a batch has, and their weights; returns how many there are. */
function takeExamples(
  { inputs, targets, examples, weights }: DatasetBatch,
  data: BatchSource,
  order: Uint32Array,
  start: number,
  end: number,
): number {
  const rows = inputs.rows = targets.rows = end - start;
  for (let r = 0; r < rows; r++) {
    const example = examples[r] = order[start + r]!;
    if (weights !== undefined) weights[r] = data.weights?.[example] ?? 1;
  }
  return rows;
}

/** Matrices that are not in use, by the engine whose memory they are in. */
const freeMatrices = new WeakMap<Engine, Matrix[]>();

/** A matrix of an engine: one of this shape that was given back, or a new one. */
export function borrowMatrix(engine: Engine, rows: number, columns: number): Matrix {
  const matrices = freeMatrices.get(engine) ?? [];
  const index = matrices.findIndex((matrix) => matrix.rows === rows && matrix.columns === columns);
  return index === -1 ? engine.matrix(rows, columns) : matrices.splice(index, 1)[0]!;
}

/** Gives a matrix back, to be borrowed again. */
export function returnMatrix(engine: Engine, matrix: Matrix): void {
  freeMatrices.set(engine, [...freeMatrices.get(engine) ?? [], matrix]);
}

/** Batches that are not in use, by the engine whose memory they are in. */
const free = new WeakMap<Engine, DatasetBatch[]>();

/** A batch for up to `rows` examples: one that was given back, or a new one. */
export function borrowBatch(data: BatchSource, rows: number, engine: Engine): DatasetBatch {
  const batches = free.get(engine) ?? [];
  const joined = data.batched?.joined;
  const index = batches.findIndex(({ inputs, targets, examples, weights }) =>
    examples.length === rows && inputs.columns === data.features &&
    (inputs.kind === "sparse" ? data.sparse && inputs.joined === joined : !data.sparse) &&
    targets.columns === data.outputs &&
    (weights === undefined) === (data.weights === undefined)
  );
  return index === -1 ? createBatch(data, rows, engine) : batches.splice(index, 1)[0]!;
}

/** Gives a batch back, to be borrowed again. */
export function returnBatch(batch: DatasetBatch): void {
  free.set(batch.engine, [...free.get(batch.engine) ?? [], batch]);
}

/**
 * The examples in this order, `rows` at a time, in a batch that the next one writes over. The memory is given back when the
 * loop over them ends, also by an error or `return`.
 */
export function* batchesInOrder(
  data: BatchSource,
  order: Uint32Array,
  rows: number,
  engine: Engine,
  deformationOf?: (start: number, end: number) => Deformation,
): Generator<DatasetBatch, void, void> {
  const batch = borrowBatch(data, rows, engine);
  try {
    for (let start = 0; start < order.length; start += rows) {
      const end = Math.min(start + rows, order.length);
      gather(batch, data, order, start, end, deformationOf?.(start, end));
      yield batch;
    }
  } finally {
    returnBatch(batch);
  }
}

/** How many examples go through a network at once where it does not learn; it does not change the result. */
export const EVALUATION_BATCH = 250;

/** The first `size` examples as they come, {@linkcode EVALUATION_BATCH} at a time, see {@linkcode batchesInOrder}. */
export function evaluationBatches(
  data: BatchSource,
  engine: Engine,
  size: number,
): Generator<DatasetBatch, void, void> {
  const order = Uint32Array.from({ length: size }, (_, example) => example);
  return batchesInOrder(data, order, EVALUATION_BATCH, engine);
}

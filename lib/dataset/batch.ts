/** Mini-batches, which are used again and again, since an engine's memory only grows. @module */

import type { Engine } from "../engine/engine.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";

/** A mini-batch that {@linkcode Dataset.gather} fills again and again. */
export interface DatasetBatch {
  /** x [batch, features] */
  readonly inputs: DataRows;
  /** y [batch, outputs], one-hot of labels */
  readonly targets: Matrix;
  /** The number of each row's example; there may be room for more. */
  readonly examples: Uint32Array;
  /** How much each row counts, if the examples have weights. */
  readonly weights: Float32Array | undefined;
  /** The engine whose memory it is in. */
  readonly engine: Engine;
}

/** What batches are made for: a data set. */
interface Batched {
  readonly features: number;
  readonly outputs: number;
  readonly sparse: boolean;
  readonly weights: Float32Array | undefined;
  createBatch(rows: number, engine: Engine): DatasetBatch;
  gather(batch: DatasetBatch, order: Uint32Array, start: number, end: number): void;
}

/** Those that nobody uses, by the engine whose memory they are in. */
const free = new WeakMap<Engine, DatasetBatch[]>();

/** A batch for up to `rows` examples: one that was given back, or a new one. */
export function borrowBatch(data: Batched, rows: number, engine: Engine): DatasetBatch {
  const batches = free.get(engine) ?? [];
  const place = batches.findIndex(({ inputs, targets, examples, weights }) =>
    examples.length === rows && inputs.columns === data.features &&
    (inputs.kind === "sparse") === data.sparse && targets.columns === data.outputs &&
    (weights === undefined) === (data.weights === undefined)
  );
  return place === -1 ? data.createBatch(rows, engine) : batches.splice(place, 1)[0]!;
}

/** Gives a batch back, which then is another's. */
export function returnBatch(batch: DatasetBatch): void {
  free.set(batch.engine, [...free.get(batch.engine) ?? [], batch]);
}

/**
 * The examples in this order, `rows` at a time, in a batch that the next one writes over. The memory is given back when the
 * loop over them ends, also by an error or `return`.
 *
 * @param order the number of each example
 */
export function* batchesInOrder(
  data: Batched,
  order: Uint32Array,
  rows: number,
  engine: Engine,
): Generator<DatasetBatch, void, void> {
  const batch = borrowBatch(data, rows, engine);
  try {
    for (let start = 0; start < order.length; start += rows) {
      data.gather(batch, order, start, Math.min(start + rows, order.length));
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
  data: Batched,
  engine: Engine,
  size: number,
): Generator<DatasetBatch, void, void> {
  const order = Uint32Array.from({ length: size }, (_, example) => example);
  return batchesInOrder(data, order, EVALUATION_BATCH, engine);
}

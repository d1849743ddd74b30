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

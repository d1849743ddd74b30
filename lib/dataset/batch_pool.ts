/** Batches that are used again, since an engine's memory only grows. @module */

import type { Dataset, DatasetBatch } from "../dataset.ts";
import type { Engine } from "../engine/engine.ts";

/** Those that nobody uses, by the engine whose memory they are in. */
const free = new WeakMap<Engine, DatasetBatch[]>();

/** A batch for up to `rows` examples: one that was given back, or a new one. */
export function borrowBatch(data: Dataset, rows: number, engine: Engine): DatasetBatch {
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
  const batches = free.get(batch.engine);
  if (batches === undefined) free.set(batch.engine, [batch]);
  else batches.push(batch);
}

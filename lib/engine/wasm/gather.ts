/** Batches of a data set of bytes, from its compact rows. @module */

import type { ArenaSparseRows } from "./arena.ts";
import type { Context } from "./context.ts";

/** Gathers `order[start]` and the examples after it. Each worker makes its own copy of them. */
export function gatherBatch(
  out: ArenaSparseRows,
  inputs: Uint8Array,
  order: Uint32Array,
  start: number,
  { store, kernels, begin, finish }: Context,
): void {
  const { rows, columns, addresses, copySize } = out;
  finish(); // a worker may still read the batch before, or its order
  const compact = store.compact(inputs, columns, rows);
  const examples = store.words("order", rows);
  examples.view.set(order.subarray(start, start + rows));
  const args = [examples.address, ...addresses, rows, compact.starts, compact.nonZeros] as const;
  const everywhere = copySize > 0 ? begin(Infinity) : undefined;
  if (everywhere === undefined) kernels.gatherCompact(...args);
  else everywhere("gatherCompact", args, { grain: 0, copies: [copySize] });
  out.copied = everywhere !== undefined;
}

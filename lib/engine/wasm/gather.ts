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
  const compact = store.compact(inputs, columns);
  finish(); // a worker may still read the order of the batch before
  const examples = store.words("order", rows);
  const numbers = examples.view;
  for (let r = 0; r < rows; r++) numbers[r] = order[start + r]!;
  const { starts, nonZeros } = compact;
  const args = [examples.address, ...addresses, rows, starts, nonZeros] as const;
  const everywhere = copySize > 0 ? begin(Infinity) : undefined;
  if (everywhere === undefined) kernels.gatherCompact(...args);
  else everywhere("gatherCompact", args, { grain: 0, copies: [copySize] });
  out.copied = everywhere !== undefined;
}

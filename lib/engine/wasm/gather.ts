/** Batches of a data set of bytes, from its compact rows. @module */

import type { ArenaSparseRows } from "./arena.ts";
import type { Context } from "./context.ts";
import type { BatchOrder } from "./expected.ts";
import type { Kernels } from "./kernels.ts";

/** Gathers a batch, unless these rows hold it already. Each worker makes its own copy of it. */
export function gatherBatch(out: ArenaSparseRows, batch: BatchOrder, context: Context): void {
  const { store, kernels, begin, finish } = context;
  const { gathered } = store;
  store.gathered = undefined;
  store.expected = undefined;
  if (gathered?.out === out && out.copied && isSame(gathered.batch, batch)) return;
  finish();
  const args = gatherArguments(out, batch, "order of a batch", context);
  const everywhere = out.copySize > 0 ? begin(Infinity) : undefined;
  if (everywhere === undefined) kernels.gatherCompact(...args);
  else everywhere("gatherCompact", args, { grain: 0, copies: [out.copySize] });
  out.copied = everywhere !== undefined;
}

/**
 * The arguments of the kernel that gathers a batch.
 *
 * @param purpose whose room takes the numbers of the examples
 */
export function gatherArguments(
  { addresses, columns }: ArenaSparseRows,
  { inputs, order, start, rows }: BatchOrder,
  purpose: string,
  { store }: Context,
): Parameters<Kernels["gatherCompact"]> {
  const { starts, nonZeros } = store.compact(inputs, columns);
  const examples = store.words(purpose, rows);
  const numbers = examples.view;
  for (let r = 0; r < rows; r++) numbers[r] = order[start + r]!;
  return [examples.address, ...addresses, rows, starts, nonZeros];
}

function isSame(one: BatchOrder, other: BatchOrder): boolean {
  return one.inputs === other.inputs && one.order === other.order && one.start === other.start &&
    one.rows === other.rows;
}

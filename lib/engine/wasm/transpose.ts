/** The transpose of a batch of sparse rows in a WebAssembly engine. @module */

import type { ArenaSparseRows } from "./arena.ts";
import type { Context } from "./context.ts";

/** The transpose of sparse rows. Workers that have a copy of the rows make a transpose of their own. */
export function transposeSparse(
  x: ArenaSparseRows,
  { store, kernels, begin }: Context,
): ArenaSparseRows {
  const { rows, columns, capacity, copyBytes } = x;
  const out = store.sparseRows("transposed", columns, rows, capacity.nonZeros);
  const args = [rows, ...out.addresses, ...x.addresses, columns] as const;
  const everywhere = copyBytes > 0 && out.copySize > 0 ? begin(Infinity) : undefined;
  if (everywhere === undefined) kernels.transposeSparse(...args);
  else everywhere("transposeSparse", args, { grain: 0, copies: [out.copySize, copyBytes] });
  out.copied = everywhere !== undefined;
  return out;
}

/** Sparse rows that kernels make in a WebAssembly engine: gathered, transposed, or with their zeros dropped. @module */

import type { ArenaSparseRows } from "./arena.ts";
import type { Context } from "./context.ts";
import type { Kernels } from "./kernels.ts";

/** The kernels that fill sparse rows, whose addresses are their arguments 1 to 3. */
type FillName = "gatherCompact" | "transposeSparse" | "dropZeros";

/**
 * Fills sparse rows. Every worker fills its own copy, which then is in its cache; without copies the caller works alone.
 * @param copies how many bytes the workers' copies are apart, of these rows and of those that they are made of
 */
function runOnAllWorkers<Name extends FillName>(
  out: ArenaSparseRows,
  kernel: Name,
  args: Readonly<Parameters<Kernels[Name]>>,
  copies: readonly [number, number?],
  { kernels, begin }: Context,
): void {
  const beginOnAll = copies.includes(0) ? undefined : begin(Infinity);
  if (beginOnAll !== undefined) beginOnAll(kernel, args, { grain: 0, copies });
  else (kernels[kernel] as (...numbers: readonly number[]) => void)(...args);
  out.copied = beginOnAll !== undefined;
  out.trust();
}

/** Gathers the examples from `order[start]` on, of a data set of bytes. */
export function gatherCompact(
  out: ArenaSparseRows,
  inputs: Uint8Array,
  order: Uint32Array,
  start: number,
  context: Context,
): void {
  const { rows, columns, addresses, copySize } = out;
  const { store, finish } = context;
  finish(); // a worker may still read the batch before, or its order
  const { starts, nonZeros } = store.compact(inputs, columns, rows);
  const examples = store.examples(rows);
  examples.view.set(order.subarray(start, start + rows));
  const args = [examples.address, ...addresses, rows, starts, nonZeros] as const;
  runOnAllWorkers(out, "gatherCompact", args, [copySize], context);
}

/** Fills sparse rows from the address of as many with every element stored. */
export function dropZeros(out: ArenaSparseRows, from: number, context: Context): void {
  const { rows, columns, addresses, copySize } = out;
  const args = [from, ...addresses, rows, columns, context.store.leftPackTable] as const;
  runOnAllWorkers(out, "dropZeros", args, [copySize], context);
}

/** The transpose of sparse rows. */
export function transposeSparse(x: ArenaSparseRows, context: Context): ArenaSparseRows {
  const { rows, columns, maxNonZeros, copyBytes } = x;
  const out = context.store.sparseRows("transposed", columns, rows, maxNonZeros);
  const args = [rows, ...out.addresses, ...x.addresses, columns] as const;
  runOnAllWorkers(out, "transposeSparse", args, [out.copySize, copyBytes], context);
  return out;
}

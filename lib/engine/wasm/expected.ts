/** What a WebAssembly engine is told of the batch after the one at hand. @module */

import type { ArenaSparseRows } from "./arena.ts";

/** Which examples to gather: `order[start]` and those after it, so many. */
export interface BatchOrder {
  readonly inputs: Uint8Array;
  readonly order: Uint32Array;
  readonly start: number;
  readonly rows: number;
}

/** A batch, and the rows that it goes into. */
export interface Expected {
  readonly out: ArenaSparseRows;
  readonly batch: BatchOrder;
}

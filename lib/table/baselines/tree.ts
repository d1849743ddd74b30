/** One regression tree over binned columns, as plain data. @module */

import type { BinnedColumns } from "./bins.ts";

/** How many words of 32 bits a set of bins has. */
export const SET_WORDS = 8;

/**
 * A tree. Node 0 is its root, and the two nodes that a split leads to stand side by side, after it. A row goes left if its bin
 * lies from `first` to `last`, or is in the set of the node where `first` is above `last`.
 */
export interface Tree {
  /** [nodes] The column that a node splits by; 0 of a leaf. */
  readonly columns: Uint16Array;
  /** [nodes] The first bin that goes left. */
  readonly first: Uint8Array;
  /** [nodes] The last bin that goes left. */
  readonly last: Uint8Array;
  /** [nodes, {@linkcode SET_WORDS}] A bit for each bin that goes left, the lowest first; empty if no node has a set. */
  readonly sets: Uint32Array;
  /** [nodes] The node that rows on the left go to, and the next one is that of the others; 0 in a leaf. */
  readonly left: Uint16Array;
  /** [nodes] What a leaf adds to the score; 0 of others. */
  readonly values: Float64Array;
}

/** Whether rows of a bin go left. */
export function goesLeft({ first, last, sets }: Tree, node: number, bin: number): boolean {
  if (first[node]! <= last[node]!) return bin >= first[node]! && bin <= last[node]!;
  return (sets[SET_WORDS * node + (bin >>> 5)]! >>> (bin & 31) & 1) === 1;
}

/**
 * Adds what a tree adds to the score of each row.
 * @param scores of row r at r · step + offset
 */
export function addLeaves(
  tree: Tree,
  { bins, rows: size }: Pick<BinnedColumns, "bins" | "rows">,
  rows: Uint32Array,
  scores: Float64Array,
  step = 1,
  offset = 0,
): void {
  const { columns, first, last, left, values } = tree;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    let node = 0;
    while (left[node] !== 0) {
      const bin = bins[columns[node]! * size + row]!;
      const from = first[node]!;
      const to = last[node]!;
      const isLeft = from <= to ? bin >= from && bin <= to : goesLeft(tree, node, bin);
      node = left[node]! + (isLeft ? 0 : 1);
    }
    scores[row * step + offset]! += values[node]!;
  }
}

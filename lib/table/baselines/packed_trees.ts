/** Boosted trees in a few arrays, for files and threads. @module */

import type { BoostedTrees } from "./boosted_trees.ts";
import { SET_WORDS, type Tree } from "./tree.ts";

const { max } = Math;

/** Boosted trees whose nodes are one after the other, see {@linkcode Tree}. */
export interface PackedTrees extends Omit<Tree, "sets"> {
  /** [outputs] Where scores start. */
  readonly start: Float64Array;
  /** [trees + 1] The first node of each tree, round by round, and how many nodes there are. */
  readonly roots: Uint32Array;
  /** [nodes that have a set, {@linkcode SET_WORDS}] */
  readonly sets: Uint32Array;
}

/** Puts trees into arrays. Nodes count from the root of their own tree. */
export function packTrees({ start, trees }: Pick<BoostedTrees, "start" | "trees">): PackedTrees {
  const all = trees.flat();
  const roots = new Uint32Array(all.length + 1);
  all.forEach(({ left }, t) => roots[t + 1] = roots[t]! + left.length);
  const nodes = roots[all.length]!;
  const packed = {
    start,
    roots,
    columns: new Uint16Array(nodes),
    first: new Uint8Array(nodes),
    last: new Uint8Array(nodes),
    left: new Uint16Array(nodes),
    values: new Float64Array(nodes),
  };
  const sets: number[] = [];
  for (const [t, tree] of all.entries()) {
    const root = roots[t]!;
    packed.columns.set(tree.columns, root);
    packed.first.set(tree.first, root);
    packed.last.set(tree.last, root);
    packed.left.set(tree.left, root);
    packed.values.set(tree.values, root);
    for (const node of nodesWithSets(tree)) {
      sets.push(...tree.sets.subarray(SET_WORDS * node, SET_WORDS * (node + 1)));
    }
  }
  return { ...packed, sets: Uint32Array.from(sets) };
}

/** The nodes that have a set. */
export function nodesWithSets({ first, last }: Pick<Tree, "first" | "last">): number[] {
  return Array.from(first.keys()).filter((node) => first[node]! > last[node]!);
}

/** The trees one by one. */
export function unpackTrees(
  { roots, columns, first, last, sets, left, values }: PackedTrees,
): Tree[] {
  let used = 0;
  return Array.from({ length: max(0, roots.length - 1) }, (_, t) => {
    const [root, end] = [roots[t]!, roots[t + 1]!];
    const tree = {
      columns: columns.subarray(root, end),
      first: first.subarray(root, end),
      last: last.subarray(root, end),
      left: left.subarray(root, end),
      values: values.subarray(root, end),
    };
    const nodes = nodesWithSets(tree);
    const own = new Uint32Array(nodes.length === 0 ? 0 : SET_WORDS * (end - root));
    for (const node of nodes) {
      own.set(sets.subarray(used, used += SET_WORDS), SET_WORDS * node);
    }
    return { ...tree, sets: own };
  });
}

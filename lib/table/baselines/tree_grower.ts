/** Grows trees by histograms: the sums of the derivatives of each bin (Ke et al., “LightGBM”, NIPS 2017). @module */

import { BestSplit, type SplitLimits } from "./best_split.ts";
import type { BinnedColumns } from "./bins.ts";
import { curvatureOf, type Derivatives, slopeOf } from "./derivatives.ts";
import { goesLeft, SET_WORDS, type Tree } from "./tree.ts";

/** What trees keep to. */
export interface TreeRules {
  /** How many splits lead to a leaf, at most: up to 12. */
  readonly depth: number;
  /** λ, above 0: leaves are shrunk as if rows of this second derivative asked for 0. */
  readonly lambda: number;
  /** The least sum of second derivatives of a leaf: of quantities, the fewest rows. */
  readonly minWeight: number;
}

/** The least that a split lowers the cost by: less may be rounding. */
const MIN_GAIN = 1e-9;

/** A node that is to be split, or to be a leaf. */
interface OpenNode {
  readonly node: number;
  /** How many splits lead to it. */
  readonly level: number;
  /** Where its rows begin and end. */
  readonly start: number;
  readonly end: number;
  /** The sum of their derivatives. */
  readonly sum: number;
}

/** Grows trees one after the other, in the same memory. */
export class TreeGrower {
  readonly #table: BinnedColumns;
  readonly #rules: TreeRules;
  /** Where the bins of each column begin in a histogram, and where those of the last one end. */
  readonly #starts: Uint32Array;
  /** For each level the sums of the bins of a node. */
  readonly #histograms: Float64Array[];
  /** The rows of the tree, those of a node side by side. */
  readonly #rows: Uint32Array;
  readonly #right: Uint32Array;
  /** The derivatives of the rows of a node. */
  readonly #own: Float64Array;
  readonly #best = new BestSplit();
  readonly #tree: Tree;
  #nodes = 0;
  #hasSets = false;
  #leaves: OpenNode[] = [];

  /** @param rows the most rows that a tree is grown by */
  constructor(table: BinnedColumns, rows: number, rules: TreeRules) {
    this.#table = table;
    this.#rules = rules;
    this.#starts = new Uint32Array(table.columns + 1);
    table.counts.forEach((count, c) => this.#starts[c + 1] = this.#starts[c]! + count);
    const bins = this.#starts[table.columns]!;
    this.#histograms = Array.from({ length: rules.depth }, () => new Float64Array(bins));
    this.#rows = new Uint32Array(rows);
    this.#right = new Uint32Array(rows);
    this.#own = new Float64Array(rows);
    this.#tree = emptyTree((2 << rules.depth) - 1);
  }

  /**
   * Grows the tree of leaves w that lowers Σ (g·w + ½ h·w²) + ½ λ Σ w² the most, split by split.
   * @param rows those that it learns from
   * @param columns those that it may split by, in order
   * @param rate what the leaves are multiplied by
   */
  grow(
    rows: Uint32Array,
    { packed, slopeScale, curvatureScale, noise }: Derivatives,
    columns: Uint16Array,
    rate: number,
  ): Tree {
    const { lambda, minWeight } = this.#rules;
    const limits: SplitLimits = {
      lambda: lambda * curvatureScale,
      minWeight: minWeight * curvatureScale,
      minGain: 2 * MIN_GAIN * slopeScale / curvatureScale * slopeScale,
      noise,
    };
    const [tree, histograms] = [this.#tree, this.#histograms];
    const scale = -rate * (curvatureScale / slopeScale);
    this.#rows.set(rows);
    this.#nodes = 1;
    this.#leaves = [];
    this.#hasSets = false;

    /** @param histogram of the node, where it may be split */
    const visit = (own: OpenNode, histogram: Float64Array | undefined): void => {
      if (histogram === undefined || !this.#split(histogram, columns, own.sum, limits)) {
        const slope = slopeOf(own.sum);
        tree.columns[own.node] = tree.first[own.node] = tree.last[own.node] = 0;
        tree.left[own.node] = 0;
        tree.sets.fill(0, SET_WORDS * own.node, SET_WORDS * (own.node + 1));
        tree.values[own.node] = scale * (slope / (curvatureOf(own.sum, slope) + limits.lambda));
        this.#leaves.push(own);
        return;
      }
      const [left, right] = this.#divide(own);
      const below = histograms[own.level + 1];
      if (below === undefined) {
        visit(left, undefined);
        visit(right, undefined);
        return;
      }
      const isLeftLess = left.end - left.start <= right.end - right.start;
      this.#fill(below, columns, isLeftLess ? left : right, packed);
      this.#subtract(histogram, below, columns); // which leaves that of the other one
      visit(left, isLeftLess ? below : histogram);
      visit(right, isLeftLess ? histogram : below);
    };

    let sum = 0;
    for (let k = 0; k < rows.length; k++) sum += packed[rows[k]!]!;
    const root = { node: 0, level: 0, start: 0, end: rows.length, sum };
    if (histograms.length > 0) this.#fill(histograms[0]!, columns, root, packed);
    visit(root, histograms[0]);
    return partOf(tree, this.#nodes, this.#hasSets);
  }

  /** Adds what the latest tree adds to the score of each row that it learned from: {@linkcode addLeaves} is for others. */
  addLeaves(scores: Float64Array, step: number, offset: number): void {
    for (const { node, start, end } of this.#leaves) {
      const value = this.#tree.values[node]!;
      for (let k = start; k < end; k++) scores[this.#rows[k]! * step + offset]! += value;
    }
  }

  /** Adds up the derivatives of the rows of a node by their bins. */
  #fill(
    histogram: Float64Array,
    columns: Uint16Array,
    { start, end }: OpenNode,
    packed: Float64Array,
  ): void {
    const { bins, rows: size } = this.#table;
    const [rows, own, starts] = [this.#rows, this.#own, this.#starts];
    for (let k = start; k < end; k++) own[k] = packed[rows[k]!]!;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const [from, at] = [column * size, starts[column]!];
      histogram.fill(0, at, starts[column + 1]!);
      for (let k = start; k < end; k++) histogram[at + bins[from + rows[k]!]!]! += own[k]!;
    }
  }

  #subtract(histogram: Float64Array, part: Float64Array, columns: Uint16Array): void {
    for (let c = 0; c < columns.length; c++) {
      const end = this.#starts[columns[c]! + 1]!;
      for (let k = this.#starts[columns[c]!]!; k < end; k++) histogram[k]! -= part[k]!;
    }
  }

  /** Finds the best split of a node; the first of equals. */
  #split(
    histogram: Float64Array,
    columns: Uint16Array,
    sum: number,
    limits: SplitLimits,
  ): boolean {
    const { categories, gaps } = this.#table;
    const best = this.#best;
    best.begin(sum, limits);
    if (curvatureOf(sum, slopeOf(sum)) < 2 * limits.minWeight) return false;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const [start, end] = [this.#starts[column]!, this.#starts[column + 1]!];
      if (categories?.[column]) best.tryLevels(column, histogram, start, end);
      else best.tryNumbers(column, histogram, start, end, gaps?.[column] ?? false);
    }
    return best.column !== -1;
  }

  /** Writes the best split of a node. */
  #divide({ node, level, start, end, sum }: OpenNode): [left: OpenNode, right: OpenNode] {
    const [tree, best] = [this.#tree, this.#best];
    tree.columns[node] = best.column;
    tree.first[node] = best.first;
    tree.last[node] = best.last;
    tree.values[node] = 0;
    const isSet = best.first > best.last;
    this.#hasSets ||= isSet;
    for (let k = 0; k < SET_WORDS; k++) {
      tree.sets[SET_WORDS * node + k] = isSet ? best.set[k]! : 0;
    }
    const left = tree.left[node] = this.#nodes;
    this.#nodes += 2;
    const middle = this.#partition(node, start, end);
    return [
      { node: left, level: level + 1, start, end: middle, sum: best.sum },
      { node: left + 1, level: level + 1, start: middle, end, sum: sum - best.sum },
    ];
  }

  /** Puts the rows that go left before the others, both in their order, and returns where the others begin. */
  #partition(node: number, start: number, end: number): number {
    const { bins, rows: size } = this.#table;
    const [tree, rows, others] = [this.#tree, this.#rows, this.#right];
    const from = tree.columns[node]! * size;
    const [first, last] = [tree.first[node]!, tree.last[node]!];
    let [left, right] = [start, 0];
    for (let k = start; k < end; k++) {
      const row = rows[k]!;
      const bin = bins[from + row]!;
      if (first <= last ? bin >= first && bin <= last : goesLeft(tree, node, bin)) {
        rows[left++] = row;
      } else others[right++] = row;
    }
    rows.set(others.subarray(0, right), left);
    return left;
  }
}

function emptyTree(nodes: number): Tree {
  return {
    columns: new Uint16Array(nodes),
    first: new Uint8Array(nodes),
    last: new Uint8Array(nodes),
    sets: new Uint32Array(SET_WORDS * nodes),
    left: new Uint16Array(nodes),
    values: new Float64Array(nodes),
  };
}

/** A copy of the first nodes. */
function partOf(tree: Tree, nodes: number, hasSets: boolean): Tree {
  return {
    columns: tree.columns.slice(0, nodes),
    first: tree.first.slice(0, nodes),
    last: tree.last.slice(0, nodes),
    sets: tree.sets.slice(0, hasSets ? SET_WORDS * nodes : 0),
    left: tree.left.slice(0, nodes),
    values: tree.values.slice(0, nodes),
  };
}

/**
 * One regression tree of depth 3 over binned columns, fitted to the first and second derivatives of a cost (Chen and
 * Guestrin, “XGBoost: a scalable tree boosting system”, KDD 2016). @module
 */

import type { BinnedColumns } from "./bins.ts";

/** How many splits lead to a leaf, and how many splits there are. */
const [DEPTH, NODES] = [3, 7];

/** λ: leaves are shrunk as if rows of this second derivative asked for 0. */
const LAMBDA = 1;

/** The least gain of a split: less may be rounding. */
const MIN_GAIN = 1e-9;

/** A complete tree: the children of node n are 2n + 1 and 2n + 2, and the leaves follow the nodes. */
export interface Tree {
  /** [nodes] The column that a node splits by. */
  readonly columns: Uint16Array;
  /** [nodes] Rows whose bin is at most this go left: all of them where it is 255. */
  readonly bins: Uint8Array;
  /** [nodes] 1 where the rows go left whose bin is another one. */
  readonly apart: Uint8Array;
  /** [leaves] What each leaf adds to the score. */
  readonly leaves: Float64Array;
}

/**
 * Adds what a tree adds to the score of each row.
 * @param scores of row r at r · step + offset
 */
export function addLeaves(
  { columns, bins, apart, leaves }: Tree,
  table: BinnedColumns,
  rows: Uint32Array,
  scores: Float64Array,
  step = 1,
  offset = 0,
): void {
  const cells = table.bins;
  const starts = Uint32Array.from(columns, (column) => column * table.rows);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    let node = 0;
    while (node < NODES) {
      const [bin, split] = [cells[starts[node]! + row]!, bins[node]!];
      node = 2 * node + ((apart[node] === 1 ? bin !== split : bin <= split) ? 1 : 2);
    }
    scores[row * step + offset]! += leaves[node - NODES]!;
  }
}

/** Grows trees one after the other, in the same memory. */
export class TreeGrower {
  readonly #table: BinnedColumns;
  readonly #minRows: number;
  /** Where the bins of each column begin in a histogram, and where those of the last one end. */
  readonly #starts: number[] = [0];
  /** [all rows, columns] Where the bin of each cell begins in a histogram: rows at a time are read from memory in order. */
  readonly #offsets: Uint32Array;
  /** For each level Σ g, Σ h and the number of rows of each bin. */
  readonly #histograms: Float64Array[];
  /** The training rows, those of a node side by side. */
  readonly #rows: Uint32Array;
  readonly #right: Uint32Array;

  constructor(table: BinnedColumns, rows: number, minRows: number) {
    this.#table = table;
    this.#minRows = minRows;
    for (const count of table.counts) this.#starts.push(this.#starts.at(-1)! + 3 * count);
    this.#histograms = Array.from({ length: DEPTH }, () => new Float64Array(this.#starts.at(-1)!));
    this.#rows = new Uint32Array(rows);
    this.#right = new Uint32Array(rows);
    const { columns, rows: all, bins } = table;
    this.#offsets = new Uint32Array(all * columns);
    for (let c = 0; c < columns; c++) {
      const start = this.#starts[c]!;
      for (let row = 0; row < all; row++) {
        this.#offsets[row * columns + c] = start + 3 * bins[c * all + row]!;
      }
    }
  }

  /**
   * Grows the tree of leaves w that lowers Σ (g·w + ½ h·w²) + ½ λ Σ w² the most, split by split.
   * @param g [all rows], the first derivatives, and h [all rows], the second
   * @param rate what the leaves are multiplied by
   */
  grow(training: Uint32Array, g: Float64Array, h: Float64Array, rate: number): Tree {
    const tree: Tree = {
      columns: new Uint16Array(NODES),
      bins: new Uint8Array(NODES).fill(255),
      apart: new Uint8Array(NODES),
      leaves: new Float64Array(NODES + 1),
    };
    const rows = this.#rows;
    rows.set(training);
    const visit = (node: number, level: number, start: number, end: number): void => {
      const histogram = this.#histograms[level];
      const split = histogram && this.#bestSplit(histogram);
      if (split === undefined) {
        let [gradient, curvature, leaf] = [0, LAMBDA, node];
        for (let k = start; k < end; k++) {
          gradient += g[rows[k]!]!;
          curvature += h[rows[k]!]!;
        }
        while (leaf < NODES) leaf = 2 * leaf + 1; // all rows go left
        tree.leaves[leaf - NODES] = -rate * gradient / curvature;
        return;
      }
      [tree.columns[node], tree.bins[node]] = split;
      tree.apart[node] = Number(this.#isApart(split[0]));
      const middle = this.#partition(start, end, ...split);
      const left = [2 * node + 1, level + 1, start, middle] as const;
      const right = [2 * node + 2, level + 1, middle, end] as const;
      const [smaller, larger] = middle - start <= end - middle ? [left, right] : [right, left];
      const below = this.#histograms[level + 1];
      if (below !== undefined) this.#fill(below, smaller[2], smaller[3], g, h);
      for (let k = 0; below !== undefined && k < below.length; k++) histogram![k]! -= below[k]!;
      visit(...smaller);
      below?.set(histogram!); // the rest of the parent's is the larger child's
      visit(...larger);
    };
    this.#fill(this.#histograms[0]!, 0, training.length, g, h);
    visit(0, 0, 0, training.length);
    return tree;
  }

  #fill(
    histogram: Float64Array,
    start: number,
    end: number,
    g: Float64Array,
    h: Float64Array,
  ): void {
    const { columns } = this.#table;
    const [rows, offsets] = [this.#rows, this.#offsets];
    histogram.fill(0);
    for (let k = start; k < end; k++) {
      const row = rows[k]!;
      const [gradient, curvature, last] = [g[row]!, h[row]!, (row + 1) * columns];
      for (let i = row * columns; i < last; i++) {
        const at = offsets[i]!;
        histogram[at]! += gradient;
        histogram[at + 1]! += curvature;
        histogram[at + 2]!++;
      }
    }
  }

  /** The column and bin of the split of the largest gain, the first of equals; `undefined` if none gains. */
  #bestSplit(histogram: Float64Array): [column: number, bin: number] | undefined {
    let [best, split] = [MIN_GAIN, undefined as [number, number] | undefined];
    for (let c = 0; c < this.#table.columns; c++) {
      const [start, end] = [this.#starts[c]!, this.#starts[c + 1]!];
      let [g, h, n] = [0, 0, 0];
      for (let k = start; k < end; k += 3) {
        g += histogram[k]!;
        h += histogram[k + 1]!;
        n += histogram[k + 2]!;
      }
      const isApart = this.#isApart(c);
      let [leftG, leftH, leftN] = [0, 0, 0];
      for (let k = start; k < (isApart ? end : end - 3); k += 3) {
        if (isApart) {
          leftG = g - histogram[k]!;
          leftH = h - histogram[k + 1]!;
          leftN = n - histogram[k + 2]!;
        } else {
          leftG += histogram[k]!;
          leftH += histogram[k + 1]!;
          leftN += histogram[k + 2]!;
        }
        if (leftN < this.#minRows || n - leftN < this.#minRows) continue;
        const rightG = g - leftG;
        const gain = leftG * leftG / (leftH + LAMBDA) + rightG * rightG / (h - leftH + LAMBDA) -
          g * g / (h + LAMBDA);
        if (gain > best) [best, split] = [gain, [c, (k - start) / 3]];
      }
    }
    return split;
  }

  #isApart(column: number): boolean {
    return this.#table.apart?.[column] ?? false;
  }

  /** Puts the rows that go left before the others, both in their order, and returns where the others begin. */
  #partition(start: number, end: number, column: number, bin: number): number {
    const { bins, rows } = this.#table;
    const isApart = this.#isApart(column);
    let [left, right] = [start, 0];
    for (let k = start; k < end; k++) {
      const row = this.#rows[k]!;
      const own = bins[column * rows + row]!;
      if (isApart ? own !== bin : own <= bin) this.#rows[left++] = row;
      else this.#right[right++] = row;
    }
    this.#rows.set(this.#right.subarray(0, right), left);
    return left;
  }
}

/** Boosted trees on binned features and on texts, which they see as means of the target. @module */

import { packDerivatives } from "../baselines/derivatives.ts";
import { addLeaves } from "../baselines/tree.ts";
import { TreeGrower } from "../baselines/tree_grower.ts";
import { randomOrder, Sums } from "./columns.ts";
import { type Feature, MAX_BINS } from "./features.ts";

const { floor, max, min } = Math;

/** How many trees there are, and what their leaves are multiplied by. */
const [ROUNDS, RATE] = [50, 0.2];

/** Trees of depth 3, with the fewest rows of a leaf. */
const RULES = { depth: 3, lambda: 1, minWeight: 5 };

/** How many rows of the mean of all are added to the mean of a text's level. */
const PSEUDO_ROWS = 5;

/** Rows that are learned from get the means of levels from the other three quarters. */
const QUARTERS = 4;

/** What learns from some rows and answers others. */
export class TreeLearner {
  /** How many rows there are. */
  readonly rows: number;
  /** [features, rows] Those of texts are written anew by each answer. */
  readonly bins: Uint8Array;
  readonly #features: readonly Feature[];
  readonly #quarters: Uint8Array;

  /** @param check a name for these rows and features, which decides the random numbers */
  constructor(features: readonly Feature[], rows: number, check: string) {
    this.rows = rows;
    this.bins = new Uint8Array(rows * features.length);
    features.forEach(({ bins }, c) => this.bins.set(bins, c * rows));
    this.#features = features;
    this.#quarters = new Uint8Array(rows);
    randomOrder(rows, `${check} quarters`).forEach((row, k) => this.#quarters[row] = k % QUARTERS);
  }

  /**
   * Answers rows by trees on others.
   * @param targets [columns][all rows]
   * @param answers [columns][all rows], of which the rows of `held` are written
   * @param bins [features, all rows] Default: the features as they are
   */
  answer(
    training: Uint32Array,
    held: Uint32Array,
    targets: readonly Float64Array[],
    answers: readonly Float64Array[],
    bins: Uint8Array = this.bins,
  ): void {
    const { rows } = this;
    const counts = this.#features.map(({ count }) => count);
    const table = { bins, rows, columns: counts.length, counts };
    const [g, h, scores, packed] = [0, 1, 0, 0].map((value) =>
      new Float64Array(rows).fill(value)
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const columns = Uint16Array.from(counts.keys());
    targets.forEach((column, j) => {
      this.#encodeLevels(bins, training, held, column);
      const grower = new TreeGrower(table, training.length, RULES); // it reads the bins
      scores.fill(meanOf(column, training));
      for (let round = 0; round < ROUNDS && table.columns > 0; round++) {
        for (let k = 0; k < training.length; k++) {
          const row = training[k]!;
          g[row] = scores[row]! - column[row]!;
        }
        const derivatives = packDerivatives(training, g, h, packed);
        const tree = grower.grow(training, derivatives, columns, RATE);
        grower.addLeaves(scores, 1, 0);
        addLeaves(tree, table, held, scores);
      }
      for (const row of held) answers[j]![row] = scores[row]!;
    });
  }

  /**
   * Writes the bins of texts: means of the target by level. A training row gets its mean from the three quarters of the
   * training rows that it is not in: if only the row itself were left out, the mean would give its target away.
   */
  #encodeLevels(
    bins: Uint8Array,
    training: Uint32Array,
    held: Uint32Array,
    targets: Float64Array,
  ): void {
    this.#features.forEach(({ levels }, c) => {
      if (levels === undefined) return;
      const { codes, sizes } = levels;
      const all = new Sums(sizes.length);
      const quarters = Array.from({ length: QUARTERS }, () => new Sums(sizes.length));
      for (const row of training) {
        all.add(codes[row]!, targets[row]!);
        quarters[this.#quarters[row]!]!.add(codes[row]!, targets[row]!);
      }
      const prior = PSEUDO_ROWS * all.sum / all.rows;
      const means = new Float64Array(this.rows);
      let [least, most] = [Infinity, -Infinity];
      for (const row of training) {
        const [code, own] = [codes[row]!, quarters[this.#quarters[row]!]!];
        const mean = (all.sums[code]! - own.sums[code]! + prior) /
          (all.counts[code]! - own.counts[code]! + PSEUDO_ROWS);
        means[row] = mean;
        [least, most] = [min(least, mean), max(most, mean)];
      }
      for (const row of held) {
        means[row] = (all.sums[codes[row]!]! + prior) / (all.counts[codes[row]!]! + PSEUDO_ROWS);
      }
      const scale = most > least ? (MAX_BINS - 1) / (most - least) : 0;
      for (const some of [training, held]) {
        for (const row of some) {
          bins[c * this.rows + row] = max(
            0,
            min(MAX_BINS - 1, floor(scale * (means[row]! - least))),
          );
        }
      }
    });
  }
}

/** The mean of some rows. */
export function meanOf(values: Float64Array, rows: Uint32Array): number {
  return rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
}

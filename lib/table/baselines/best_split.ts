/**
 * The best split of a node, by the sums of derivatives of each bin (Chen and Guestrin, “XGBoost: a scalable tree boosting system”,
 * KDD 2016): a child with the sums G and H has the leaf −G/(H + λ), which lowers the cost by ½ G²/(H + λ). @module
 */

import { curvatureOf, slopeOf } from "./derivatives.ts";
import { SET_WORDS } from "./tree.ts";

/** With so many levels in a node, or fewer, one of them is split off: sets of them are no more. */
const FEW_LEVELS = 3;

/** The most bins that a column has. */
const MAX_BINS = 256;

/** What a split has to keep to, in the scales of the derivatives. */
export interface SplitLimits {
  /** λ, above 0: leaves are shrunk as if rows of this second derivative asked for 0. */
  readonly lambda: number;
  /** The least sum of second derivatives of a child. */
  readonly minWeight: number;
  /** The least of G²/(H + λ) of both children, less that of their parent: less may be rounding. */
  readonly minGain: number;
  /** What G²/H comes to in the mean where nothing tells rows apart. */
  readonly noise: number;
}

/** The best split of a node so far. Which bins go left: see {@linkcode Tree}. */
export class BestSplit {
  /** −1 if no split gains. */
  column = -1;
  first = 0;
  last = 0;
  readonly set = new Uint32Array(SET_WORDS);
  /** The sum of the rows that go left. */
  sum = 0;
  #limits: SplitLimits = { lambda: 1, minWeight: 0, minGain: 0, noise: 0 };
  /** The sums of the node. */
  #all = 0;
  #slope = 0;
  #curvature = 0;
  /** G²/(H + λ) of the children, which a better split has to exceed. */
  #score = 0;
  readonly #levels = new Uint8Array(MAX_BINS);
  readonly #leaves = new Float64Array(MAX_BINS);

  /** @param sum that of the node */
  begin(sum: number, limits: SplitLimits): void {
    this.column = -1;
    this.#limits = limits;
    this.#all = sum;
    this.#slope = slopeOf(sum);
    this.#curvature = curvatureOf(sum, this.#slope);
    this.#score = this.#slope * this.#slope / (this.#curvature + limits.lambda) + limits.minGain;
  }

  /**
   * Tries the splits of a column of numbers: those below and those above. Rows without a number, in the first bin of a column
   * with gaps, go with the one or with the others, whichever is better.
   */
  tryNumbers(
    column: number,
    sums: Float64Array,
    start: number,
    end: number,
    hasGaps: boolean,
  ): void {
    this.#tryBelow(column, sums, start, start, end);
    if (hasGaps && sums[start] !== 0) this.#tryBelow(column, sums, start, start + 1, end);
  }

  #tryBelow(column: number, sums: Float64Array, start: number, from: number, end: number): void {
    const { lambda, minWeight } = this.#limits;
    const most = this.#curvature - minWeight;
    let [left, best, bestSum] = [0, -1, 0];
    for (let k = from; k < end - 1; k++) {
      if (sums[k] === 0) continue;
      left += sums[k]!;
      const g = slopeOf(left);
      const h = curvatureOf(left, g);
      if (h < minWeight) continue;
      if (h > most) break;
      if (this.#isBetter(g, h, lambda)) {
        best = k;
        bestSum = left;
      }
    }
    if (best === -1) return;
    this.column = column;
    this.first = from - start;
    this.last = best - start;
    this.sum = bestSum;
  }

  /**
   * Tries to split off one level of a category, and sets of levels: of all ways to part levels, the best one parts them in the
   * order of their leaves (Fisher, “On grouping for maximum homogeneity”, 1958; Ke et al., “LightGBM”, NIPS 2017). Noise makes
   * leaves that differ as well, and parted by their signs each level then adds 2/π of the noise to the score: a set has to be
   * better than one level or number by a whole one each. Levels that the node does not have go where most rows go.
   */
  tryLevels(column: number, sums: Float64Array, start: number, end: number): void {
    const { lambda, minWeight, noise } = this.#limits;
    const curvature = this.#curvature;
    const [levels, leaves] = [this.#levels, this.#leaves];
    let count = 0;
    for (let k = start; k < end; k++) {
      const sum = sums[k]!;
      if (sum === 0) continue;
      const g = slopeOf(sum);
      const h = curvatureOf(sum, g);
      const leaf = g / (h + lambda);
      let at = count++;
      for (; at > 0 && leaves[at - 1]! > leaf; at--) {
        leaves[at] = leaves[at - 1]!;
        levels[at] = levels[at - 1]!;
      }
      leaves[at] = leaf;
      levels[at] = k - start;
      if (h < minWeight || curvature - h < minWeight) continue;
      if (!this.#isBetter(g, h, lambda)) continue;
      this.column = column;
      this.first = this.last = k - start;
      this.sum = sum;
    }
    if (count <= FEW_LEVELS) return;
    const penalty = count * noise;
    this.#score += penalty;
    let [left, best, bestSum] = [0, 0, 0];
    for (let k = 0; k < count - 1; k++) {
      left += sums[start + levels[k]!]!;
      const g = slopeOf(left);
      const h = curvatureOf(left, g);
      if (h < minWeight || curvature - h < minWeight) continue;
      if (this.#isBetter(g, h, lambda)) [best, bestSum] = [k + 1, left];
    }
    this.#score -= penalty;
    if (best === 0) return;
    const isLess = 2 * curvatureOf(bestSum, slopeOf(bestSum)) <= curvature;
    this.set.fill(0);
    for (let k = isLess ? 0 : best; k < (isLess ? best : count); k++) {
      this.set[levels[k]! >>> 5]! |= 1 << (levels[k]! & 31);
    }
    [this.column, this.first, this.last] = [column, 1, 0];
    this.sum = isLess ? bestSum : this.#all - bestSum;
  }

  /** Whether a child with these sums, and the other one, are the best so far; their score is kept then. */
  #isBetter(g: number, h: number, lambda: number): boolean {
    const other = this.#slope - g;
    const a = h + lambda;
    const b = this.#curvature - h + lambda;
    const own = g * g * b + other * other * a;
    if (own <= this.#score * (a * b)) return false;
    this.#score = own / (a * b);
    return true;
  }
}

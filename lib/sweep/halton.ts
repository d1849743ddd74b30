/**
 * Halton's sequence: points that fill a cube evenly, however many of them there are (Halton, “On the efficiency of certain
 * quasi-random sequences of points in evaluating multi-dimensional integrals”, Numerische Mathematik 2, 1960). In many
 * dimensions its large bases go in step; so digits are permuted at random (Owen, “A randomized Halton algorithm in R”,
 * arXiv 1706.02808, 2017). @module
 */

import { RandomStream, shuffle } from "../numerics/random.ts";

/** The first random stream of the permutations; those of trials are below it. */
const FIRST_PERMUTATION_STREAM = 2147483648;

export class HaltonCoordinate {
  readonly #base: number;
  /** The permutation of each digit, the most significant first. */
  readonly #permutations: readonly Uint32Array[];

  constructor(dimension: number, seed: number) {
    this.#base = prime(dimension);
    const random = new RandomStream(seed, "sweep", FIRST_PERMUTATION_STREAM + dimension);
    const permutations: Uint32Array[] = [];
    for (let size = 1; size < 2 * TWO_TO_THE_BITS / this.#base; size *= this.#base) {
      const permutation = Uint32Array.from({ length: this.#base }, (_, digit) => digit);
      shuffle(permutation, random);
      permutations.push(permutation);
    }
    this.#permutations = permutations;
  }

  /** The coordinate of point `index`, from 0: a number in [0, 1). */
  at(index: number): number {
    let [value, unit, rest] = [0, 1, index];
    for (const permutation of this.#permutations) {
      unit /= this.#base;
      value += permutation[rest % this.#base]! * unit;
      rest = floor(rest / this.#base);
    }
    return min(value, MAX_BELOW_ONE);
  }
}

/** The prime number of an index: 2, 3, 5, … */
function prime(index: number): number {
  let found = 0;
  for (let n = 2;; n++) {
    let divisor = 2;
    while (divisor * divisor <= n && n % divisor !== 0) divisor++;
    if (divisor * divisor > n && found++ === index) return n;
  }
}

const { floor, min } = Math;
const TWO_TO_THE_BITS = 9007199254740992; // 53, as a number in [0, 1) has
const MAX_BELOW_ONE = 1 - 1 / TWO_TO_THE_BITS;

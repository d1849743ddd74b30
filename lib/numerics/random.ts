/**
 * Random numbers from a counter: Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, “Parallel random numbers:
 * as easy as 1, 2, 3”, SC 2011). A stream is a pure function of the seed, what it is for, and an index such as the
 * epoch, so that a new purpose shifts no other, nothing depends on who draws first, and there is no state to save. @module
 */

import { log } from "./elementary.ts";

/** What a stream of random numbers is for; `"data"` is for callers, for example to split their examples. */
export type Purpose =
  | "weights"
  | "biases"
  | "shuffle"
  | "dropout"
  | "affine"
  | "elastic"
  | "data"
  | "split"
  | "importance"
  | "sweep"
  | "folds"
  | "member"
  | "levels"
  | "relations"
  | "trees"
  | "crossing";

/** The number of a purpose never changes once given: it is part of every published result. */
const PURPOSES: { readonly [P in Purpose]: number } = {
  weights: 1,
  biases: 2,
  shuffle: 3,
  dropout: 4,
  affine: 16,
  elastic: 17,
  data: 64,
  split: 65,
  importance: 66,
  sweep: 67,
  folds: 68,
  member: 70,
  levels: 71,
  relations: 72,
  trees: 73,
  crossing: 74,
};

const PARITY = 0x1bd11bda;

/** Threefry-2x32-20: `out`, two words, becomes what `key` maps the counter to. */
export function threefry(
  out: Uint32Array,
  key: Uint32Array,
  counter0: number,
  counter1: number,
): void {
  let [key0, key1] = [key[0]! | 0, key[1]! | 0];
  let key2 = key0 ^ key1 ^ PARITY;
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let injection = 1; injection <= 5; injection++) { // four rounds each
    const odd = (injection & 1) === 1;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 13 : 17) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 15 : 29) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 26 : 16) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, odd ? 6 : 24) ^ x0;
    [key0, key1, key2] = [key1, key2, key0];
    x0 = (x0 + key0) | 0;
    x1 = (x1 + key1 + injection) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}

/** The bits of a word, moved up; those that leave it come in below. */
function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/**
 * The key of a stream, for those who draw by counter: `out` becomes the two words for {@linkcode threefry}.
 * @param seed a whole number from 0 to 2⁵³ − 1
 * @param index which of the streams of this purpose: the layer, or the epoch
 * @throws {RangeError} if the seed is not such a number
 */
export function streamKey(out: Uint32Array, seed: number, purpose: Purpose, index: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Cannot use ${seed} as a seed: expected a whole number from 0 to 2^53 - 1`,
    );
  }
  const seedKey = new Uint32Array([seed >>> 0, floor(seed / 4294967296)]);
  threefry(out, seedKey, PURPOSES[purpose], index);
}

/** A stream of random numbers: the same seed, purpose and index give the same numbers, on every machine. */
export class RandomStream {
  readonly #key = new Uint32Array(2);
  readonly #words = new Uint32Array(2);
  #drawn = 0;
  #spare: number | undefined;

  /**
   * Creates a stream.
   * @param seed a whole number from 0 to 2⁵³ − 1
   * @param index which of the streams of this purpose: the layer, or the epoch
   */
  constructor(seed: number, purpose: Purpose, index = 0) {
    streamKey(this.#key, seed, purpose, index);
  }

  /** The next 32 random bits. */
  uint32(): number {
    const word = this.#drawn & 1;
    if (word === 0) threefry(this.#words, this.#key, this.#drawn >>> 1, 0);
    this.#drawn++;
    return this.#words[word]!;
  }

  /** The next number in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number {
    const high = this.uint32() >>> 5; // 27 bits
    const low = this.uint32() >>> 6; // 26 bits
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** The next whole number in 0 … n − 1, each equally likely; `n` is at most 2³². */
  below(n: number): number {
    let word = this.uint32();
    // Words from 2³² − 2³² % n on would favour the small numbers. That remainder is below n, and slow: it is seldom needed.
    while (word >= 4294967296 - n && word >= 4294967296 - 4294967296 % n) word = this.uint32();
    return n === 4294967296 ? word : word % (n >>> 0);
  }

  /** The next standard normal number, by Marsaglia's polar method (Marsaglia and Bray 1964), in float64. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    let u: number;
    let v: number;
    let s: number;
    do {
      u = 2 * this.uniform() - 1;
      v = 2 * this.uniform() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = sqrt(-2 * log(s) / s);
    this.#spare = v * scale;
    return u * scale;
  }
}

const { floor, sqrt } = Math;

/** Puts `items` into a random order, every order equally likely: Fisher and Yates' shuffle. */
export function shuffle(items: Uint32Array, random: Pick<RandomStream, "below">): void {
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const item = items[last]!;
    items[last] = items[chosen]!;
    items[chosen] = item;
  }
}

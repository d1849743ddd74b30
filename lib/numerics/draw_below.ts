/** Whole numbers of a stream, by a function: a module that explains its answers is 0.5 kB smaller than with the class. @module */

import { type Purpose, streamKey, threefry } from "./random.ts";

/**
 * Draws whole numbers in 0 … n − 1, as {@linkcode RandomStream.below} of the same seed and purpose does.
 * @param seed a whole number from 0 to 2⁵³ − 1
 */
export function drawBelow(seed: number, purpose: Purpose): (n: number) => number {
  const [key, words] = [new Uint32Array(2), new Uint32Array(2)];
  streamKey(key, seed, purpose, 0);
  let drawn = 0;
  const next = (): number => {
    const word = drawn & 1;
    if (word === 0) threefry(words, key, drawn >>> 1, 0);
    drawn++;
    return words[word]!;
  };
  return (n) => {
    let word = next();
    while (word >= 4294967296 - 4294967296 % n) word = next();
    return word % n;
  };
}

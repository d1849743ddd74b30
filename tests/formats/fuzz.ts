/**
 * Damaged files for parsers: the same ones on every run.
 *
 * @module
 */

import { assert, assertGreater } from "@std/assert";

/** Lengths and codes at which parsers stumble. */
const EXTREMES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];

/**
 * Calls a parser with damaged copies of a valid file. Each must parse or be refused with a SyntaxError or RangeError.
 *
 * @param valid the file
 * @param parse the parser
 * @param rounds how many copies to damage, each in one to four ways
 */
export function fuzz(
  valid: Uint8Array,
  parse: (bytes: Uint8Array) => unknown,
  rounds = 4000,
): void {
  const random = createRandom(1);
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    let bytes = valid;
    for (let times = 1 + random(4); times > 0; times--) bytes = damage(bytes, random);
    try {
      parse(bytes);
    } catch (error) {
      assert(
        error instanceof SyntaxError || error instanceof RangeError,
        `round ${round} threw ${error instanceof Error ? error.stack : error}`,
      );
      refused++;
    }
  }
  assertGreater(refused, rounds / 4);
}

/** Every proper prefix of a file. */
export function* prefixes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length);
}

function damage(valid: Uint8Array, random: (below: number) => number): Uint8Array {
  const at = random(valid.length + 1);
  const end = at + random(9);
  const extreme = EXTREMES[random(EXTREMES.length)]!;
  switch (random(6)) {
    case 0:
      return valid.slice(0, at);
    case 1:
      return valid.length === 0 ? valid : valid.with(at % valid.length, random(256));
    case 2:
      return valid.slice().fill(extreme, at, end);
    case 3:
      return concat(valid.subarray(0, at), valid.subarray(end));
    case 4:
      return concat(valid.subarray(0, end), valid.subarray(at));
    default:
      return concat(
        valid.subarray(0, at),
        new Uint8Array(end - at).fill(extreme),
        valid.subarray(at),
      );
  }
}

/** Numerical Recipes' linear congruential generator; its high bits are the good ones. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

/** Joins bytes. */
export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined;
}

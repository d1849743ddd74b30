/** Damaged copies of a file, for the tests of its reader: the same ones on every run. @module */

import { assert, assertGreater } from "@std/assert";
import fc from "fast-check";
import { cases, damageBytes } from "./damage.ts";

/** Copies of a file, each damaged in one to four ways. */
export function damagedCopies(valid: Uint8Array, count: number): Uint8Array<ArrayBuffer>[] {
  return fc.sample(cases, { seed: 1, numRuns: count })
    .map(({ damages }) => damageBytes(valid, damages, [valid], []));
}

/** Reads damaged copies of a valid file. Each must be read, or refused with a SyntaxError or RangeError. */
export async function fuzz(
  valid: Uint8Array,
  read: (bytes: Uint8Array<ArrayBuffer>) => unknown,
  rounds = 4000,
): Promise<void> {
  let refused = 0;
  for (const [round, bytes] of damagedCopies(valid, rounds).entries()) {
    try {
      await read(bytes);
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

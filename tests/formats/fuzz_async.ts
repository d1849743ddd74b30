/** Damaged files for readers that return promises. @module */

import { assert, assertGreater } from "@std/assert";
import { fuzz } from "./fuzz.ts";

export { concat, prefixes } from "./fuzz.ts";

/** As {@linkcode fuzz}, for a reader that returns a promise. */
export async function fuzzAsync(
  valid: Uint8Array,
  read: (bytes: Uint8Array) => Promise<unknown>,
  rounds = 4000,
): Promise<void> {
  const files: Uint8Array[] = [];
  fuzz(valid, (bytes) => {
    files.push(bytes);
    throw new SyntaxError("later");
  }, rounds);
  let refused = 0;
  for (const [round, bytes] of files.entries()) {
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

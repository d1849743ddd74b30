/** What an error has to say, without pinning its sentence. The sentences are pinned in each room's `messages.txt`. */

import { assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";

// deno-lint-ignore no-explicit-any -- constructors of any signature
type ErrorClass = abstract new (...args: any[]) => Error;

/**
 * Fails unless the call throws an error of this class whose message contains every part: where, which value, what next.
 *
 * @returns the error's message
 */
export function throwsSaying(call: () => unknown, Class: ErrorClass, ...parts: string[]): string {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  return contains(thrown, Class, parts);
}

/** Fails unless the promise rejects with such an error, see {@linkcode throwsSaying}. */
export async function rejectsSaying(
  call: () => PromiseLike<unknown>,
  Class: ErrorClass,
  ...parts: string[]
): Promise<string> {
  let thrown: unknown;
  try {
    await call();
  } catch (error) {
    thrown = error;
  }
  return contains(thrown, Class, parts);
}

function contains(thrown: unknown, Class: ErrorClass, parts: readonly string[]): string {
  assertInstanceOf(thrown, Class);
  for (const part of parts) assertStringIncludes(thrown.message, part);
  return thrown.message;
}

/** Fails unless there are as many sentences as parts, each of which contains its part. */
export function assertEachContains(
  sentences: readonly string[],
  ...parts: readonly string[]
): void {
  assertEquals(sentences.length, parts.length, sentences.join("\n"));
  for (const [k, part] of parts.entries()) assertStringIncludes(sentences[k]!, part);
}

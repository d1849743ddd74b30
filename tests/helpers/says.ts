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

/** A row of a room's table of messages: what is done, what throws, the class of the error, and its whole sentence. */
export type MessageRow = readonly [
  what: string,
  call: () => unknown,
  Class: ErrorClass,
  sentence: string,
];

/** The classes of errors that messages are of. */
const CLASSES = { Error, RangeError, SyntaxError, TypeError };

/** What throws each whole sentence, by the class of the error. */
export type Messages = {
  readonly [Name in keyof typeof CLASSES]?: { readonly [sentence: string]: () => unknown };
};

/** One test of a room's table: every call throws, or rejects, with exactly its sentence. */
export function testMessages(
  room: string,
  table: readonly MessageRow[] | Messages,
  { ignore = false }: { readonly ignore?: boolean } = {},
): void {
  const rows: MessageRow[] = [];
  if (Array.isArray(table)) rows.push(...table);
  for (const [name, Class] of Object.entries(CLASSES)) {
    for (const [sentence, call] of Object.entries((table as Messages)[name as "Error"] ?? {})) {
      rows.push([sentence, call, Class, sentence]);
    }
  }
  Deno.test(`the messages of ${room}, each pinned once`, { ignore }, async (t) => {
    for (const [what, call, Class, sentence] of rows) {
      await t.step(what, async () => {
        const message = await rejectsSaying(async () => await call(), Class);
        if (message !== sentence) {
          throw new Error(`Expected the message\n  ${sentence}\ngot\n  ${message}`);
        }
      });
    }
  });
}

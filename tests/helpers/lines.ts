/** What processes print, line by line. @module */

import { TextLineStream, toText } from "@std/streams";

/** The lines of a stream, as they come. */
export function linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<string> {
  return stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
}

/**
 * Waits until a process has printed a line that matches, and reads on, or the process would have to wait.
 *
 * @returns the match, and all that will have been printed in the end
 */
export async function waitForLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  pattern: RegExp,
): Promise<{ readonly match: RegExpExecArray; readonly whole: Promise<string> }> {
  const [watched, copy] = stream.tee();
  const whole = toText(copy);
  for await (const line of linesOf(watched)) {
    const match = pattern.exec(line);
    if (match !== null) return { match, whole };
  }
  throw new Error(`The process ended without ${pattern}: ${await whole}`);
}

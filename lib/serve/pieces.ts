/** Work in pieces, with turns of the event loop between: no request waits for the whole body of another. @module */

import { turn } from "./clock.ts";

/** How many characters are worked on at once: a few milliseconds at most. */
export const PIECE = 65_536;

/** A piece of work that was done; rows come with as many as they took. */
export class Piece {
  /** How many characters, or other steps as short. */
  readonly characters: number;

  constructor(characters: number) {
    this.characters = characters;
  }
}

/** Rows, each after the pieces of work that it took. */
export type Rows = Iterable<unknown>;

/** Work that yields after each piece, and returns its result. */
export type InPieces<T> = Generator<Piece, T, void>;

/** Counts the pieces of a request, and gives the event loop a turn after as many characters as {@linkcode PIECE}. */
export class Turns {
  #since = 0;

  /** Counts a piece; the promise is of the turn, if one is due. */
  after({ characters }: Piece): Promise<void> | undefined {
    this.#since += characters;
    if (this.#since < PIECE) return undefined;
    this.#since = 0;
    return turn();
  }

  /** Does all pieces of work. */
  async run<T>(work: InPieces<T>): Promise<T> {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await this.after(value);
    }
  }
}

/** An answer of more bytes is not copied into one part. */
const LONG_ANSWER = 1_000_000;

const encoder = new TextEncoder();

/** A text of an answer, encoded part by part. */
export class AnswerText {
  readonly #parts: Uint8Array[] = [];

  add(text: string): void {
    this.#parts.push(encoder.encode(text));
  }

  /** The answer of JSON: a short one in one part, a long one in those that it was made of, since a copy takes long. */
  response(): Response {
    const length = this.#parts.reduce((sum, { length }) => sum + length, 0);
    const headers = { "content-type": "application/json", "content-length": String(length) };
    if (length > LONG_ANSWER) return new Response(streamOf(this.#parts), { headers });
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return new Response(all, { headers });
  }
}

/** A stream of parts, for runtimes without `ReadableStream.from` too. */
function streamOf(parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const next = parts.values();
  return new ReadableStream({
    pull(output) {
      const { done, value } = next.next();
      if (done) output.close();
      else output.enqueue(value);
    },
  });
}

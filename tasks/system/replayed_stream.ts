/** A stream that can be read from its start again: the bytes of a pipe come once. @module */

import { concatenated } from "./streams.ts";

/** A stream whose start is read several times, and then all of it once. */
export class ReplayedStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #held: Uint8Array[] = [];
  #reading: Promise<boolean> | undefined;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The bytes from the first on. Those that are read are held in memory, and come as one piece the next time. */
  replay(): ReadableStream<Uint8Array> {
    let seen = 0;
    return new ReadableStream({
      pull: async (controller): Promise<void> => {
        if (seen === this.#held.length && !await this.#more()) return controller.close();
        controller.enqueue(concatenated(this.#held.slice(seen)));
        seen = this.#held.length;
      },
    }, { highWaterMark: 0 });
  }

  /** The bytes from the first on, for the last time: none are held any longer. */
  rest(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: async (controller): Promise<void> => {
        if (this.#held.length === 0 && !await this.#more()) return controller.close();
        controller.enqueue(concatenated(this.#held.splice(0)));
      },
      cancel: (reason) => this.#reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  /** Holds one piece more; `false` at the end. Who asks while one is read gets the same. */
  #more(): Promise<boolean> {
    return this.#reading ??= this.#reader.read().then(({ value }) => {
      this.#reading = undefined;
      if (value !== undefined) this.#held.push(value);
      return value !== undefined;
    });
  }
}

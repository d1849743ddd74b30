/** Rows of requests answered in slices, with turns of the event loop between, so that no request waits for a large one. @module */

import type { Answerer, RowAnswer } from "./answerer.ts";
import { now, turn } from "./clock.ts";
import type { Limits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** How many rows are predicted at once: as many as are in most requests. */
const SLICE_ROWS = 100;

/** How long rows are answered until others get a turn, in milliseconds. */
const SLICE_MS = 5;

/** Rows of requests. Those of more than a slice are answered one request after the other. */
export class Work {
  readonly #limits: Limits;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Answers all rows.
   * @param take gets the answers of a slice
   * @throws {Refusal} if there are too many, or it takes too long
   */
  async answer(
    answerer: Answerer,
    rows: Iterable<unknown> | AsyncIterable<unknown>,
    take: (answers: readonly RowAnswer[]) => void,
  ): Promise<void> {
    const source = Symbol.asyncIterator in rows
      ? rows[Symbol.asyncIterator]()
      : rows[Symbol.iterator]();
    const end = now() + this.#limits.seconds * 1000;
    const first = await slice(source);
    this.#checkRows(first.length);
    take(answerer.predict(first, 0));
    if (first.length < SLICE_ROWS) return;
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    try {
      await before;
      await this.#answerMore(answerer, source, take, end);
    } finally {
      resolve();
    }
  }

  async #answerMore(
    answerer: Answerer,
    source: Rows,
    take: (answers: readonly RowAnswer[]) => void,
    end: number,
  ): Promise<void> {
    const { seconds } = this.#limits;
    let since = now();
    for (let done = SLICE_ROWS;;) {
      const rows = await slice(source);
      if (rows.length === 0) return;
      this.#checkRows(done + rows.length);
      take(answerer.predict(rows, done));
      done += rows.length;
      if (now() - since < SLICE_MS) continue;
      await turn();
      since = now();
      if (since > end) throw new Refusal(503, `Cannot answer all rows in ${seconds} s`);
    }
  }

  #checkRows(rows: number): void {
    const { rows: most } = this.#limits;
    if (rows > most) {
      throw new Refusal(413, `Cannot answer so many rows: expected ${most} at most`);
    }
  }
}

type Rows = Iterator<unknown> | AsyncIterator<unknown>;

async function slice(source: Rows): Promise<unknown[]> {
  const rows: unknown[] = [];
  while (rows.length < SLICE_ROWS) {
    const next = source.next();
    const { done, value } = next instanceof Promise ? await next : next;
    if (done) break;
    rows.push(value);
  }
  return rows;
}

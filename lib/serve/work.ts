/** Rows of requests answered in slices, with turns of the event loop between, so that no request waits for a large one. @module */

import type { Answerer, RowAnswer } from "./answerer.ts";
import { now, turn } from "./clock.ts";
import { type Limits, MAX_EXPLAINED_ROWS } from "./limits.ts";
import { Refusal } from "./refusal.ts";

const { min } = Math;

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
    rows: Rows,
    take: (answers: readonly RowAnswer[]) => void,
  ): Promise<void> {
    const source = sourceOf(rows);
    const end = now() + this.#limits.seconds * 1000;
    const first = await slice(source);
    this.#checkRows(first.length);
    take(answerer.predict(first, 0));
    if (first.length < SLICE_ROWS) return;
    await this.#afterOthers(() => this.#answerMore(answerer, source, take, end));
  }

  /**
   * Answers all rows with their reasons, one at a time.
   * @param take gets the answer to a row
   * @throws {Refusal} if answers cannot be explained, there are too many, or it takes too long
   */
  async explain(
    answerer: Answerer,
    rows: Rows,
    take: (answers: readonly RowAnswer[]) => void,
  ): Promise<void> {
    const { seconds, rows: most } = this.#limits;
    const end = now() + seconds * 1000;
    answerer.explain([], 0);
    const all = await slice(sourceOf(rows));
    const limit = min(most, MAX_EXPLAINED_ROWS);
    if (all.length > limit) {
      throw new Refusal(413, `Cannot explain answers to so many rows: expected ${limit} at most`);
    }
    await this.#afterOthers(async () => {
      for (const [r, row] of all.entries()) {
        if (now() > end) throw tooSlow(seconds);
        take(answerer.explain([row], r));
        await turn();
      }
    });
  }

  /** Does what takes long when what came before is done. */
  async #afterOthers(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    await done;
  }

  async #answerMore(
    answerer: Answerer,
    source: Source,
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
      if (since > end) throw tooSlow(seconds);
    }
  }

  #checkRows(rows: number): void {
    const { rows: most } = this.#limits;
    if (rows > most) {
      throw new Refusal(413, `Cannot answer so many rows: expected ${most} at most`);
    }
  }
}

type Rows = Iterable<unknown> | AsyncIterable<unknown>;
type Source = Iterator<unknown> | AsyncIterator<unknown>;

function sourceOf(rows: Rows): Source {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
}

function tooSlow(seconds: number): Refusal {
  return new Refusal(503, `Cannot answer all rows in ${seconds} s`);
}

async function slice(source: Source): Promise<unknown[]> {
  const rows: unknown[] = [];
  while (rows.length < SLICE_ROWS) {
    const next = source.next();
    const { done, value } = next instanceof Promise ? await next : next;
    if (done) break;
    rows.push(value);
  }
  return rows;
}

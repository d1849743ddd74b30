/** Rows of requests answered in slices, with turns of the event loop between, so that no request waits for a large one. @module */

import type { RowAnswer, RowService } from "./row_service.ts";
import { now, turn } from "./clock.ts";
import { type Limits, MAX_EXPLAINED_ROWS } from "./limits.ts";
import { PIECE, Piece, type Rows, type Turns } from "./pieces.ts";
import { Refusal } from "./refusal.ts";

const { min } = Math;

/** How many rows are predicted at once: as many as are in most requests. */
const SLICE_ROWS = 100;

/** How long rows are answered until others get a turn, in milliseconds. */
const SLICE_MS = 5;

/** Gets the answers of a slice. */
export type Take = (answers: readonly RowAnswer[]) => void;

/** Rows of requests. Those of more than a slice are answered one request after the other. */
export class Work {
  readonly #limits: Limits;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Answers all rows.
   * @throws {Refusal} if there are too many, or it takes too long
   */
  async answer(service: RowService, rows: Rows, turns: Turns, take: Take): Promise<void> {
    const source = rows[Symbol.iterator]();
    const end = now() + this.#limits.seconds * 1000;
    const first = await slice(source, turns);
    this.#checkRows(first.rows.length);
    take(service.predict(first.rows, 0));
    if (first.isLast) return;
    const done = first.rows.length;
    await this.#afterOthers(() => this.#answerMore(service, { source, turns, take, end, done }));
  }

  /**
   * Answers all rows with their reasons, one at a time.
   * @throws {Refusal} if answers cannot be explained, there are too many, or it takes too long
   */
  async explain(service: RowService, rows: Rows, turns: Turns, take: Take): Promise<void> {
    const { seconds, rows: most } = this.#limits;
    const end = now() + seconds * 1000;
    service.explain([], 0);
    const limit = min(most, MAX_EXPLAINED_ROWS);
    const source = rows[Symbol.iterator]();
    const all: unknown[] = [];
    for (let isLast = false; !isLast;) {
      const some = await slice(source, turns);
      all.push(...some.rows);
      isLast = some.isLast;
      if (all.length <= limit) continue;
      throw new Refusal(413, `Cannot explain answers to so many rows: expected ${limit} at most`);
    }
    await this.#afterOthers(async () => {
      for (const [r, row] of all.entries()) {
        if (now() > end) throw tooSlow(seconds);
        take(service.explain([row], r));
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
    service: RowService,
    { source, turns, take, end, done }: {
      readonly source: Iterator<unknown>;
      readonly turns: Turns;
      readonly take: Take;
      readonly end: number;
      done: number;
    },
  ): Promise<void> {
    const { seconds } = this.#limits;
    let since = now();
    for (let isLast = false; !isLast;) {
      const some = await slice(source, turns);
      this.#checkRows(done + some.rows.length);
      take(service.predict(some.rows, done));
      done += some.rows.length;
      isLast = some.isLast;
      if (now() - since < SLICE_MS) continue;
      await turn();
      since = now();
      if (since > end) throw tooSlow(seconds);
    }
  }

  #checkRows(rows: number): void {
    const { rows: most } = this.#limits;
    if (rows <= most) return;
    throw new Refusal(413, `Cannot answer so many rows: expected ${most} at most`);
  }
}

function tooSlow(seconds: number): Refusal {
  return new Refusal(503, `Cannot answer all rows in ${seconds} s`);
}

/** The next rows, which end with that of a whole piece: a hundred short ones, or a long one. */
async function slice(
  source: Iterator<unknown>,
  turns: Turns,
): Promise<{ readonly rows: unknown[]; readonly isLast: boolean }> {
  const rows: unknown[] = [];
  for (let characters = 0; rows.length < SLICE_ROWS;) {
    const { done, value } = source.next();
    if (done) return { rows, isLast: true };
    if (!(value instanceof Piece)) {
      rows.push(value);
      if (characters >= PIECE) break;
      continue;
    }
    characters += value.characters;
    await turns.after(value);
  }
  return { rows, isLast: false };
}

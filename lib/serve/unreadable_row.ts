/** Rows of a request that cannot be read. @module */

import { MAX_ROW_CHARACTERS } from "./limits.ts";

/** What stands for a row that cannot be read; the other rows are answered. */
export class UnreadableRow {
  /** Why, in a sentence. */
  readonly error: string;
  readonly #status: 400 | 422;

  constructor(error: string, status: 400 | 422 = 400) {
    this.error = error;
    this.#status = status;
  }

  /** The status of an answer to this row alone; no part of its JSON. */
  get status(): 400 | 422 {
    return this.#status;
  }
}

/** That a row has too many characters. */
export function tooLong(what: string, characters: number): string {
  return `Cannot read ${what}: expected ${MAX_ROW_CHARACTERS} characters at most, got ${characters}`;
}

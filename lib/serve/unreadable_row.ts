/** Rows of a request that cannot be read. @module */

import { MAX_ROW_CHARACTERS } from "./limits.ts";

/** What stands for a row that cannot be read; the other rows are answered. */
export class UnreadableRow {
  /** Why, in a sentence. */
  readonly error: string;

  constructor(error: string) {
    this.error = error;
  }
}

/** That a row has too many characters. */
export function tooLong(what: string, characters: number): string {
  return `Cannot read ${what}: expected ${MAX_ROW_CHARACTERS} characters at most, got ${characters}`;
}

/** Why a request is refused, or one of its rows cannot be read. @module */

import { MAX_ROW_CHARACTERS } from "./limits.ts";

/** A request that gets a status and a sentence instead of answers. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** The HTTP status, from 400 up. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  /** The answer to the request. */
  get response(): Response {
    return refuse(this.status, this.message);
  }
}

/** The answer to a request that is refused: `{ "error": "…" }`. */
export function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: HEADERS[status] ?? {} });
}

const HEADERS: Readonly<Record<number, Record<string, string>>> = {
  401: { "www-authenticate": "Bearer" },
  408: { connection: "close" },
  413: { connection: "close" },
  503: { "retry-after": "1" },
};

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

/** Why a request is refused. @module */

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

/** The answer to a request that is refused: `{ "error": "…" }`, as the Open Inference Protocol has it too. */
export function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: HEADERS[status] ?? {} });
}

const HEADERS: Readonly<Record<number, Record<string, string>>> = {
  401: { "www-authenticate": "Bearer" },
  408: { connection: "close" },
  413: { connection: "close" },
  503: { "retry-after": "1" },
};

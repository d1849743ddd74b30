/** What the routes of a server share. @module */

import { within } from "./clock.ts";
import { BODIES, type Limits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import type { ServedModels } from "./models.ts";
import { type InPieces, PIECE, Piece, Turns } from "./pieces.ts";
import { Refusal } from "./refusal.ts";
import { Work } from "./work.ts";

/** The models of a server, and what keeps its requests within limits. */
export class Server {
  readonly models: ServedModels;
  readonly limits: Limits;
  readonly guard: Guard;
  readonly bodies: Bodies;
  readonly work: Work;
  readonly metrics: Metrics = new Metrics();
  /** Whether it takes requests. */
  readonly isReady: () => boolean;

  /** @throws {RangeError} if the token cannot stand in a header */
  constructor(
    models: ServedModels,
    limits: Limits,
    { token, isReady }: { readonly token?: string | undefined; readonly isReady: () => boolean },
  ) {
    this.models = models;
    this.limits = limits;
    this.guard = new Guard(token);
    this.bodies = new Bodies(limits);
    this.work = new Work(limits);
    this.isReady = isReady;
  }
}

/** Checks bearer tokens (RFC 6750). */
class Guard {
  readonly #expected: Uint8Array | undefined;

  /** @throws {RangeError} if the token is empty or has what a header cannot hold */
  constructor(token: string | undefined) {
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
      throw new RangeError("Cannot use the token: expected characters of ASCII without spaces");
    }
    this.#expected = token === undefined ? undefined : encoder.encode(`Bearer ${token}`);
  }

  /** @throws {Refusal} if a request does not have the token */
  check(request: Request): void {
    const expected = this.#expected;
    if (expected === undefined) return;
    const given = encoder.encode(request.headers.get("authorization") ?? "");
    if (!areEqual(expected, given)) {
      throw new Refusal(401, "Cannot answer without the token: expected Authorization: Bearer …");
    }
  }
}

const encoder = new TextEncoder();

/** Compares in a time that does not depend on where the first difference is. */
function areEqual(expected: Uint8Array, given: Uint8Array): boolean {
  let difference = expected.length ^ given.length;
  for (let k = 0; k < expected.length; k++) difference |= expected[k]! ^ (given[k] ?? 0);
  return difference === 0;
}

/** Reads bodies; counts the bytes of those that are in memory. */
class Bodies {
  readonly #limits: Limits;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Reads a body and uses its text, with the turns that its request takes; its bytes count until that is done.
   * @throws {Refusal} if it has too many bytes, does not come in time or is not UTF-8, or too many others are in memory
   */
  async use<T>(
    request: Request,
    use: (text: string, turns: Turns) => T | Promise<T>,
  ): Promise<T> {
    const { bytes: limit, seconds } = this.#limits;
    const length = request.headers.get("content-length");
    const declared = length === null ? limit : Number(length);
    if (declared > limit) throw tooLarge(limit);
    if (this.#bytes + declared > BODIES * limit) {
      throw new Refusal(503, "Cannot take more requests now: try again later");
    }
    this.#bytes += declared;
    try {
      const late = () => new Refusal(408, `Cannot wait for the body: expected it in ${seconds} s`);
      const bytes = length === null ? readAtMost(request, limit) : request.arrayBuffer();
      const whole = await within(seconds * 1000, bytes, late).catch(ended);
      const turns = new Turns();
      return await use(await turns.run(decoded(new Uint8Array(whole))), turns);
    } finally {
      this.#bytes -= declared;
    }
  }
}

/** Refuses a body whose sender is gone. */
function ended(error: unknown): never {
  if (error instanceof Refusal) throw error;
  throw new Refusal(400, "Cannot read the body: it ended early");
}

function tooLarge(limit: number): Refusal {
  return new Refusal(413, `Cannot take the body: expected ${limit} bytes at most`);
}

/** Reads a body that comes without its length. */
async function readAtMost({ body }: Request, limit: number): Promise<ArrayBuffer> {
  let bytes = 0;
  const limited = body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, output) {
        bytes += chunk.length;
        if (bytes > limit) throw tooLarge(limit);
        output.enqueue(chunk);
      },
    }),
  );
  return await new Response(limited as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
}

function* decoded(bytes: Uint8Array): InPieces<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parts: string[] = [];
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      parts.push(decoder.decode(bytes.subarray(at, at + PIECE), { stream: true }));
      if (bytes.length > PIECE) yield new Piece(PIECE);
    }
    return parts.join("") + decoder.decode();
  } catch {
    throw new Refusal(400, "Cannot read the body: expected text in UTF-8");
  }
}

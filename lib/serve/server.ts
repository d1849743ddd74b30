/** What the routes of a server share. @module */

import { Bodies } from "./body.ts";
import type { Limits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import type { ServedModels } from "./models.ts";
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

  /** An answer with the status of a probe. */
  probe(value: object): Response {
    return Response.json(value, { status: this.isReady() ? 200 : 503 });
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

/** Who may ask: a bearer token, and the web pages of other origins. @module */

import { Refusal } from "./refusal.ts";

/** Checks bearer tokens (RFC 6750). */
export class Guard {
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

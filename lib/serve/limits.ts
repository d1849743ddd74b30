/** The limits of a request. @module */

import { withDefaults } from "../checks/options.ts";

/** The limits of a request. */
export interface Limits {
  /** The most bytes of its body. Default: 10,000,000 */
  readonly bytes: number;
  /** The most rows. Default: 10,000 */
  readonly rows: number;
  /** How long it may take to come in and to be answered, in seconds. Default: 30 */
  readonly seconds: number;
}

/** The limits of a server that names none. */
export const LIMITS: Limits = { bytes: 10_000_000, rows: 10_000, seconds: 30 };

/** The most characters of a row: JSON with a million names takes seconds to parse. */
export const MAX_ROW_CHARACTERS = 1_000_000;

/** The most rows of a request whose answers are explained: each takes up to half a second. */
export const MAX_EXPLAINED_ROWS = 50;

/** All bodies that are in memory at the same time have at most this many times the bytes of one. */
export const BODIES = 10;

/** Why a request with two headers `Host` is refused: whoever stands between may take the other one. */
export const SEVERAL_HOSTS = "Cannot answer: expected one header Host, got several";

/**
 * The limits with the defaults of those that are not given.
 * @throws {TypeError} if there is no such limit
 * @throws {RangeError} if one is not a number above 0
 */
export function limitsOf(given: Partial<Limits> = {}): Limits {
  const limits: Limits = withDefaults("limit requests", given, LIMITS);
  for (const [name, value] of Object.entries(limits)) {
    if (value > 0) continue;
    throw new RangeError(`Cannot limit requests to ${value} ${name}: expected a number above 0`);
  }
  return limits;
}

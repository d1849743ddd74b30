/** How properties are drawn: the same on every run. @module */

import { LONG_TESTS } from "../helpers/long.ts";

/** For `fc.assert`. */
export const GIVEN: { readonly seed: number; readonly numRuns: number } = {
  seed: 7,
  numRuns: LONG_TESTS ? 5000 : 100,
};

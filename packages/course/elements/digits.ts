/** The digits of the site, loaded once for all figures of a page. @module */

import type { Dataset } from "../../../mod.ts";
import { loadDigits } from "../../../lib/notebook/load_digits.ts";

let loaded: Promise<{ training: Dataset; test: Dataset }> | undefined;

/** @throws {Error} if they are not there */
export function loadDigitsHere(): Promise<{ training: Dataset; test: Dataset }> {
  return loaded ??= loadDigits(new URL("../../data/mnist/", import.meta.url)).catch((error) => {
    loaded = undefined; // the next figure tries again
    throw error;
  });
}

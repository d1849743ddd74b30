/** The hash of a network that learned in the page, where browsers have one. @module */

import { type Network, weightsSha256 } from "../../../mod.ts";
import { hasSha256 } from "../../../lib/formats/mod.ts";

/** The SHA-256 of a network's weights, or why there is none: training goes on without. */
export async function weightsHash(network: Network): Promise<string> {
  if (hasSha256()) return await weightsSha256(network);
  return "not computed: browsers have SHA-256 only on pages that come by https or from localhost";
}

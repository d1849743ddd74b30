/** Networks of the page. @module */

import { createEngine, Network } from "../../../mod.ts";

/** Opens a file of weights for single examples: plain loops are fast enough for one, and their memory is collected. */
export function openNetwork(file: Uint8Array): Network {
  return Network.fromSafetensors(file, { engine: createEngine("reference") });
}

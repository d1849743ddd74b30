/** The distributions of what a network learned from, as the file of its weights has them. @module */

import { parseDistributions } from "../../../lib/measure/drift/distributions.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { inFile } from "../../run/run_folder.ts";

/** The distributions of the features; `undefined` of a file without any. */
export function distributionsOf({ path, metadata }: OpenNetwork) {
  return inFile(path, () => parseDistributions(metadata));
}

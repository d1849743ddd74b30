/** The hash of weights where browsers have no SHA-256: loaded there only. @module */

import { sha256InScript } from "../../lib/formats/sha256_in_script.ts";
import type { FoldEnsemble } from "../../lib/table/mod.ts";
import type { Network } from "../../mod.ts";

/** The SHA-256 of a network's weights in hexadecimal, of an ensemble's one network after the other. */
export async function weightsHashInScript(model: Network | FoldEnsemble): Promise<string> {
  const networks = "networks" in model ? model.networks : [model];
  const parts = networks.map((network) => {
    const file = network.toSafetensors();
    return file.subarray(8 + new DataView(file.buffer).getUint32(0, true)); // behind the header
  });
  return sha256InScript(new Uint8Array(await new Blob(parts).arrayBuffer()));
}

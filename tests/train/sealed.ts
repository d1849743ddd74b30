/** Files of checkpoints that were changed, and state the hash that they have. @module */

import { formatSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { sha256 } from "../../lib/formats/sha256.ts";
import { utf8 } from "../helpers/bytes.ts";

/** The hash that a file states: of its metadata in the order of their names, and of each tensor. */
export async function statedHash(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<string> {
  const parts: [string, string][] = [];
  for (const [name, { bytes }] of tensors) parts.push([name, await sha256(bytes)]);
  return await sha256(utf8(JSON.stringify([Object.entries(metadata).sort(), parts])));
}

/** A file of tensors and metadata, with their hash. */
export async function sealed(
  tensors: ReadonlyMap<string, Tensor>,
  { sha256: _, ...metadata }: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  return formatSafetensors(tensors, { ...metadata, sha256: await statedHash(tensors, metadata) });
}

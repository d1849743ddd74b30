/** NPZ, NumPy's file of named arrays: a ZIP archive with an NPY file for each. @module */

import { formatNpy } from "./npy.ts";
import type { Tensor } from "./safetensors.ts";
import { formatZip } from "./zip.ts";

/**
 * Writes an NPZ file: `numpy.load(file)[name]` gives each tensor back. The same tensors give the same bytes.
 * @param tensors the tensors by name
 * @throws {RangeError} if NumPy has no type for a tensor's items, there are over a thousand tensors or 4 GB, or a name takes
 *   more than 65,531 bytes
 * @throws {TypeError} if a name comes twice or is not Unicode
 */
export function formatNpz(tensors: Iterable<readonly [string, Tensor]>): Uint8Array<ArrayBuffer> {
  return formatZip([...tensors].map(([name, tensor]) => [`${name}.npy`, formatNpy(tensor)]));
}

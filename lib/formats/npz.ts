/** NPZ, NumPy's file of named arrays: a ZIP archive with an NPY file for each. An array is unpacked when it is asked for. @module */

import type { Tensor } from "./safetensors.ts";
import { formatZip, readZip, type ReadZipOptions } from "./zip.ts";
import { formatNpy, type NpyArray, parseNpy } from "./npy.ts";

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

/** An array in an NPZ file. */
export interface NpzEntry {
  /** How many bytes its NPY file is. */
  readonly size: number;
  /**
   * Reads it.
   * @throws {SyntaxError} if it is damaged, or of a type that is not read; the message names it
   */
  read(): Promise<NpyArray>;
}

/**
 * The arrays of an NPZ file by name, as `numpy.savez` and `numpy.savez_compressed` write them.
 * @param bytes the whole file
 * @throws {SyntaxError} if it is not one whole archive, or holds something else than NPY files
 * @throws {RangeError} if the arrays are more than `maxBytes` together, unpacked
 *
 * @example
 * ```ts
 * import { formatNpz, readNpz } from "@inkling/inkling/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = { dtype: "U8", shape: [3], bytes: new Uint8Array([2, 0, 1]) } as const;
 * const arrays = readNpz(formatNpz([["y_train", labels]]));
 * const { dtype, shape, data } = await arrays.get("y_train")!.read();
 * assertEquals([dtype, shape, data], ["uint8", [3], new Uint8Array([2, 0, 1])]);
 * ```
 */
export function readNpz(bytes: Uint8Array, options: ReadZipOptions = {}): Map<string, NpzEntry> {
  const arrays = new Map<string, NpzEntry>();
  for (const entry of readZip(bytes, options)) {
    if (!entry.name.endsWith(".npy")) {
      throw new SyntaxError(
        `Cannot read the NPZ file: it holds ${JSON.stringify(entry.name)}, which is no array`,
      );
    }
    const name = entry.name.slice(0, -".npy".length);
    const read = async () => {
      const file = await entry.read();
      try {
        return parseNpy(file);
      } catch (error) {
        const what = (error as Error).message.replace(/.*?: /, "");
        throw new SyntaxError(`Cannot read the array ${JSON.stringify(name)}: ${what}`, {
          cause: error,
        });
      }
    };
    arrays.set(name, { size: entry.size, read });
  }
  return arrays;
}

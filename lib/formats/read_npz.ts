/** NPZ files read, NumPy's archives of named arrays. An array is unpacked when it is asked for. @module */

import { type NpyArray, parseNpy } from "./read_npy.ts";
import { readZip, type ReadZipOptions } from "./read_zip.ts";

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

/** The bytes of a data set in an engine's memory, zeros left out. @module */

import type { Block } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

/** How many bytes are read at a time. */
const WINDOW_BYTES = 1_000_000;

/** Columns are kept in 16 bits. */
export const MAX_COMPACT_COLUMNS = 65536;

/** How many bytes are counted in 32 bits. */
const MAX_COMPACT_BYTES = 4_294_967_295;

/** Rows of bytes, zeros left out, by their addresses. */
export interface CompactRows {
  /** Where each row begins among the non-zeros, and where the last one ends. */
  readonly starts: number;
  /** The non-zeros, three bytes each: for each row their columns, of 16 bits, and then their bytes. */
  readonly nonZeros: number;
}

/** Gives room to each purpose: the room that it has, or more if that is too small. */
interface CompactRoom {
  bytes(purpose: string, length: number): Block<Uint8Array>;
  /** For whole numbers; at first they are 0. */
  words(purpose: string, length: number): Block<Uint32Array>;
}

/**
 * Makes the compact rows of `bytes`, which are [rows, columns].
 *
 * It reads the bytes twice, through a window of a megabyte. The first time it only counts, so that it takes no more memory
 * than the non-zeros need.
 * @param name of the rows: those made under the same name before are written over
 */
export function compact(
  room: CompactRoom,
  kernels: Kernels,
  bytes: Uint8Array,
  columns: number,
  name: string | number,
): CompactRows {
  if (bytes.length > MAX_COMPACT_BYTES) {
    throw new RangeError(
      `Cannot gather from ${bytes.length} bytes: expected ${MAX_COMPACT_BYTES} or fewer`,
    );
  }
  const rows = bytes.length / columns;
  const rowsAtATime = Math.max(1, Math.floor(WINDOW_BYTES / columns));
  const window = room.bytes("window", rowsAtATime * columns);
  const starts = room.words("starts" + name, rows + 1);
  const visit = (kernel: (starts: number, rows: number) => void) => {
    for (let row = 0; row < rows; row += rowsAtATime) {
      const end = Math.min(row + rowsAtATime, rows);
      window.view.set(bytes.subarray(row * columns, end * columns));
      kernel(starts.address + 4 * row, end - row);
    }
  };
  visit((at, count) => kernels.countBytes(at, window.address, count, columns));
  const nonZeros = room.bytes("compact" + name, 3 * starts.view[rows]!).address;
  visit((at, count) => kernels.compactBytes(nonZeros, at, window.address, count, columns));
  return { starts: starts.address, nonZeros };
}

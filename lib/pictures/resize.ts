/** A picture scaled by the mean of areas, in whole numbers: the same bytes on every machine. @module */

const { floor, min } = Math;

/** The size of a picture, in pixels. */
export interface Extent {
  /** From top to bottom. */
  readonly height: number;
  /** From left to right. */
  readonly width: number;
}

/**
 * Scales a picture to any other size: each pixel of the result is the mean of the area that it covers.
 *
 * Pixel (r, c) of h × w covers the rows from r·H/h to (r + 1)·H/h of H, and the columns likewise. In units of 1/h of a row
 * and 1/w of a column all edges are whole numbers. So the parts that it covers of the pixels are whole numbers too, which
 * add up to H·W, and the mean is a quotient of whole numbers: it is exact, and rounded once, half up.
 * @param readRow fills [width, channels] bytes with row y; called once for each row, from the top
 * @param from the size that the picture has
 * @param to the size of the result
 * @param channels the bytes of a pixel
 * @returns [height, width, channels]
 */
export function averageAreas(
  readRow: (y: number, row: Uint8Array) => void,
  from: Extent,
  to: Extent,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const across = partsOf(from.width, to.width);
  const down = partsOf(from.height, to.height);
  const row = new Uint8Array(from.width * channels);
  const rowSums = new Float64Array(to.width * channels);
  const sums = new Float64Array(to.width * channels);
  const result = new Uint8Array(to.height * to.width * channels);
  const divisor = 2 * from.height * from.width;
  let y = -1;
  for (let k = 0; k < down.length; k++) {
    if (down.sources[k] !== y) {
      y = down.sources[k]!;
      readRow(y, row);
      addParts(rowSums.fill(0), row, across, channels);
    }
    const size = down.sizes[k]!;
    for (let j = 0; j < sums.length; j++) sums[j]! += size * rowSums[j]!;
    const r = down.targets[k]!;
    if (k + 1 < down.length && down.targets[k + 1] === r) continue;
    for (let j = 0; j < sums.length; j++) {
      const dividend = 2 * sums[j]! + divisor / 2;
      result[r * sums.length + j] = (dividend - dividend % divisor) / divisor;
    }
    sums.fill(0);
  }
  return result;
}

/** Where pixels of a line and of its scaled line overlap, from the first on. */
interface Parts {
  /** How many there are. */
  readonly length: number;
  /** The pixel of the line. */
  readonly sources: Uint32Array;
  /** The pixel of the scaled line. */
  readonly targets: Uint32Array;
  /** How much they overlap; the parts of a pixel of the scaled line add up to `from`. */
  readonly sizes: Float64Array;
}

/** The overlaps of `from` pixels that are `to` long each, and `to` pixels that are `from` long each. */
function partsOf(from: number, to: number): Parts {
  const most = from + to - 1;
  const sources = new Uint32Array(most);
  const targets = new Uint32Array(most);
  const sizes = new Float64Array(most);
  let length = 0;
  for (let start = 0; start < from * to;) {
    const source = floor(start / to);
    const target = floor(start / from);
    const end = min((source + 1) * to, (target + 1) * from);
    sources[length] = source;
    targets[length] = target;
    sizes[length++] = end - start;
    start = end;
  }
  return { length, sources, targets, sizes };
}

/** Adds the parts of a row to the sums, [width, channels]. */
function addParts(sums: Float64Array, row: Uint8Array, parts: Parts, channels: number): void {
  const { length, sources, targets, sizes } = parts;
  for (let k = 0; k < length; k++) {
    const [from, to, size] = [sources[k]! * channels, targets[k]! * channels, sizes[k]!];
    for (let c = 0; c < channels; c++) sums[to + c]! += size * row[from + c]!;
  }
}

/** Digits of one width, pixel by pixel; see `normalize_width.ts`. @module */

import type { DataRows, DenseRows } from "../engine/matrix.ts";

const { abs, floor, max, min, sqrt } = Math;

/**
 * Normalizes the width of rows for a network, 0 to 1, which are rounded to bytes. The rows of a data set of bytes become
 * those of its normalized copy.
 * @param inputs [batch, side · side]: square images
 * @throws {TypeError} if they are not square
 */
export function normalizeRows(inputs: DataRows, width: number): DenseRows {
  const { rows, columns } = inputs;
  const side = sqrt(columns);
  if (side !== floor(side)) {
    throw new TypeError(
      `Cannot normalize the width of examples of ${columns} features: expected square images`,
    );
  }
  const bytes = new Uint8ClampedArray(rows * columns);
  if (inputs.kind === "dense") {
    for (let k = 0; k < bytes.length; k++) bytes[k] = 255 * inputs.values[k]!;
  } else {
    for (let r = 0; r < rows; r++) {
      for (let k = inputs.starts[r]!; k < inputs.starts[r + 1]!; k++) {
        bytes[r * columns + inputs.indices[k]!] = 255 * inputs.values[k]!;
      }
    }
  }
  const normalized = normalizeImages(bytes, [side, side], width);
  return { kind: "dense", rows, columns, values: Float32Array.from(normalized, (k) => k / 255) };
}

/**
 * Normalizes the width of images in bytes, see `normalizeWidth`.
 * @param images [examples, height, width]
 */
export function normalizeImages(
  images: Uint8Array | Uint8ClampedArray,
  shape: readonly number[],
  width: number,
): Uint8Array<ArrayBuffer> {
  const [height, columns] = shape as readonly [number, number];
  if (!(Number.isInteger(width) && 1 <= width && width <= columns)) {
    throw new RangeError(
      `Cannot normalize images to a width of ${width}: expected a whole number from 1 to ${columns}`,
    );
  }
  const out = new Uint8Array(images.length);
  const size = height * columns;
  for (let start = 0; start < images.length; start += size) {
    const image = images.subarray(start, start + size);
    const box = boxOf(image, columns);
    if (box !== undefined) stretch(out.subarray(start, start + size), image, columns, box, width);
  }
  return out;
}

/** The columns that ink is in. */
interface Box {
  /** The first. */
  readonly left: number;
  /** How many, in pixels. */
  readonly width: number;
  /** How far from its left edge the center of mass is, in pixels. */
  readonly center: number;
}

function boxOf(image: ArrayLike<number>, columns: number): Box | undefined {
  let [left, right, mass, moment] = [columns, -1, 0, 0];
  for (let k = 0; k < image.length; k++) {
    const value = image[k]!;
    if (value === 0) continue;
    const column = k % columns;
    [left, right] = [min(left, column), max(right, column)];
    mass += value;
    moment += value * (column + 0.5);
  }
  return right < 0 ? undefined : { left, width: right + 1 - left, center: moment / mass - left };
}

/** Draws the columns of a box into as many as `width`, on blank paper. */
function stretch(
  out: Uint8Array,
  image: ArrayLike<number>,
  columns: number,
  box: Box,
  width: number,
): void {
  const shift = box.center * (1 - width / box.width); // of the left edge, so that the center stays
  const left = max(0, min(columns - width, floor(box.left + shift + 0.5)));
  const height = image.length / columns;
  const sums = new Uint32Array(height);
  const reach = 2 * max(width, box.width); // distances are in pixels times 2 · width, whole numbers
  for (let c = 0; c < width; c++) {
    sums.fill(0);
    let total = 0;
    for (let k = 0; k < box.width; k++) {
      const weight = reach - abs((2 * c + 1) * box.width - (2 * k + 1) * width);
      if (weight <= 0) continue;
      total += weight;
      for (let r = 0; r < height; r++) sums[r]! += weight * image[r * columns + box.left + k]!;
    }
    for (let r = 0; r < height; r++) {
      out[r * columns + left + c] = floor((sums[r]! + total - 1) / total);
    }
  }
}

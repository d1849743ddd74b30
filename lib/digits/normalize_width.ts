/**
 * Images whose digits are all of the same width: networks that learn from different widths err on different images, as
 * members of an ensemble should (Meier, Cireşan, Gambardella and Schmidhuber, "Better Digit Recognition with a
 * Committee of Simple Neural Nets", 2011). @module
 */

import { Dataset } from "../dataset.ts";
import type { DataRows, DenseRows } from "../engine/matrix.ts";

const { abs, floor, max, min, sqrt } = Math;

/**
 * Normalizes the width of images: the box around the ink of each, all that is not zero, is stretched or squeezed
 * horizontally to so many pixels. Its height stays, and so does the column of its center of mass, as far as the box then
 * fits; an image of that width and a blank one stay as they are.
 *
 * The weights are a triangle's: between two pixels where the box grows, of all that a pixel covers where it shrinks. All
 * is whole numbers but the position, and the bytes are rounded up, so that ink stays ink and the width is exact.
 * @param data images in bytes, [examples, height · width], with their shape; not changed
 * @param width of the box, in pixels
 * @returns copies of the images, with the same labels or targets
 * @throws {TypeError} if the data is not images of shape [height, width] in bytes
 * @throws {RangeError} if the width is not a whole number from 1 to the images' width
 *
 * @example
 * ```ts
 * import { Dataset } from "@inkling/inkling";
 * import { normalizeWidth } from "@inkling/inkling/digits";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = new Uint8Array([0, 0, 100, 200, 0, 0]); // a box of 2 pixels
 * const labels = new Uint8Array([1]);
 * const images = new Dataset({ pixels, labels, features: 6, classes: 10, shape: [1, 6] });
 * assertEquals([...normalizeWidth(images, 4).inputs], [0, 100, 125, 175, 200, 0]);
 * ```
 */
export function normalizeWidth(data: Dataset, width: number): Dataset {
  const { inputs, shape, features, weights } = data;
  const { labels, classes, classNames, targets, outputs, problem } = data;
  if (!(inputs instanceof Uint8Array) || shape?.length !== 2) {
    throw new TypeError(
      `Cannot normalize the width of examples of ${shape ? `shape [${shape}]` : "no shape"} in ${
        inputs instanceof Uint8Array ? "bytes" : "float32"
      }: expected images of shape [height, width] in bytes`,
    );
  }
  const images = { pixels: normalizeImages(inputs, shape, width), features, shape };
  return targets !== undefined
    ? new Dataset({ ...images, targets, outputs, classification: problem.hasAccuracy, weights })
    : new Dataset({ ...images, labels, classes, classNames, weights });
}

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

/** @param images [examples, height, width] */
function normalizeImages(
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

/**
 * Images whose digits are all of the same width: networks that learn from different widths err on different images, as
 * members of an ensemble should (Meier, Cireşan, Gambardella and Schmidhuber, "Better Digit Recognition with a
 * Committee of Simple Neural Nets", 2011). @module
 */

import { Dataset } from "../dataset.ts";
import { normalizeImages } from "./normalize_rows.ts";

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

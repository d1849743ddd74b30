/** Whether an image shows more digits than one. @module */

const { floor, max, min, sqrt } = Math;

/** Above this value a pixel is ink, 0 to 1. */
const MIN_INK = 0.1;

/**
 * Whether there are several digits side by side in an image: a column without ink stands between others, and the whole is
 * wider than high. Of MNIST's 10,000 test images, of one digit each, 14 are so.
 * @param pixels [side, side], 0 is paper and 1 ink, as {@linkcode digitImage} gives them
 *
 * @example
 * ```ts
 * import { severalDigits } from "@inkling/inkling/digits";
 * import { assertEquals } from "@std/assert";
 *
 * const image = new Float32Array(28 * 28);
 * for (let y = 10; y < 18; y++) image[28 * y + 5] = 1; // a one
 * assertEquals(severalDigits(image), false);
 * for (let y = 10; y < 18; y++) image[28 * y + 20] = 1; // and another
 * assertEquals(severalDigits(image), true);
 * ```
 */
export function severalDigits(pixels: ArrayLike<number>): boolean {
  const side = floor(sqrt(pixels.length));
  const inColumn = new Uint8Array(side);
  let [top, bottom, left, right] = [side, -1, side, -1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!(pixels[y * side + x]! > MIN_INK)) continue;
      inColumn[x] = 1;
      [top, bottom, left, right] = [min(top, y), max(bottom, y), min(left, x), max(right, x)];
    }
  }
  return right - left > bottom - top && inColumn.subarray(left, right + 1).includes(0);
}

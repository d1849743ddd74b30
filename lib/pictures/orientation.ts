/** Pictures turned upright, by the number that cameras write for the way they were held. @module */

import type { Extent } from "./resize.ts";

/** The eight ways in which a picture can lie, as TIFF and EXIF number them; 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Whether height and width are swapped when a picture is turned upright. */
export function turnsSideways(orientation: Orientation): boolean {
  return orientation >= 5;
}

/**
 * Turns a picture upright (TIFF 6.0, tag Orientation: where the first row and the first column are in the upright
 * picture).
 * @param pixels [height, width, channels] as the picture lies
 * @param extent its size as it lies
 * @param channels the bytes of a pixel
 * @param orientation how it lies
 * @returns [height, width, channels] upright; the sides of a sideways picture are swapped
 * @throws {RangeError} if there is no such orientation
 */
export function turned(
  pixels: Uint8Array,
  { height, width }: Extent,
  channels: number,
  orientation: Orientation,
): Uint8Array {
  if (!(Number.isInteger(orientation) && orientation >= 1 && orientation <= 8)) {
    throw new RangeError(`Cannot turn a picture by orientation ${orientation}: expected 1 to 8`);
  }
  if (orientation === 1) return pixels;
  const sideways = turnsSideways(orientation);
  const right = [2, 3, 7, 8].includes(orientation); // the first column is at the right, or at the bottom if sideways
  const bottom = [3, 4, 6, 7].includes(orientation); // the first row is at the bottom, or at the right if sideways
  const result = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = bottom ? height - 1 - y : y;
      const column = right ? width - 1 - x : x;
      const to = sideways ? column * height + row : row * width + column;
      for (let c = 0; c < channels; c++) {
        result[to * channels + c] = pixels[(y * width + x) * channels + c]!;
      }
    }
  }
  return result;
}

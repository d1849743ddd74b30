/** Examples of a data set as pictures. @module */

import type { Dataset } from "../dataset.ts";
import { type Color, MAX_COLORS, pngUri, rgbUri } from "../formats/png.ts";

/** How much of the light of a pixel is red, green and blue (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114] as const;

/** The size of a picture, and how many numbers a pixel has. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  /** 3 of a color picture, red, green and blue; 1 of a gray one. */
  readonly channels: 1 | 3;
}

/** A picture as a file in a data URI. */
export interface DrawnPicture {
  readonly uri: string;
  readonly height: number;
  readonly width: number;
}

/** The shape of the examples; `undefined` if they are no pictures. */
export function pictureShapeOf({ shape = [] }: Dataset): PictureShape | undefined {
  const [height, width, channels = 1, ...others] = shape;
  if (height === undefined || width === undefined || others.length > 0) return undefined;
  return channels === 1 || channels === 3 ? { height, width, channels } : undefined;
}

/** An example's numbers, 0 to 1. */
export function valuesOf({ inputs, features }: Dataset, example: number): Float32Array {
  const bytes = inputs instanceof Uint8Array ? 255 : 1;
  const start = example * features;
  return Float32Array.from(
    inputs.subarray(start, start + features),
    (value) => Math.min(1, Math.max(0, value / bytes)),
  );
}

/** How light pixels [height, width, channels] are, 0 to 1. */
export function grayLevels(pixels: Float32Array, channels: 1 | 3): Float32Array {
  if (channels === 1) return pixels;
  return Float32Array.from(
    { length: pixels.length / 3 },
    (_, pixel) => LUMINANCE.reduce((sum, part, k) => sum + part * pixels[3 * pixel + k]!, 0),
  );
}

/** An example's pixels in gray, 0 to 1. */
export function pixelsOf(data: Dataset, example: number): Float32Array {
  return grayLevels(valuesOf(data, example), pictureShapeOf(data)?.channels ?? 1);
}

/** An example's pixels in color: red, green and blue of each, 0 to 255. */
export function colorsOf(data: Dataset, example: number): Uint8Array {
  return Uint8Array.from(valuesOf(data, example), (value) => Math.floor(255 * value + 0.5));
}

/**
 * An example of the data as a picture. Its numbers are read at once, before anything else changes them.
 * @param asSeen whether it is shown unchanged, in color. Otherwise ink is opaque and paper transparent, so that the page can
 * turn it white on black in the dark.
 */
export async function examplePicture(
  data: Dataset,
  example: number,
  asSeen: boolean,
): Promise<DrawnPicture> {
  const { height, width, channels } = pictureShapeOf(data) ??
    { height: 1, width: data.features, channels: 1 };
  const uri = asSeen && channels === 3
    ? rgbUri(colorsOf(data, example), width)
    : grayUri(pixelsOf(data, example), width, asSeen);
  return { uri: await uri, height, width };
}

/**
 * A picture in 16 shades of gray.
 * @param levels row by row, 0 to 1
 * @param asSeen whether 1 is white and 0 black; otherwise 1 is black ink and 0 is transparent
 */
export async function grayUri(
  levels: Float32Array,
  width: number,
  asSeen: boolean,
): Promise<string> {
  const palette = Array.from({ length: MAX_COLORS }, (_, k): Color => {
    const level = Math.floor(255 * k / (MAX_COLORS - 1) + 0.5);
    return asSeen ? [level, level, level, 255] : [0, 0, 0, level];
  });
  const pixels = levels.map((level) => Math.floor(level * (MAX_COLORS - 1) + 0.5));
  return await pngUri(pixels, width, palette);
}

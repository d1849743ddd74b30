/**
 * From a picture of any size to what a network learns from: a byte for each gray level or color, all pictures of one
 * size.
 *
 * Every step is in whole numbers and is rounded once, half up, so that the bytes are the same on every machine:
 *
 * 1. Transparent pixels are laid on white, and 16 bits become 8.
 * 2. For gray, a pixel's luma is (19595 R + 38470 G + 7471 B) / 2¹⁶: the weights of ITU-R BT.601, which add up to 1.
 * 3. A pixel of the result is the mean of the area that it covers; the picture is stretched where its shape differs.
 * 4. The result is turned upright. @module
 */

import { type Defaults, withDefaults } from "../checks/options.ts";
import { averageAreas, type Extent } from "./resize.ts";

/** A picture as a canvas or a decoder of files gives it. */
export interface RgbaPicture {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** [height, width, 4]: red, green, blue and opacity, in bytes or in 16 bits; not premultiplied. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** What pictures are made into. */
export interface PictureOptions {
  /** The height and the width, in pixels: whole numbers from 1 to 1024. Default: [28, 28]. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** Whether red, green and blue are kept; otherwise gray levels. Default: false. */
  readonly color?: boolean | undefined;
  /** How the picture is turned, as EXIF numbers it; 1 is upright. Default: 1. */
  readonly orientation?: Orientation | undefined;
}

const DEFAULTS = {
  size: [28, 28], // as MNIST's pictures
  color: false,
  orientation: 1,
} as const satisfies Defaults<PictureOptions>;

/** The longest side that pictures are made into, in pixels. */
const MAX_SIDE = 1024;

/** Twice the sum of an area's bytes has to be a whole number that float64 holds. */
const MAX_PIXELS = 4_294_967_296;

/**
 * The shape of what {@linkcode pictureInput} gives: [height, width], or [height, width, 3] with colors.
 * @throws {RangeError} if the size is not two whole numbers from 1 to 1024
 */
export function pictureShape(options: PictureOptions = {}): number[] {
  const { size, color } = withDefaults("make pictures", options, DEFAULTS);
  const whole = (side: unknown) =>
    Number.isInteger(side) && Number(side) >= 1 && Number(side) <= MAX_SIDE;
  if (!Array.isArray(size) || size.length !== 2 || !size.every(whole)) {
    throw new RangeError(
      `Cannot make pictures of size ${JSON.stringify(size)}: expected [height, width], ` +
        `whole numbers from 1 to ${MAX_SIDE}`,
    );
  }
  return color ? [...size, 3] : [...size];
}

/**
 * A picture as a network sees it. `Dataset` takes these bytes as `pixels`, of which k stands for k/255.
 * @param picture of any size
 * @returns [height, width], 0 for black to 255 for white; or [height, width, 3], red, green and blue
 * @throws {TypeError} if the data do not fill the picture
 * @throws {RangeError} if the size is not two whole numbers from 1 to 1024
 */
export function pictureInput(picture: RgbaPicture, options: PictureOptions = {}): Uint8Array {
  return preparedPicture(picture, pictureShape(options), options.orientation);
}

/** What {@linkcode pictureInput} gives, of a shape that is one. */
export function preparedPicture(
  picture: RgbaPicture,
  [height = 0, width = 0, channels = 1]: readonly number[],
  orientation: Orientation = 1,
): Uint8Array {
  const pixels = picture.width * picture.height;
  if (!(pixels > 0 && pixels <= MAX_PIXELS) || picture.data.length !== 4 * pixels) {
    throw new TypeError(
      `Cannot use a picture of ${picture.width} × ${picture.height} with ${picture.data.length} values: ` +
        "expected four a pixel",
    );
  }
  // To turn millions of pixels is slow. The mean of an area is the same however the picture lies, so the result is turned.
  const upright = { height, width };
  const lying: Extent = turnsSideways(orientation) ? { height: width, width: height } : upright;
  const result = averageAreas(
    (y, row) => readRow(picture, y, row, channels === 3),
    picture,
    lying,
    channels,
  );
  return turned(result, lying, channels, orientation);
}

/** A row of a picture on white paper, [width, 3], or [width] in gray. */
function readRow(
  { width, data }: RgbaPicture,
  y: number,
  row: Uint8Array,
  hasColors: boolean,
): void {
  const full = data.BYTES_PER_ELEMENT === 2 ? 65535 : 255;
  let to = 0;
  for (let k = 4 * width * y; k < 4 * width * (y + 1); k += 4) {
    const opacity = data[k + 3]!;
    let [red, green, blue] = [data[k]!, data[k + 1]!, data[k + 2]!];
    if (full !== 255 || opacity !== 255) {
      red = onWhite(red, opacity, full);
      green = onWhite(green, opacity, full);
      blue = onWhite(blue, opacity, full);
    }
    if (hasColors) {
      row[to++] = red;
      row[to++] = green;
      row[to++] = blue;
    } else row[to++] = (19595 * red + 38470 * green + 7471 * blue + 32768) >>> 16;
  }
}

/** (value · opacity + full · (full − opacity)) / full² of 255, rounded half up. */
function onWhite(value: number, opacity: number, full: number): number {
  const divisor = 2 * full * full;
  const dividend = 510 * (value * opacity + full * (full - opacity)) + full * full;
  return (dividend - dividend % divisor) / divisor;
}

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

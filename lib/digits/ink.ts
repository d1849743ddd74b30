/** What of an image is ink: dark on light or light on dark, in any colors, on paper or on nothing. @module */

const { abs, max, min } = Math;

/** An image as a canvas or a decoder of PNG gives it. */
export interface RgbaImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** [height, width, 4]: red, green, blue and opacity, in bytes or in 16 bits; not premultiplied. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** Ink on paper. */
export interface Ink {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** [height, width]: 0 is paper, 1 the strongest ink. */
  readonly values: Float32Array;
}

/** Ink that differs less from the paper than this part of the whole range is not ink, but grain. */
const MIN_CONTRAST = 0.15;

/** What is fainter than this part of the strongest ink is grain, a shadow or a trace of the eraser. */
const MIN_STRENGTH = 0.1;

/** The thickness of the border that shows the paper, as a part of the shorter side; at least a pixel. */
const BORDER_SHARE = 1 / 20;

/**
 * Finds the ink of a drawing. The paper is the middle color of the border, and ink is how far a color is from it; where
 * most of the image is transparent, ink is what is not.
 * @throws {TypeError} if the data do not fill the image
 * @throws {RangeError} if nothing is drawn on it
 */
export function inkOf({ width, height, data }: RgbaImage): Ink {
  const size = width * height;
  if (!(size > 0) || data.length !== 4 * size) {
    throw new TypeError(
      `Cannot use an image of ${width} × ${height} with ${data.length} values: expected four a pixel`,
    );
  }
  const full = data.BYTES_PER_ELEMENT === 2 ? 65535 : 255;
  const paper = paperOf(width, height, data, full);
  const values = new Float32Array(size);
  let strongest = 0;
  for (let k = 0; k < size; k++) {
    const opacity = data[4 * k + 3]! / full;
    let distance = full;
    if (paper !== undefined) {
      distance = max(
        abs(data[4 * k]! - paper[0]),
        abs(data[4 * k + 1]! - paper[1]),
        abs(data[4 * k + 2]! - paper[2]),
      );
    }
    values[k] = opacity * distance / full;
    strongest = max(strongest, values[k]!);
  }
  if (strongest < MIN_CONTRAST) {
    throw new RangeError(
      "Cannot find a digit: the image is blank, or its ink is hardly darker or lighter than its paper",
    );
  }
  for (let k = 0; k < size; k++) {
    const value = values[k]! / strongest;
    values[k] = value < MIN_STRENGTH ? 0 : value;
  }
  return { width, height, values };
}

/** The color of the paper; `undefined` if there is none, since most of the image is transparent. */
function paperOf(
  width: number,
  height: number,
  data: RgbaImage["data"],
  full: number,
): readonly [red: number, green: number, blue: number] | undefined {
  const opaque = (k: number) => data[4 * k + 3]! > full / 2;
  let count = 0;
  for (let k = 0; k < width * height; k++) if (opaque(k)) count++;
  if (count <= width * height / 2) return undefined;
  const thickness = max(1, Math.floor(min(width, height) * BORDER_SHARE));
  const counts = [0, 1, 2].map(() => new Uint32Array(full + 1));
  let total = 0;
  const take = (k: number) => {
    if (!opaque(k)) return;
    for (const [channel, histogram] of counts.entries()) histogram[data[4 * k + channel]!]!++;
    total++;
  };
  for (let y = 0; y < height; y++) {
    const across = y < thickness || y >= height - thickness;
    for (let x = 0; x < width; x++) {
      if (across || x < thickness || x >= width - thickness) take(y * width + x);
    }
  }
  // The border may be transparent, as around a window in a picture of a screen.
  if (total === 0) { for (let k = 0; k < width * height; k++) take(k); }
  const [red, green, blue] = counts.map((histogram) => median(histogram, total));
  return [red!, green!, blue!];
}

/** The middle one of `total` values, given how often there is each. */
function median(counts: Uint32Array, total: number): number {
  let seen = 0;
  let value = 0;
  while ((seen += counts[value]!) <= total / 2 && value < counts.length - 1) value++;
  return value;
}

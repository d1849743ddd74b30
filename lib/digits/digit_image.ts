/**
 * From a drawing of any size to an image as MNIST has them: a digit in a box of 20 × 20 pixels, its
 * center of mass in the middle of 28 × 28 (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"). Ink is dark on
 * light or light on dark, in any colors, on paper or on nothing. @module
 */

const { abs, floor, max, min, sqrt } = Math;

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

/** The sides of the image and of the box that the digit fits into, in pixels. */
const [SIDE, BOX] = [28, 20];

/** Where the center of mass is in MNIST's images, in pixels from the top and from the left: in the middle of pixel 14. */
const CENTER = 14.5;

/** The width of strokes in MNIST's images, in pixels: thinner strokes are made as wide, or they would all but vanish. */
const MIN_PEN_WIDTH = 1.5;

/**
 * A drawing of a digit as MNIST has them, dark on light or light on dark.
 * @param image of any size
 * @returns [28 × 28], 0 for paper to 1 for ink
 * @throws {TypeError} if the data do not fill the image
 * @throws {RangeError} if the image is blank
 */
export function digitImage(image: RgbaImage): Float32Array {
  const ink = inkOf(image);
  const { left, top, width, height, x, y } = measure(ink);
  const scale = BOX / max(width, height); // of ours to a pixel of the drawing
  const pen = scale * penWidth(ink);
  const reach = 1 + max(0, MIN_PEN_WIDTH - pen);
  const startOf = (center: number, start: number, length: number) => {
    const offset = floor(CENTER - scale * (center - start) + 0.5);
    return max(0, min(SIDE - floor(scale * length + 0.5), offset)); // inside, however uneven
  };
  const across = windows(left, width, startOf(x, left, width), scale, reach);
  const down = windows(top, height, startOf(y, top, height), scale, reach);
  const side = reach / scale; // of what a pixel shows of the drawing
  const pixels = average(ink, across, down, side * side);
  const gain = max(1, reach / pen);
  return pixels.map((value) => min(1, value * gain));
}

/** The box around the ink and its center of mass, in pixels. */
function measure({ width, height, values }: Ink) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  let [mass, x, y] = [0, 0, 0];
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const value = values[r * width + c]!;
      if (value === 0) continue;
      [left, right] = [min(left, c), max(right, c + 1)];
      [top, bottom] = [min(top, r), max(bottom, r + 1)];
      mass += value;
      x += value * (c + 0.5);
      y += value * (r + 0.5);
    }
  }
  return { left, top, width: right - left, height: bottom - top, x: x / mass, y: y / mass };
}

/** How wide strokes are in the drawing, in pixels: a stroke's area is its width times half of what its edges measure. */
function penWidth({ width, height, values }: Ink): number {
  const at = (x: number, y: number) =>
    x < width && y < height && x >= 0 && y >= 0 ? values[y * width + x]! : 0;
  let [area, edges] = [0, 0];
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const value = at(x, y);
      const [dx, dy] = [at(x + 1, y) - value, at(x, y + 1) - value];
      area += value;
      edges += sqrt(dx * dx + dy * dy);
    }
  }
  return 2 * area / edges;
}

/** For each of our 28 columns or rows, the stretch of the drawing that it shows. */
type Windows = readonly { readonly start: number; readonly end: number }[];

/**
 * @param start where the digit starts in the drawing
 * @param length how long it is there
 * @param imageStart where it starts in our image
 * @param reach how much of our image a pixel shows; more than 1 makes strokes wider
 */
function windows(
  start: number,
  length: number,
  imageStart: number,
  scale: number,
  reach: number,
): Windows {
  return Array.from({ length: SIDE }, (_, k) => {
    const middle = k + 0.5 - imageStart;
    return {
      start: start + max(0, (middle - reach / 2) / scale),
      end: start + min(length, (middle + reach / 2) / scale),
    };
  });
}

/**
 * The mean of the ink over each window, [28 × 28]; what is outside the digit is paper. The drawing is gone through once,
 * row by row: it may be millions of pixels high.
 */
function average(ink: Ink, across: Windows, down: Windows, area: number): Float32Array {
  const row = new Float64Array(SIDE); // of the drawing, in our columns
  const sums = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < ink.height; y++) {
    const shares = down.map(({ start, end }) => min(end, y + 1) - max(start, y));
    if (shares.every((share) => share <= 0)) continue;
    for (const [c, { start, end }] of across.entries()) {
      row[c] = 0;
      for (let x = floor(start); x < end; x++) {
        row[c]! += (min(end, x + 1) - max(start, x)) * ink.values[y * ink.width + x]!;
      }
    }
    for (const [r, share] of shares.entries()) {
      if (share <= 0) continue;
      for (let c = 0; c < SIDE; c++) sums[r * SIDE + c]! += share * row[c]!;
    }
  }
  return Float32Array.from(sums, (sum) => sum / area);
}

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

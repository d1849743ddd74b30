/**
 * From a drawing of any size to an image as MNIST has them: a digit in a box of 20 × 20 pixels, its
 * center of mass in the middle of 28 × 28 (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"). @module
 */

import { type Ink, inkOf, type RgbaImage } from "./ink.ts";

const { floor, max, min, sqrt } = Math;

/** The sides of the image and of the box that the digit fits into, in pixels. */
const [SIDE, BOX] = [28, 20];

/** Where the center of mass is in MNIST's images, in pixels from the top and from the left: in the middle of pixel 14. */
const CENTER = 14.5;

/** The width of strokes in MNIST's images, in pixels: thinner strokes are made as wide, or they would all but vanish. */
const MIN_PEN_WIDTH = 1.5;

/** Where a digit is, in pixels; the far edges are outside. */
interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * A drawing of a digit as MNIST has them, dark on light or light on dark.
 * @param image of any size
 * @returns [28 × 28], 0 for paper to 1 for ink
 * @throws {TypeError} if the data do not fill the image
 * @throws {RangeError} if the image is blank
 */
export function digitImage(image: RgbaImage): Float32Array {
  const ink = inkOf(image);
  const bounds = boundsOf(ink);
  const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const scale = BOX / max(width, height); // of ours to a pixel of the drawing
  const pen = scale * penWidth(ink);
  const reach = 1 + max(0, MIN_PEN_WIDTH - pen);
  const { x, y } = centerOfMass(ink);
  const startOf = (center: number, start: number, length: number) => {
    const offset = floor(CENTER - scale * (center - start) + 0.5);
    return max(0, min(SIDE - floor(scale * length + 0.5), offset)); // inside, however uneven
  };
  const across = windows(bounds.left, width, startOf(x, bounds.left, width), scale, reach);
  const down = windows(bounds.top, height, startOf(y, bounds.top, height), scale, reach);
  const side = reach / scale; // of what a pixel shows of the drawing
  const pixels = average(ink, across, down, side * side);
  const gain = max(1, reach / pen);
  return pixels.map((value) => min(1, value * gain));
}

function boundsOf({ width, height, values }: Ink): Bounds {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] === 0) continue;
      [left, right] = [min(left, x), max(right, x + 1)];
      [top, bottom] = [min(top, y), max(bottom, y + 1)];
    }
  }
  return { left, top, right, bottom };
}

function centerOfMass({ width, height, values }: Ink): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const value = values[r * width + c]!;
      mass += value;
      x += value * (c + 0.5);
      y += value * (r + 0.5);
    }
  }
  return { x: x / mass, y: y / mass };
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

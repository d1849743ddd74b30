/** Small images on canvases, a pixel for each value. @module */

import { contextOf } from "./elements.ts";

/** Red, green and blue of positive and negative values: colors that show on light and on dark, and to the color-blind. */
const [ABOVE, BELOW] = [[66, 130, 255], [238, 103, 32]] as const;

/** The exponent of the shading; below 1, small values show. */
const RELEVANCE_GAMMA = 0.7;

/** The opacity of ink below a map of the evidence for and against, from 0 to 255. */
const SHADOW_OPACITY = 70;

/** A color, each part from 0 to 255. */
type Color = readonly [red: number, green: number, blue: number, opacity: number];

/** Paints a canvas, or a square of it, by the color of each pixel. */
export function paint(
  canvas: HTMLCanvasElement,
  colorOf: (pixel: number) => Color,
  { width, height, left, top } = { width: canvas.width, height: canvas.height, left: 0, top: 0 },
): void {
  const image = new ImageData(width, height);
  for (let k = 0; k < width * height; k++) image.data.set(colorOf(k), 4 * k);
  contextOf(canvas).putImageData(image, left, top);
}

/** Paints ink from 0 to 1, black on transparent; the style sheet inverts it in dark mode. */
export function paintInk(canvas: HTMLCanvasElement, ink: ArrayLike<number>): void {
  paint(canvas, (k) => [0, 0, 0, 255 * ink[k]!]);
}

/** Paints signed values, the largest in full color, over a shadow of the ink that they are of. */
export function paintRelevance(
  canvas: HTMLCanvasElement,
  relevance: Float32Array,
  ink: ArrayLike<number>,
): void {
  const scale = largestSize(relevance);
  paint(canvas, (k) => {
    const value = relevance[k]! / scale;
    const shadow = SHADOW_OPACITY * ink[k]!;
    const color = signed(Math.sign(value) * Math.abs(value) ** RELEVANCE_GAMMA);
    return color[3] > shadow ? color : [128, 128, 128, shadow];
  });
}

/** Paints signed values into a square of a canvas, the largest in full color. */
export function paintWeights(
  canvas: HTMLCanvasElement,
  weights: Float32Array,
  side: number,
  left: number,
  top: number,
): void {
  const scale = largestSize(weights);
  const square = { width: side, height: side, left, top };
  paint(canvas, (k) => signed(weights[k]! / scale), square);
}

function signed(share: number): Color {
  const [red, green, blue] = share > 0 ? ABOVE : BELOW;
  return [red, green, blue, 255 * Math.abs(share)];
}

/** The largest size of a value; 1 if all are 0, so that they can be divided by it. */
export function largestSize(values: readonly number[] | Float32Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value) || 0);
  return most || 1;
}

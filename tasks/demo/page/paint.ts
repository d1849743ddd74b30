/** Small images on canvases, a pixel for each value. @module */

import { contextOf } from "./elements.ts";

/** Red, green and blue of positive and negative values: colors that show on light and on dark, and to the color-blind. */
const [ABOVE, BELOW] = [[66, 130, 255], [238, 103, 32]] as const;

/** The exponent of the shading; below 1, small values show. */
const RELEVANCE_GAMMA = 0.7;

/** The opacity of ink below a map of the evidence for and against, from 0 to 255. */
const SHADOW_OPACITY = 70;

/** Paints ink from 0 to 1, black on transparent; the style sheet inverts it in dark mode. */
export function paintInk(canvas: HTMLCanvasElement, ink: ArrayLike<number>): void {
  paint(canvas, canvas.width, canvas.height, 0, 0, (k) => [0, 0, 0, 255 * ink[k]!]);
}

/** Paints signed values, the largest in full color, over a shadow of the ink that they are of. */
export function paintRelevance(
  canvas: HTMLCanvasElement,
  relevance: Float32Array,
  ink: ArrayLike<number>,
): void {
  const scale = largestSize(relevance);
  paint(canvas, canvas.width, canvas.height, 0, 0, (k) => {
    const value = relevance[k]!;
    const share = scale === 0 ? 0 : Math.sign(value) * (Math.abs(value) / scale) ** RELEVANCE_GAMMA;
    const shadow = SHADOW_OPACITY * ink[k]!;
    const [red, green, blue, opacity] = signed(share);
    return opacity > shadow ? [red, green, blue, opacity] : [128, 128, 128, shadow];
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
  const scale = largestSize(weights) || 1;
  paint(canvas, side, side, left, top, (k) => signed(weights[k]! / scale));
}

type Color = readonly [red: number, green: number, blue: number, opacity: number];

function signed(share: number): Color {
  const [red, green, blue] = share > 0 ? ABOVE : BELOW;
  return [red, green, blue, 255 * Math.abs(share)];
}

function largestSize(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function paint(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  left: number,
  top: number,
  colorOf: (k: number) => Color,
): void {
  const image = new ImageData(width, height);
  for (let k = 0; k < width * height; k++) image.data.set(colorOf(k), 4 * k);
  contextOf(canvas).putImageData(image, left, top);
}

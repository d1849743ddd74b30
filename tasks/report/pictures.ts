/** Images of a data set and weights as small pictures, in colours that fit light and dark. @module */

import { magnitudeQuantile, outgoingNorms } from "../../lib/evaluate/weight_statistics.ts";
import type { Dataset, Network } from "../../mod.ts";
import { pixelsOf, widthOf } from "../images/mistakes.ts";
import { type Color, MAX_COLORS, pngUri } from "../images/encode_png.ts";

/** A picture of the data: more ink, less transparent; the page turns it white on black in the dark. */
export async function exampleUri(data: Dataset, example: number): Promise<string> {
  const palette = Array.from(
    { length: MAX_COLORS },
    (_, k): Color => [0, 0, 0, Math.round(255 * k / (MAX_COLORS - 1))],
  );
  const pixels = pixelsOf(data, example).map((value) => Math.round(value * (MAX_COLORS - 1)));
  return await pngUri(pixels, widthOf(data), palette);
}

/** A unit of the first layer as a picture of its weights. */
export interface UnitPicture {
  /** Counted from 1. */
  readonly unit: number;
  readonly uri: string;
}

/** The pictures of the first layer's units. */
export interface UnitPictures {
  readonly pictures: readonly UnitPicture[];
  /** How many units there are. */
  readonly units: number;
  /** Weights of this size and beyond are in full colour. */
  readonly full: number;
}

/** Nobody looks at more pictures than this. */
const MAX_UNITS = 64;

/** The share of the weights that the colour scale covers; the few largest would make all others pale. */
const SHARE = 0.995;

/** Seven steps to each side of zero. */
const STEPS = 7;

const [NEGATIVE, POSITIVE] = [[217, 105, 20], [38, 117, 217]] as const;

/**
 * The weights into each unit of the first layer, laid out as the image: blue where ink speaks for the unit, orange where
 * it speaks against, on one scale. A wide layer shows the units with the largest weights into the next layer, in order.
 */
export async function unitPictures(network: Network, width: number): Promise<UnitPictures> {
  const [first, next] = network.weights;
  const { rows: inputs, columns: units, values } = first!;
  const full = magnitudeQuantile(values, SHARE) || 1;
  let chosen = Array.from({ length: units }, (_, unit) => unit);
  if (units > MAX_UNITS) {
    const norms = next === undefined ? new Float64Array(units) : outgoingNorms(next);
    chosen = chosen.sort((a, b) => norms[b]! - norms[a]! || a - b).slice(0, MAX_UNITS);
  }
  const palette = Array.from({ length: 2 * STEPS + 1 }, (_, k): Color => {
    const [red, green, blue] = k < STEPS ? NEGATIVE : POSITIVE;
    return [red, green, blue, Math.round(255 * Math.abs(k - STEPS) / STEPS)];
  });
  const pictures: UnitPicture[] = [];
  for (const unit of chosen) {
    const pixels = Uint8Array.from({ length: inputs }, (_, input) => {
      const weight = Math.max(-1, Math.min(1, values[input * units + unit]! / full));
      return STEPS + Math.round(STEPS * weight);
    });
    pictures.push({ unit: unit + 1, uri: await pngUri(pixels, width, palette) });
  }
  return { pictures, units, full };
}

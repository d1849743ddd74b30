/** The weights of units as small pictures, in colors that fit light and dark. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import { magnitudeQuantile, outgoingNorms } from "../../../lib/measure/weight_statistics.ts";
import type { Network } from "../../../lib/network.ts";
import type { Picture } from "../../../lib/document/blocks.ts";
import { type Color, pngUri } from "../../../lib/formats/png.ts";
import { pictureShapeOf } from "../../../lib/pictures/example.ts";

/** The pictures of the first layer's units, all of one size. */
export interface UnitPictures extends Pick<Picture, "height" | "width"> {
  /** Of the units that are shown, counted from 1. */
  readonly pictures: readonly { readonly unit: number; readonly uri: string }[];
  readonly units: number;
  /** Weights of this size and beyond have the full color. */
  readonly full: number;
}

/** The most pictures: a reader looks at no more. */
const MAX_UNITS = 64;

/** The most pixels of all pictures together, so that the page stays small. */
const MAX_PIXELS = 200_000;

/** The share of the weights that the color scale covers; the few largest would make all others pale. */
const COLOR_SCALE_SHARE = 0.995;

/** The steps of the color scale on each side of zero. */
const COLOR_STEPS = 7;

const [NEGATIVE, POSITIVE] = [[217, 105, 20], [38, 117, 217]] as const;

/**
 * The weights into each unit of the first layer, laid out as the image: blue for positive weights, orange for negative ones,
 * on one scale. A color picture shows the mean of a pixel's three weights. Of a wide layer only the units with the largest
 * weights into the next layer are shown, in that order.
 * @returns `undefined` if the inputs are no pictures, or too large
 */
export async function unitPictures(
  network: Network,
  data: Dataset,
): Promise<UnitPictures | undefined> {
  const shape = pictureShapeOf(data);
  if (shape === undefined) return undefined;
  const { height, width, channels } = shape;
  const [first, next] = network.weights;
  const { columns: units, values } = first!;
  const most = Math.min(MAX_UNITS, Math.floor(MAX_PIXELS / (height * width)));
  if (most === 0) return undefined;
  const full = magnitudeQuantile(values, COLOR_SCALE_SHARE) || 1;
  let chosen = Array.from({ length: units }, (_, unit) => unit);
  if (units > most) {
    const norms = next === undefined ? new Float64Array(units) : outgoingNorms(next);
    chosen = chosen.sort((a, b) => norms[b]! - norms[a]! || a - b).slice(0, most);
  }
  const palette = Array.from({ length: 2 * COLOR_STEPS + 1 }, (_, k): Color => {
    const [red, green, blue] = k < COLOR_STEPS ? NEGATIVE : POSITIVE;
    return [red, green, blue, Math.round(255 * Math.abs(k - COLOR_STEPS) / COLOR_STEPS)];
  });
  const pictures: UnitPictures["pictures"][number][] = [];
  for (const unit of chosen) {
    const pixels = Uint8Array.from({ length: height * width }, (_, pixel) => {
      let sum = 0;
      for (let k = 0; k < channels; k++) sum += values[(pixel * channels + k) * units + unit]!;
      const weight = Math.max(-1, Math.min(1, sum / channels / full));
      return COLOR_STEPS + Math.round(COLOR_STEPS * weight);
    });
    pictures.push({ unit: unit + 1, uri: await pngUri(pixels, width, palette) });
  }
  return { pictures, units, full, height, width };
}

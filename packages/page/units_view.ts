/** Pictures of the weights into the units of the first layer. @module */

import type { Network } from "../../mod.ts";
import { element, setHidden } from "./elements.ts";
import { paintWeights } from "./paint.ts";

/** The most units that have a picture. */
const MAX_PICTURES = 100;

/** The side of a unit's picture and the space between two, in pixels. */
const [SIDE, SPACE] = [28, 1];

/** How many pictures stand side by side: where there are few, where there are many, and on a narrow screen. */
const PER_ROW = { few: 10, many: 20, narrow: 6 };

/** From this number on, pictures count as many. */
const MIN_MANY = 40;

/** A canvas of at least this width is not narrow, in pixels. */
const MIN_WIDE = 480;

/** Shows a picture for each unit of a layer [784, units], or for the first of many. */
export function showUnits({ columns: units, values }: Network["weights"][number]): void {
  setHidden(false, "training-units");
  const canvas = element("units", HTMLCanvasElement);
  const shown = Math.min(units, MAX_PICTURES);
  const narrow = canvas.clientWidth < MIN_WIDE;
  const most = narrow ? PER_ROW.narrow : shown < MIN_MANY ? PER_ROW.few : PER_ROW.many;
  const across = Math.min(shown, most);
  const [width, height] = [across, Math.ceil(shown / across)]
    .map((count) => count * (SIDE + SPACE) + SPACE) as [number, number];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const picture = new Float32Array(SIDE * SIDE);
  for (let unit = 0; unit < shown; unit++) {
    for (let k = 0; k < picture.length; k++) picture[k] = values[k * units + unit]!;
    const [left, top] = [unit % across, Math.floor(unit / across)]
      .map((k) => SPACE + k * (SIDE + SPACE)) as [number, number];
    paintWeights(canvas, picture, SIDE, left, top);
  }
  const all = shown < units ? `the first ${shown} of ${units}` : `all ${units}`;
  canvas.ariaLabel = `First-layer weights of ${all} units, as pictures`;
}

/** The weights into each unit of the first layer, as pictures. @module */

import { element, setHidden } from "./elements.ts";
import type { UnitPictures } from "./messages.ts";
import { paintWeights } from "./paint.ts";

/** The side of a unit's picture and the space between two, in pixels. */
const [SIDE, SPACE] = [28, 1];

/** How many pictures stand side by side: where there are few, where there are many, and on a narrow screen. */
const PER_ROW = { few: 10, many: 20, narrow: 6 };

/** From this number on, pictures count as many. */
const MIN_MANY = 40;

/** A canvas of at least this width is not narrow, in pixels. */
const MIN_WIDE = 480;

/** The canvas of the pictures; it fits them to its width again when the window changes. */
export class UnitsView {
  #pictures: UnitPictures | undefined;

  constructor() {
    addEventListener("resize", () => {
      if (this.#pictures !== undefined) this.show(this.#pictures);
    });
  }

  clear(): void {
    this.#pictures = undefined;
    setHidden(true, "training-units");
  }

  /** Shows pictures instead of the last ones. */
  show(pictures: UnitPictures): void {
    this.#pictures = pictures;
    setHidden(false, "training-units");
    const { units, weights } = pictures;
    const canvas = element("units", HTMLCanvasElement);
    const pixels = SIDE * SIDE;
    const shown = weights.length / pixels;
    const narrow = canvas.clientWidth < MIN_WIDE;
    const most = narrow ? PER_ROW.narrow : shown < MIN_MANY ? PER_ROW.few : PER_ROW.many;
    const across = Math.min(shown, most);
    const [width, height] = [across, Math.ceil(shown / across)]
      .map((count) => count * (SIDE + SPACE) + SPACE) as [number, number];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    for (let unit = 0; unit < shown; unit++) {
      const picture = weights.subarray(unit * pixels, (unit + 1) * pixels);
      const [left, top] = [unit % across, Math.floor(unit / across)]
        .map((k) => SPACE + k * (SIDE + SPACE)) as [number, number];
      paintWeights(canvas, picture, SIDE, left, top);
    }
    const label = shown < units
      ? `First-layer weights of the first ${shown} of ${units} units, as pictures`
      : `First-layer weights of all ${units} units, as pictures`;
    canvas.setAttribute("aria-label", label);
  }
}

/** A scale of colors whose lightness grows evenly, so that it is read without colors too. @module */

import { escapeHtml, Html } from "../../../lib/document/html.ts";

/** From a dark blue by gray to a light yellow: the ends and middle of cividis (Nuñez, Anderton and Renslow 2018). */
const [DARK, MIDDLE, LIGHT] = [[0, 32, 77], [124, 123, 120], [255, 234, 70]] as const;

/** The color of a value from 0 to 1, as red, green and blue up to 255. */
export function rampColor(value: number): [red: number, green: number, blue: number] {
  const at = 2 * Math.min(1, Math.max(0, value));
  const [from, to, share] = at < 1 ? [DARK, MIDDLE, at] as const : [MIDDLE, LIGHT, at - 1] as const;
  return [0, 1, 2].map((k) => from[k]! + (to[k]! - from[k]!) * share) as [number, number, number];
}

/** The colors of 256 values, as the bytes of opaque pixels. */
const PIXELS = new Uint32Array(
  Uint8ClampedArray.from(
    Array.from({ length: 256 }, (_, k) => [...rampColor(k / 255), 255]).flat(),
  ).buffer,
);

/** The color of a value from 0 to 1, as the four bytes of a pixel. */
export function rampPixel(value: number): number {
  return PIXELS[Math.min(255, Math.max(0, Math.floor(value * 256)))]!;
}

/** A legend: from the least value to the largest. */
export function rampLegend(low: string, high: string): Html {
  const cells = Array.from(
    { length: 12 },
    (_, k) =>
      `<path d="M${8 * k + 4} 0v12" stroke-width="8.5" stroke="rgb(${
        rampColor(k / 11).map(Math.round)
      })"/>`,
  );
  return new Html(
    `<p class="names">${escapeHtml(low)} <svg width="96" height="12" aria-hidden="true">${
      cells.join("")
    }</svg> ${escapeHtml(high)}</p>`,
  );
}

/** What is drawn between the axes of a chart: lines, dots, bars. @module */

import type { Ink } from "../document/blocks.ts";
import { Html, tag } from "../document/html.ts";
import { pathOf, type Pixel, px } from "./plot.ts";

export type { Ink };

const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]] as const;

const COLORS = 6;

/** The ink of a line by its index, or its own. */
export function inkOf(k: number | Ink): Ink {
  if (typeof k === "object") return k;
  const dash = DASHES[(k + Math.floor(k / COLORS)) % DASHES.length]!;
  return { color: `var(--series-${k % COLORS + 1})`, dash };
}

export const [KEPT, BEST]: readonly [Ink, Ink] = [
  { color: "var(--ink)", dash: [] },
  { color: "var(--ink)", dash: [2, 3] },
];

/** How the line looks that points of a perfect network would be on. */
export const REFERENCE: Ink = { color: "var(--ink)", dash: [6, 3] };

/** The opacity of bars and of points of a cloud: the grid, and each other, show through. */
export const OPACITY = 0.75;

/** A line through points, interrupted where one is missing. */
export function stroke(
  points: readonly (Pixel | undefined)[],
  { color, dash }: Ink,
  width = 2,
): Html {
  const runs: Pixel[][] = [[]];
  for (const point of points) {
    if (point === undefined) runs.push([]);
    else runs.at(-1)!.push(point);
  }
  const path = runs.filter(({ length }) => length > 1).map(pathOf).join("");
  if (path === "") return new Html("");
  return tag("path", {
    d: path,
    fill: "none",
    stroke: color,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "stroke-dasharray": dash.length > 0 && dash.join(" "),
  });
}

export function dots(
  points: readonly Pixel[],
  color: string,
  { radius = 3, opacity = 1 }: { radius?: number; opacity?: number } = {},
): Html {
  if (points.length === 0) return new Html("");
  return tag("path", {
    d: points.map(([x, y]) => `M${px(x)} ${px(y)}h0`).join(""),
    stroke: color,
    "stroke-width": px(2 * radius),
    "stroke-linecap": "round",
    "stroke-opacity": opacity < 1 && opacity,
  });
}

/** Bars of one color between opposite corners. */
export function bars(corners: readonly (readonly [Pixel, Pixel])[], color: string): Html {
  const path = corners.map(([[x1, y1], [x2, y2]]) =>
    `M${px(x1)} ${px(y1)}H${px(x2)}V${px(y2)}H${px(x1)}Z`
  ).join("");
  return tag("path", { d: path, fill: color, "fill-opacity": OPACITY });
}

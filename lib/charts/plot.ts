/** The frame of a chart, as SVG in the colors of the page: axes, ticks and labels, and the marks between them. @module */

import { type Html, type Part, tag } from "../document/html.ts";
import type { Scale, Tick } from "./scale.ts";

/** A point of a chart, in pixels from its upper left corner. */
export type Pixel = readonly [x: number, y: number];

/** The title of the axis of values, and the chart in a sentence, for those who cannot see it. */
export interface ChartTexts {
  readonly title: string;
  readonly label: string;
}

/** From positions on both axes, 0 to 1, to pixels. */
export type ToPixels = (x: number, y: number) => Pixel;

/** The size of a chart of which a wide page puts two in a row, in pixels. */
export const [WIDTH, HEIGHT] = [440, 270];

/** The estimated width of a character of the labels, in pixels. */
const CHARACTER_WIDTH = 7.2;

/** Between the axes and the marks, in pixels. */
const INSET = 8;

/** The longest label, the longest slanted one, and the longest title, in characters. */
const [MAX_LABEL, MAX_SLANTED, MAX_TITLE] = [22, 14, 48];

export interface PlotOptions {
  readonly x: Scale;
  readonly y: Scale;
  readonly label: string;
  /** In pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Whether lines lead up from the ticks of x, and not across from those of y. */
  readonly upright?: boolean;
  readonly marks: (at: ToPixels) => Part;
}

/** A chart: the axes, and the marks between them. */
export function plot(
  { x, y, label, width = WIDTH, height = HEIGHT, upright = false, marks }: PlotOptions,
): Html {
  const yLabels = y.ticks.map(({ label }) => cut(label));
  const left = CHARACTER_WIDTH * longest(yLabels) + (y.title === "" ? 14 : 32);
  const right = width - 14;
  const slanted = isCrowded(x.ticks, right - left);
  const below = x.ticks.map(({ label }) => cut(label, slanted ? MAX_SLANTED : MAX_LABEL));
  // A slanted label reaches down by the sine of its angle.
  const bottom = height - (slanted ? 30 + 0.57 * CHARACTER_WIDTH * longest(below) : 44);
  const top = 8;
  const at: ToPixels = (u, v) => [
    left + INSET + u * (right - left - 2 * INSET),
    bottom - INSET - v * (bottom - top - 2 * INSET),
  ];
  const middle = (top + bottom) / 2;
  const grid = upright
    ? x.ticks.map(({ at: u }) => line([at(u, 0)[0], top], [at(u, 0)[0], bottom], "--rule"))
    : y.ticks.map(({ at: v }) => line([left, at(0, v)[1]], [right, at(0, v)[1]], "--rule"));
  const ticks = x.ticks.map(({ at: u }) => {
    const [across] = at(u, 0);
    return line([across, bottom], [across, bottom + 4], "--rule-strong");
  });
  const labels = [
    y.ticks.map(({ at: v }, k) => text([left - 8, at(0, v)[1] + 4.5], yLabels[k]!, "end")),
    x.ticks.map(({ at: u }, k) => xLabel(below[k]!, at(u, 0)[0], bottom, slanted)),
    text([(left + right) / 2, height - 5], cut(x.title, MAX_TITLE), "middle"),
    turned([12, middle], -90, y.title, "middle"),
  ];
  return svg([width, height], label, [
    grid,
    line([left, bottom], [right, bottom], "--rule-strong"),
    ticks,
    marks(at),
    tag("g", { fill: "var(--muted)", "font-size": 13 }, labels),
  ]);
}

/** A picture of this size with a label. The style sheet makes it smaller where there is less room. */
export function svg([width, height]: Pixel, label: string, content: Part): Html {
  const size = { width: px(width), height: px(height), viewBox: `0 0 ${px(width)} ${px(height)}` };
  return tag("svg", { class: "chart", role: "img", "aria-label": label, ...size }, content);
}

/** Marks of which only what lies between the axes shows. */
export function clipped(at: ToPixels, marks: readonly Html[]): Html {
  const [left, top] = at(0, 1).map((length) => length - INSET) as unknown as Pixel;
  const [right, bottom] = at(1, 0).map((length) => length + INSET) as unknown as Pixel;
  const box = [left, top, right - left, bottom - top].map(px);
  const [x, y, width, height] = box;
  const attributes = { "aria-hidden": "true", x, y, width, height, viewBox: box.join(" ") };
  return tag("svg", attributes, marks);
}

/** Whether labels would touch each other if they stood side by side. */
function isCrowded(ticks: readonly Tick[], width: number): boolean {
  const labels = ticks.map(({ label }) => cut(label));
  return CHARACTER_WIDTH * longest(labels) * ticks.length > width * 1.05;
}

function xLabel(label: string, across: number, bottom: number, slanted: boolean): Html {
  if (!slanted) return text([across, bottom + 19], label, "middle");
  return turned([across + 3, bottom + 13], -35, label, "end");
}

function turned([x, y]: Pixel, angle: number, content: string, anchor: "middle" | "end"): Html {
  const transform = `translate(${px(x)} ${px(y)}) rotate(${angle})`;
  return tag("text", { transform, "text-anchor": anchor }, content);
}

function longest(labels: readonly string[]): number {
  return Math.max(1, ...labels.map(({ length }) => length));
}

/** A text that is too long for a chart, without its end. */
export function cut(text: string, most = MAX_LABEL): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A line in a color of the page. */
export function line([x1, y1]: Pixel, [x2, y2]: Pixel, color: string, width = 1): Html {
  const d = `M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}`;
  return tag("path", { d, stroke: `var(${color})`, "stroke-width": width });
}

export function text([x, y]: Pixel, content: string, anchor: "start" | "middle" | "end"): Html {
  return tag("text", { x: px(x), y: px(y), "text-anchor": anchor }, content);
}

/** The path through points, as SVG writes it. */
export function pathOf(points: readonly Pixel[]): string {
  return points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${px(x)} ${px(y)}`).join("");
}

/** A length to a tenth of a pixel, which is the same everywhere. */
export function px(length: number): string {
  return String(Number(length.toFixed(1)));
}

/**
 * The frame of a chart: its axes with their labels, as SVG in the colors of the page. Charts of sweeps are not drawn by Vega,
 * as those of reports are: machines without a registry merge sweeps too, to the same bytes.
 *
 * @module
 */

import { type Html, html } from "../../report/html.ts";
import type { Scale, Tick } from "./scale.ts";

/** A point of a chart, in pixels from its upper left corner. */
export type Point = readonly [x: number, y: number];

/** Converts positions on both axes, from 0 to 1, to pixels. */
type ToPixels = (x: number, y: number) => Point;

/** The size of a chart of which a wide page puts two in a row, in pixels. */
const [WIDTH, HEIGHT] = [440, 270];

/** The width of a character of the labels, about, in pixels. */
const CHARACTER = 7.2;

/** The space between the axes and the marks, in pixels. */
const INSET = 8;

/** The most characters of labels, of those that are slanted, and of titles. */
const [MAX_LABEL, MAX_SLANTED, MAX_TITLE] = [22, 14, 48];

interface PlotOptions {
  readonly x: Scale;
  readonly y: Scale;
  /** The chart in a sentence, for those who cannot see it. */
  readonly label: string;
  readonly height?: number;
  /** Draws between the axes. */
  readonly marks: (at: ToPixels) => readonly Html[];
}

/** A chart: the axes, and the marks between them. */
export function plot({ x, y, label, height = HEIGHT, marks }: PlotOptions): Html {
  const yLabels = y.ticks.map(({ label }) => cut(label));
  const left = CHARACTER * longest(yLabels) + 32;
  const right = WIDTH - 14;
  const slanted = isCrowded(x.ticks, right - left);
  const below = x.ticks.map(({ label }) => cut(label, slanted ? MAX_SLANTED : MAX_LABEL));
  // A slanted label reaches down by the sine of its angle.
  const bottom = height - (slanted ? 30 + 0.57 * CHARACTER * longest(below) : 44);
  const top = 8;
  const at: ToPixels = (u, v) => [
    left + INSET + u * (right - left - 2 * INSET),
    bottom - INSET - v * (bottom - top - 2 * INSET),
  ];
  const middle = (top + bottom) / 2;
  return svg(
    [WIDTH, height],
    label,
    html`
      ${y.ticks.map(({ at: v }) => {
        const level = at(0, v)[1];
        return line([left, level], [right, level], "--rule");
      })}${line([left, bottom], [right, bottom], "--rule-strong")}${x.ticks.map(({ at: u }) => {
        const [across] = at(u, 0);
        return line([across, bottom], [across, bottom + 4], "--rule-strong");
      })}${marks(at)}<g fill="var(--muted)"
        font-size="13">${y.ticks.map(({ at: v }, k) =>
          text([left - 8, at(0, v)[1] + 4.5], yLabels[k]!, "end")
        )}${x.ticks.map(({ at: u }, k) => xLabel(below[k]!, at(u, 0)[0], bottom, slanted))}${text(
          [(left + right) / 2, height - 5],
          cut(x.title, MAX_TITLE),
          "middle",
        )}<text transform="translate(12 ${px(middle)}) rotate(-90)" text-anchor="middle">${y
          .title}</text></g>
    `,
  );
}

/** A picture of this size with a label; it is as wide as there is room, up to its own width. */
export function svg([width, height]: Point, label: string, content: Html): Html {
  return html`
    <svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${px(width)} ${px(height)}"
      style="max-width:${px(width)}px">${content}</svg>
  `;
}

/** Marks, cut off at the axes. */
export function clipped(at: ToPixels, marks: readonly Html[]): Html {
  const [left, top] = at(0, 1).map((length) => length - INSET) as unknown as Point;
  const [right, bottom] = at(1, 0).map((length) => length + INSET) as unknown as Point;
  const box = [left, top, right - left, bottom - top].map(px);
  const [x, y, width, height] = box;
  return html`
    <svg aria-hidden="true" x="${x}" y="${y}" width="${width}" height="${height}"
      viewBox="${box.join(" ")}">${marks}</svg>
  `;
}

function isCrowded(ticks: readonly Tick[], width: number): boolean {
  return CHARACTER * longest(ticks.map(({ label }) => cut(label))) * ticks.length > width * 1.05;
}

function xLabel(label: string, across: number, bottom: number, slanted: boolean): Html {
  if (!slanted) return text([across, bottom + 19], label, "middle");
  return html`
    <text transform="translate(${px(across + 3)} ${px(bottom + 13)}) rotate(-35)"
      text-anchor="end">${label}</text>
  `;
}

function longest(labels: readonly string[]): number {
  return Math.max(1, ...labels.map(({ length }) => length));
}

/** A text, without its end if it is too long for a chart. */
export function cut(text: string, most = MAX_LABEL): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A line in a color of the page. */
export function line([x1, y1]: Point, [x2, y2]: Point, color: string, width = 1): Html {
  return html`
    <path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" stroke="var(${color})"
      stroke-width="${width}" />
  `;
}

export function text([x, y]: Point, content: string, anchor: "start" | "middle" | "end"): Html {
  return html`<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${content}</text>`;
}

/** The path through points, as SVG writes it. */
export function pathOf(points: readonly Point[]): string {
  return points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${px(x)} ${px(y)}`).join("");
}

/** Dots in a color, drawn as one path. */
export function dots(points: readonly Point[], color: string, opacity: number): Html {
  return html`
    <path d="${points.map(([x, y]) => `M${px(x)} ${px(y)}h0`).join("")}" stroke="${color}"
      stroke-opacity="${opacity}" stroke-width="5" stroke-linecap="round" />
  `;
}

/** A length to a tenth of a pixel, which is the same everywhere. */
export function px(length: number): string {
  return String(Number(length.toFixed(1)));
}

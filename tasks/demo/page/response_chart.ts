/** Charts of how the answer changes along a column. @module */

import { create, setColor } from "./elements.ts";
import { add, begin } from "./svg.ts";

/** What is around the lines: at the sides as much as a slider's thumb sticks out, above and below a line of text. */
const EDGE = { side: 8, top: 17, bottom: 17 };

/** The most categories that are drawn, the first ones. */
const MAX_ROWS = 12;

/** The lowest and the highest value of a chart. */
export type Scale = readonly [low: number, high: number];

/** A line over a column of numbers, in a color of the style sheet. */
export interface ResponseLine {
  readonly color: number;
  readonly values: readonly number[];
}

/**
 * Draws lines from one end of a slider to the other, with a mark where the number is.
 *
 * @param at where the number is, from 0 to 1; beyond that it has no mark
 * @param ends what the lowest and the highest value are called
 * @param note what is shown below the lines, or nothing
 */
export function drawLines(
  box: HTMLElement,
  lines: readonly ResponseLine[],
  [low, high]: Scale,
  at: number,
  ends: readonly [string, string],
  description: string,
  note: string,
): void {
  let svg = box.querySelector("svg");
  if (svg === null) {
    svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("role", "img");
    box.replaceChildren(svg, create("small"));
  }
  box.querySelector("small")!.textContent = note;
  svg.setAttribute("aria-label", description);
  const { width, height } = begin(svg);
  const x = (share: number) => EDGE.side + (width - 2 * EDGE.side) * share;
  const y = (value: number) =>
    height - EDGE.bottom - (height - EDGE.top - EDGE.bottom) * (value - low) / (high - low || 1);
  for (const edge of [low, high]) {
    add(svg, "line", { class: "grid", x1: 0, x2: width, y1: y(edge), y2: y(edge) });
  }
  if (at >= 0 && at <= 1) {
    add(svg, "line", { class: "here", x1: x(at), x2: x(at), y1: y(high), y2: y(low) });
  }
  for (const { color, values } of lines) {
    const points = values.map((value, k) => `${x(k / (values.length - 1))},${y(value)}`);
    setColor(add(svg, "polyline", { class: "line", points: points.join(" ") }), color);
  }
  for (const [k, text] of ends.entries()) {
    const attributes = { class: "tick", x: width, "text-anchor": "end" };
    add(svg, "text", { ...attributes, y: k === 0 ? height - 4 : EDGE.top - 5 }).textContent = text;
  }
}

/** A row of categories: its name, the answer there, and parts of a bar from 0 to 1, each in a color. */
export interface ResponseRow {
  readonly name: string;
  readonly answer: string;
  readonly parts: readonly { readonly color: number; readonly share: number }[];
}

/** Draws a bar for each category, the chosen one marked. */
export function drawRows(
  box: HTMLElement,
  rows: readonly ResponseRow[],
  chosen: string,
  description: string,
): void {
  const list = create("div", "", "categories");
  list.setAttribute("role", "img");
  list.setAttribute("aria-label", description);
  for (const { name, answer, parts } of rows.slice(0, MAX_ROWS)) {
    const row = create("div", "", name === chosen ? "category chosen" : "category");
    const track = create("div", "", "track");
    for (const { color, share } of parts) {
      const part = create("div", "", "fill");
      setColor(part, color);
      part.style.width = `${100 * Math.min(1, Math.max(0, share))}%`;
      track.append(part);
    }
    row.append(create("span", name), create("span", answer, "category-answer"), track);
    list.append(row);
  }
  const more = rows.length - MAX_ROWS;
  if (more > 0) list.append(create("small", `and ${more} more`));
  box.replaceChildren(list);
}

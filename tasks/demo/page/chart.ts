/** A chart of lines, epoch by epoch, in SVG that the style sheet colors. @module */

import { scaleOf } from "./scale.ts";
import { add, begin } from "./svg.ts";

/** What is around the lines for the ticks, in pixels. */
const EDGE = { left: 44, right: 12, top: 10, bottom: 26 };

/** What the lines are called in the style sheet. */
const STYLES = ["first", "second"];

/**
 * Draws lines over the epochs 1 to `epochs`.
 *
 * @param lines one or two, each a value for each epoch
 */
export function drawChart(
  svg: SVGSVGElement,
  lines: readonly (readonly number[])[],
  epochs: number,
): void {
  const { width, height } = begin(svg);
  if (width === 0) return; // it is not shown
  const values = lines.flat().filter(Number.isFinite);
  const { ticks, low, high } = scaleOf(values);
  const x = (epoch: number) =>
    EDGE.left +
    (width - EDGE.left - EDGE.right) * (epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1));
  const y = (value: number) =>
    height - EDGE.bottom - (height - EDGE.top - EDGE.bottom) * (value - low) / (high - low);
  for (const tick of ticks) {
    const at = y(tick);
    add(svg, "line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: at, y2: at });
    if (values.length === 0) continue;
    const attributes = { class: "tick", x: EDGE.left - 8, y: at + 4, "text-anchor": "end" };
    add(svg, "text", attributes).textContent = String(tick);
  }
  if (values.length === 0) return;
  for (const epoch of new Set([1, Math.ceil(epochs / 2), epochs])) {
    const attributes = { class: "tick", x: x(epoch), y: height - 7, "text-anchor": "middle" };
    add(svg, "text", attributes).textContent = String(epoch);
  }
  for (const [i, values] of lines.entries()) {
    const style = STYLES[i];
    const points = values.flatMap((value, k) =>
      Number.isFinite(value) ? [[x(k + 1), y(value)]] : []
    );
    add(svg, "polyline", { class: `line ${style}`, points: points.join(" ") });
    const [last] = points.slice(-1);
    if (last) add(svg, "circle", { class: `dot ${style}`, cx: last[0]!, cy: last[1]!, r: 3.5 });
  }
}

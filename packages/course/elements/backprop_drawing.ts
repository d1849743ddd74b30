/** The drawing of `<ink-backprop>`: layers from left to right, with their numbers. @module */

import { type Html, tag } from "../../../lib/document/html.ts";
import type { Pass } from "./backprop_pass.ts";
import type { Known, Step } from "./backprop_steps.ts";
import { symbol } from "./formulas.ts";
import { decimal } from "./numbers.ts";

/** What is drawn: the numbers, the step, what is known of each layer, new weights, and the part that is chosen. */
export interface Shown {
  readonly pass: Pass;
  readonly step: Step;
  readonly known: (layer: number) => Known;
  readonly after: readonly Float32Array[] | undefined;
  readonly chosen: string;
}

/** The widest drawing, in pixels, and from which room on units and letters are small. */
const [MAX_WIDTH, NARROW] = [520, 360];

/** The size of a unit, and its width where there is little room, in pixels. */
const [UNIT_WIDTH, UNIT_HEIGHT, NARROW_UNIT_WIDTH] = [74, 62, 58];

/** The least room between two layers, in pixels; where there is less, the drawing scrolls. */
const LEAST_BETWEEN = 66;

/** The height of the row of a unit, in pixels. */
const ROW = 136;

/** How far the text of an edge is moved off the unit that it starts at, in pixels. */
const ASIDE = 4;

/** The height of a line of text, in pixels. */
const LINE_HEIGHT = 16;

/** The least and most width of an edge, in pixels, and the weight that has the most. */
const [THIN, THICK, HEAVY] = [1, 5, 3];

/** The drawing as SVG, as wide as there is room. */
export function drawing(shown: Shown, room: number, name: string): Html {
  const sizes = shown.pass.a.map(({ length }) => length);
  const unitWidth = room < NARROW ? NARROW_UNIT_WIDTH : UNIT_WIDTH;
  const least = sizes.length * unitWidth + (sizes.length - 1) * LEAST_BETWEEN + 2;
  const width = Math.max(Math.min(room, MAX_WIDTH), least);
  const most = Math.max(...sizes);
  const height = most * ROW;
  const x = (layer: number) =>
    1 + unitWidth / 2 + (width - unitWidth - 2) * layer / (sizes.length - 1);
  const y = (layer: number, unit: number) => height / 2 + (unit - (sizes[layer]! - 1) / 2) * ROW;
  const edges = sizes.slice(1).flatMap((size, k) =>
    Array.from({ length: sizes[k]! * size }, (_, at) => {
      const [from, unit] = [Math.floor(at / size), at % size];
      const start = [x(k) + unitWidth / 2, y(k, from)] as const;
      const end = [x(k + 1) - unitWidth / 2, y(k + 1, unit)] as const;
      return edge(shown, k + 1, unit, from, start, end);
    })
  );
  const units = sizes.flatMap((size, layer) =>
    Array.from(
      { length: size },
      (_, unit) => unitOf(shown, layer, unit, [x(layer), y(layer, unit)], unitWidth),
    )
  );
  const view = { viewBox: `0 0 ${width} ${height}`, width, height };
  // Lines lie below the texts of all edges.
  return tag(
    "svg",
    { ...view, role: "img", "aria-label": name, class: room < NARROW && "narrow" },
    edges.map(({ line }) => line),
    edges.map(({ text }) => text),
    units,
  );
}

type Point = readonly [x: number, y: number];

function edge(shown: Shown, layer: number, unit: number, from: number, start: Point, end: Point) {
  const { pass, step, after, chosen } = shown;
  const known = shown.known(layer);
  const at = from * pass.a[layer]!.length + unit;
  const w = (after ?? pass.weights)[layer - 1]![at]!;
  const key = `${layer}-${unit}-${from}`;
  const isLit = ["gradient", "update"].includes(step.kind) ||
    step.kind === "z" && step.layer === layer || step.kind === "delta" && step.layer === layer - 1;
  const line = tag("line", {
    x1: start[0],
    y1: start[1],
    x2: end[0],
    y2: end[1],
    "data-part": key,
    "stroke-width": Math.min(THIN + (THICK - THIN) * Math.abs(w) / HEAVY, THICK),
    class: `edge ${w < 0 ? "minus" : "plus"}${isLit ? " lit" : ""}${
      key === chosen ? " chosen" : ""
    }`,
  });
  // At this share of their way, the edges of a layer are at different heights.
  const share = 1 / (pass.a[layer]!.length + 1);
  const x = start[0] + (end[0] - start[0]) * share + ASIDE;
  const y = start[1] + (end[1] - start[1]) * share;
  const lines = [
    decimal(w, 2),
    ...known.gradient ? [`∂\u2009${decimal(pass.gradients[layer - 1]![at]!)}`] : [],
  ];
  const text = tag(
    "text",
    { "data-part": key, class: key === chosen ? "label chosen" : "label", x, y },
    lines.map((content, k) =>
      tag("tspan", { x, dy: k > 0 ? LINE_HEIGHT - 2 : lines.length > 1 ? -3 : 4 }, content)
    ),
  );
  return { line, text };
}

function unitOf(shown: Shown, layer: number, unit: number, [x, y]: Point, width: number): Html {
  const { pass, step, chosen } = shown;
  const known = shown.known(layer);
  const key = `${layer}-${unit}`;
  const isLast = layer === pass.a.length - 1;
  const isLit = step.kind === "input"
    ? layer === 0
    : step.kind === "cost"
    ? isLast
    : "layer" in step && step.layer === layer;
  const lines = [
    ...known.z ? [`z ${decimal(pass.z[layer - 1]![unit]!)}`] : [],
    ...known.a ? [`a ${decimal(pass.a[layer]![unit]!)}`] : [],
    ...known.delta ? [`δ ${decimal(pass.deltas[layer - 1]![unit]!)}`] : [],
  ];
  const beside = layer === 0
    ? { text: symbol("a", layer, unit) + " = x" + "₁₂₃₄"[unit], y: y - UNIT_HEIGHT / 2 - 6 }
    : isLast
    ? { text: `y ${decimal(pass.y[unit]!)}`, y: y + UNIT_HEIGHT / 2 + LINE_HEIGHT }
    : undefined;
  return tag(
    "g",
    {
      "data-part": key,
      class: `unit${isLit ? " lit" : ""}${key === chosen ? " chosen" : ""}`,
    },
    tag("rect", {
      x: x - width / 2,
      y: y - UNIT_HEIGHT / 2,
      width,
      height: UNIT_HEIGHT,
      rx: 10,
    }),
    lines.map((text, k) =>
      tag("text", { x, y: y + (k - (lines.length - 1) / 2) * (LINE_HEIGHT + 2) + 4 }, text)
    ),
    beside && tag("text", { x, y: beside.y, class: "beside" }, beside.text),
  );
}

/** A network as a drawing: units, and the weights between them. @module */

import { plain } from "../checks/texts.ts";
import type { Network } from "../network.ts";
import { parameterCount } from "../network/parameters.ts";
import { shownIndices } from "../numerics/show.ts";
import { COLORS, type Drawing, element, label, LETTER_SIZE, rounded } from "./svg.ts";

/** The units of a layer, and the layers, that are drawn at each end; one sign stands for the others. */
const [UNITS_AT_EDGE, LAYERS_AT_EDGE] = [5, 3];

/** In pixels: from unit to unit, from layer to layer, and of a unit. */
const [UNIT_STEP, LAYER_STEP, RADIUS] = [24, 150, 8];

/** A drawn column of units, or a sign for layers that are left out. */
interface Column {
  readonly layer: number;
  readonly x: number;
  readonly units: readonly number[];
}

/** The units of each layer and the weights between them, blue if positive, dashed if negative, thick if far from 0. */
export function networkDrawing(network: Network, text: string): Drawing {
  const { sizes } = network;
  const columns = shownIndices(sizes.length, LAYERS_AT_EDGE).map((layer, k): Column => ({
    layer,
    x: 30 + k * LAYER_STEP,
    units: layer < 0 ? [-1] : shownIndices(sizes[layer]!, UNITS_AT_EDGE),
  }));
  const most = columns.reduce((most, { units }) => Math.max(most, units.length), 1);
  const top = 2 * LETTER_SIZE;
  const at = ({ x, units }: Column, k: number): readonly [x: number, y: number] => {
    return [x, top + RADIUS + (k + (most - units.length) / 2) * UNIT_STEP];
  };
  const lines = columns.slice(1).flatMap((column, k) => {
    const before = columns[k]!;
    return before.layer < 0 || column.layer < 0 ? [] : linesOf(network, before, column, at);
  });
  const units = columns.flatMap((column) =>
    column.units.map((unit, k) => {
      const [cx, cy] = at(column, k);
      if (unit < 0) return label("⋮", cx, cy + 4, { "text-anchor": "middle", "font-size": 18 });
      const fill = COLORS.ground;
      return element("circle", {
        cx,
        cy,
        r: RADIUS,
        fill,
        stroke: COLORS.ink,
        "stroke-width": 1.2,
      });
    })
  );
  const last = columns.at(-1)!;
  const names = last.units.map((unit, k) => {
    const [x, y] = at(last, k);
    const name = plain(network.classNames?.[unit] ?? String(unit), 14);
    return unit < 0 ? "" : label(name, x + RADIUS + 5, y + 4, { fill: COLORS.muted });
  });
  const bottom = top + most * UNIT_STEP + LETTER_SIZE;
  const captions = columns.map(({ layer, x }) =>
    label(captionOf(network, layer), x, bottom, { "text-anchor": "middle", fill: COLORS.muted })
  );
  const title = `${sizesText(sizes)}: ${
    parameterCount(sizes)
  } parameters, ${network.cost.name} cost`;
  const content = [label(title, 0, LETTER_SIZE), ...lines, ...units, ...names, ...captions].join(
    "",
  );
  return { width: last.x + 110, height: bottom + 4, content, text };
}

function sizesText(sizes: readonly number[]): string {
  return shownIndices(sizes.length, LAYERS_AT_EDGE)
    .map((layer) => layer < 0 ? "…" : sizes[layer]).join("-");
}

function captionOf({ sizes, activation, outputActivation }: Network, layer: number): string {
  if (layer < 0) return "…";
  if (layer === 0) return `${sizes[0]} input${sizes[0] === 1 ? "" : "s"}`;
  return `${sizes[layer]} ${(layer === sizes.length - 1 ? outputActivation : activation).name}`;
}

/** The weights between the drawn units of two layers, as thick as they are large beside the others that are drawn. */
function linesOf(
  network: Network,
  from: Column,
  to: Column,
  at: (column: Column, k: number) => readonly [x: number, y: number],
): string[] {
  const { values, columns } = network.weights[to.layer - 1]!;
  const lines: { readonly path: string; readonly weight: number }[] = [];
  for (const [i, input] of from.units.entries()) {
    for (const [j, output] of to.units.entries()) {
      const weight = values[input * columns + output];
      if (input < 0 || output < 0 || weight === undefined || !Number.isFinite(weight)) continue;
      const [[x1, y1], [x2, y2]] = [at(from, i), at(to, j)];
      lines.push({ path: `M${x1} ${rounded(y1)}L${x2} ${rounded(y2)}`, weight });
    }
  }
  const largest = lines.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0) || 1;
  return [1, -1].map((sign) => {
    const paths = lines.filter(({ weight }) => weight * sign > 0).map(({ path, weight }) => {
      const share = Math.abs(weight) / largest;
      return element("path", {
        d: path,
        "stroke-width": 0.3 + 2.2 * share,
        "stroke-opacity": 0.25 + 0.6 * share,
      });
    });
    const stroke = sign > 0 ? COLORS.positive : COLORS.negative;
    const dashes = sign > 0 ? undefined : "4 3";
    return element("g", { stroke, fill: "none", "stroke-dasharray": dashes }, ...paths);
  });
}

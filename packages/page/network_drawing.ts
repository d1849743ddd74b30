/** The drawing of a network: the image that it sees, units in columns, what flows between them as lines. @module */

import type { Network } from "../../mod.ts";
import { largest } from "./bars.ts";
import { largestSize } from "./paint.ts";

/** A unit of a layer; layers count from 0, the first after the inputs. */
export type Unit = Readonly<Record<"layer" | "unit", number>>;

/** In pixels. */
export type Size = Readonly<Record<"width" | "height", number>>;

/** The units of a layer that are drawn, from top to bottom, and where. */
export interface Column {
  readonly x: number;
  readonly y: readonly number[];
  readonly units: readonly number[];
  readonly radius: number;
  /** What stands above it. */
  readonly title: string;
}

/** What is drawn. */
export interface DrawnNetwork {
  readonly network: Pick<Network, "weights">;
  /** [units] of each layer but the inputs; none if nothing is on the paper. */
  readonly activations: readonly Float32Array[] | undefined;
  /** What the network sees, as a picture. */
  readonly image: CanvasImageSource;
  readonly chosen: Unit;
  readonly columns: readonly Column[];
  readonly size: Size;
  readonly colors: Readonly<Record<"ink" | "muted" | "card" | "plus" | "minus", string>>;
  /** An output as text. */
  readonly textOf: (output: number) => string;
}

/** The room above the units for titles, below them, and at the right for the outputs' texts, in pixels. */
const [TOP, BOTTOM, TEXTS] = [30, 8, 104];

/** The least distance between two units, and the radius of the largest, in pixels. */
const [MIN_PITCH, MAX_RADIUS] = [11, 10];

/** Of so many lines none is drawn; of fewer those that carry more than this share of the most. */
const MANY_LINES = 2200;

const FONT = "13px system-ui, sans-serif";

/** The side of the image, in pixels. */
function imageSide(width: number, layers: number): number {
  return 28 * (width > 560 ? 5 : layers > 2 ? 2 : 3);
}

/** The units that are drawn of a layer: all, or some at even distances, the chosen one in place of its neighbor. */
export function shownUnits(size: number, most: number, chosen?: number): number[] {
  const shown = Math.min(size, most);
  const units = Array.from({ length: shown }, (_, k) => Math.floor(k * size / shown));
  if (chosen !== undefined) units[Math.floor(chosen * shown / size)] = chosen;
  return units;
}

/** Where the units of each layer but the inputs are. */
export function columnsOf(sizes: readonly number[], area: Size, chosen: Unit): Column[] {
  const layers = sizes.length - 1;
  const left = imageSide(area.width, layers);
  const room = area.height - TOP - BOTTOM;
  return sizes.slice(1).map((size, l) => {
    const most = Math.floor(room / MIN_PITCH);
    const units = shownUnits(size, most, chosen.layer === l ? chosen.unit : undefined);
    const { length } = units;
    return {
      x: left + (area.width - TEXTS - left) * (l + 1) / layers,
      y: units.map((_, k) => TOP + (k + 0.5) * room / length),
      units,
      radius: Math.min(MAX_RADIUS, 0.46 * room / length),
      title: l === layers - 1 ? "outputs" : length < size ? `${length}/${size}` : `${size}`,
    };
  });
}

/** The unit that is nearest to a point. */
export function unitAt(columns: readonly Column[], x: number, y: number): Unit {
  const nearest = (values: readonly number[], to: number) =>
    largest(values.map((value) => -Math.abs(value - to)), 1)[0]!;
  const layer = nearest(columns.map((column) => column.x), x);
  return { layer, unit: columns[layer]!.units[nearest(columns[layer]!.y, y)]! };
}

/** Draws a network on an empty canvas. */
export function drawNetwork(context: CanvasRenderingContext2D, drawn: DrawnNetwork): void {
  const { columns, image, colors, size } = drawn;
  const side = imageSide(size.width, columns.length);
  const top = (TOP + size.height - BOTTOM - side) / 2;
  for (const isChosen of [false, true]) drawFan(context, drawn, side, top + side / 2, isChosen);
  for (const layer of columns.keys()) {
    for (const isChosen of [false, true]) drawLines(context, drawn, layer, isChosen);
  }
  context.globalAlpha = context.lineWidth = 1;
  context.strokeStyle = context.fillStyle = colors.muted;
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, top, side, side);
  context.strokeRect(0.5, top + 0.5, side - 1, side - 1);
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText("28 × 28", side / 2, top - 14);
  for (const { title, x } of columns) context.fillText(title, x, 10);
  context.textAlign = "left";
  for (const layer of columns.keys()) drawUnits(context, drawn, layer);
}

/** Draws a line from point to point. */
function drawLine(context: CanvasRenderingContext2D, ...[x, y, right, end]: number[]): void {
  context.beginPath();
  context.moveTo(x!, y!);
  context.lineTo(right!, end!);
  context.stroke();
}

/** Lines from the image to the units of the first layer, the darker the more active these are. */
function drawFan(
  context: CanvasRenderingContext2D,
  { activations, chosen, colors, columns }: DrawnNetwork,
  side: number,
  middle: number,
  isChosen: boolean,
): void {
  const { x, y, units } = columns[0]!;
  const most = largestSize(activations?.[0] ?? []);
  const spread = Math.min(1, side / (y.at(-1)! - y[0]! || 1));
  context.strokeStyle = isChosen ? colors.plus : colors.muted;
  context.lineWidth = isChosen ? 2 : 1;
  for (const [k, unit] of units.entries()) {
    if ((chosen.layer === 0 && chosen.unit === unit) !== isChosen) continue;
    const share = Math.abs(activations?.[0]?.[unit] ?? 0) / most;
    context.globalAlpha = isChosen ? 1 : 0.1 + 0.4 * share;
    drawLine(context, side, middle + (y[k]! - middle) * spread, x, y[k]!);
  }
}

/** Lines into a layer that has one before it: activations times weights, or the weights where nothing flows. */
function drawLines(
  context: CanvasRenderingContext2D,
  { network, activations, chosen, colors, columns }: DrawnNetwork,
  layer: number,
  isChosen: boolean,
): void {
  const [from, to] = [columns[layer - 1], columns[layer]!];
  if (from === undefined) return;
  const { columns: all, values } = network.weights[layer]!;
  const flows = from.units.map((i) =>
    to.units.map((j) => (activations?.[layer - 1]?.[i] ?? 1) * values[i * all + j]!)
  );
  const most = largestSize(flows.flat());
  const least = from.units.length * to.units.length / MANY_LINES;
  for (const [p, row] of flows.entries()) {
    for (const [q, flow] of row.entries()) {
      const strength = Math.abs(flow) / most;
      const isOne = chosen.layer === layer && chosen.unit === to.units[q];
      if (!(strength > least) || isOne !== isChosen) continue;
      context.strokeStyle = flow < 0 ? colors.minus : colors.plus;
      context.lineWidth = 0.5 + 2.5 * strength;
      context.globalAlpha = isChosen ? 1 : 0.1 + 0.5 * strength;
      drawLine(context, from.x, from.y[p]!, to.x, to.y[q]!);
    }
  }
}

/** The units of a layer, each as full as it is active, and the texts of outputs. */
function drawUnits(
  context: CanvasRenderingContext2D,
  { network, activations, chosen, colors, columns, textOf }: DrawnNetwork,
  layer: number,
): void {
  const { x, y, units, radius } = columns[layer]!;
  const values = activations?.[layer] ?? [];
  const most = Math.max(1, largestSize(values));
  const [best] = largest(values, 1);
  for (const [k, unit] of units.entries()) {
    const isChosen = layer === chosen.layer && unit === chosen.unit;
    const value = values[unit] ?? 0;
    context.beginPath();
    context.arc(x, y[k]!, radius, 0, 2 * Math.PI);
    context.fillStyle = colors.card;
    context.fill();
    context.globalAlpha = Math.abs(value) / most || 0;
    context.fillStyle = value < 0 ? colors.minus : colors.ink;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = isChosen ? 3 : 1;
    context.strokeStyle = isChosen ? colors.plus : colors.muted;
    context.stroke();
    if (layer < network.weights.length - 1) continue;
    context.font = unit === best ? `bold ${FONT}` : FONT;
    context.fillStyle = colors.ink;
    const text = values.length === 0 ? "" : `  ${textOf(value)}`;
    context.fillText(unit + text, x + radius + 6, y[k]!);
  }
}

/** The drawing of a network: the image that it sees, units in columns, what flows between them as lines. @module */

import type { Network } from "../../mod.ts";
import { largest } from "./bars.ts";
import { largestSize } from "./paint.ts";

/** A unit of a layer; layers count from 0, the first after the inputs. */
export interface Unit {
  readonly layer: number;
  readonly unit: number;
}

/** The units of a layer that are drawn, from top to bottom, and where. */
export interface Column {
  readonly x: number;
  readonly radius: number;
  readonly size: number;
  readonly units: readonly number[];
  readonly y: readonly number[];
}

/** What is drawn. */
export interface DrawnNetwork {
  readonly network: Pick<Network, "sizes" | "weights">;
  /** [units] of each layer but the inputs; undefined if nothing is on the paper. */
  readonly activations: readonly Float32Array[] | undefined;
  /** The input [28 × 28] as a picture. */
  readonly image: CanvasImageSource | undefined;
  readonly chosen: Unit;
  readonly colors: Readonly<Record<"ink" | "muted" | "card" | "plus" | "minus", string>>;
  /** An output as text. */
  readonly textOf: (output: number) => string;
}

/** The room above the units for the number of them, below them, and at the right for the outputs' texts, in pixels. */
const [TOP, BOTTOM, TEXTS] = [30, 8, 104];

/** The least distance between two units, and the radius of the largest, in pixels. */
const [MIN_PITCH, MAX_RADIUS] = [11, 10];

/** The side of an image in pixels, and how much larger it is drawn where it has much room, and where little. */
const [SIDE, WIDE, NARROW] = [28, 5, 3];

/** From this width on there is much room, in pixels. */
const MIN_WIDE = 560;

/** The widths of lines, from those that carry little to those that carry most; less than that is left out. */
const [WIDTHS, LEAST] = [[0.75, 1.5, 2.5], 0.12] as const;

const FONT = "13px system-ui, sans-serif";

/** The side of the image, in pixels. */
function imageSide(width: number): number {
  return SIDE * (width < MIN_WIDE ? NARROW : WIDE);
}

/** The units that are drawn of a layer: all, or some at even distances, the chosen one in place of its neighbor. */
export function shownUnits(size: number, most: number, chosen: number | undefined): number[] {
  if (size <= most) return Array.from({ length: size }, (_, k) => k);
  const units = Array.from({ length: most }, (_, k) => Math.floor(k * size / most));
  if (chosen !== undefined) units[Math.floor(chosen * most / size)] = chosen;
  return units;
}

/** Where the units of each layer but the inputs are, on a canvas of this size. */
export function columnsOf(
  sizes: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  chosen: Unit,
): Column[] {
  const layers = sizes.slice(1);
  const left = imageSide(width);
  const most = Math.floor((height - TOP - BOTTOM) / MIN_PITCH);
  return layers.map((size, l) => {
    const units = shownUnits(size, most, chosen.layer === l ? chosen.unit : undefined);
    const pitch = (height - TOP - BOTTOM) / units.length;
    return {
      x: left + (width - TEXTS - left) * (l + 1) / layers.length,
      radius: Math.min(MAX_RADIUS, 0.46 * pitch),
      size,
      units,
      y: units.map((_, k) => TOP + (k + 0.5) * pitch),
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
export function drawNetwork(
  context: CanvasRenderingContext2D,
  drawn: DrawnNetwork,
  columns: readonly Column[],
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const { activations, image, colors } = drawn;
  const [side, middle] = [imageSide(width), (TOP + height - BOTTOM) / 2];
  drawFan(context, drawn, columns[0]!, side, middle);
  for (const layer of columns.keys()) {
    if (layer > 0) drawLines(context, drawn, columns, layer);
  }
  context.lineWidth = 1;
  context.strokeStyle = colors.muted;
  context.strokeRect(0.5, middle - side / 2 + 0.5, side - 1, side - 1);
  context.imageSmoothingEnabled = false;
  if (image !== undefined && activations !== undefined) {
    context.drawImage(image, 0, middle - side / 2, side, side);
  }
  for (const layer of columns.keys()) drawUnits(context, drawn, columns[layer]!, layer);
  context.font = FONT;
  context.textBaseline = "alphabetic";
  context.fillStyle = colors.muted;
  context.textAlign = "center";
  context.fillText("28 × 28", side / 2, middle - side / 2 - 10);
  for (const [l, { x, size, units }] of columns.entries()) {
    const count = units.length < size ? `${units.length} of ${size}` : `${size}`;
    const noun = width < MIN_WIDE ? "" : " units";
    context.fillText(l === columns.length - 1 ? "outputs" : count + noun, x, 14);
  }
}

/** A line from the image to each unit of the first layer, the darker the more active it is. */
function drawFan(
  context: CanvasRenderingContext2D,
  { activations, chosen, colors }: DrawnNetwork,
  { x, y, units }: Column,
  side: number,
  middle: number,
): void {
  const most = largestSize(activations?.[0] ?? []);
  const spread = side / (y.at(-1)! - y[0]! || 1);
  for (const [k, unit] of units.entries()) {
    const isChosen = chosen.layer === 0 && chosen.unit === unit;
    context.strokeStyle = isChosen ? colors.plus : colors.muted;
    context.lineWidth = isChosen ? 2 : 1;
    const share = Math.abs(activations?.[0]?.[unit] ?? 0) / most;
    context.globalAlpha = isChosen ? 1 : 0.1 + 0.4 * (share || 0);
    context.beginPath();
    context.moveTo(side, middle + (y[k]! - middle) * Math.min(1, spread));
    context.lineTo(x, y[k]!);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** What flows into a layer, activations times weights: a stroke for each sign and width, since one for each line is slow. */
function drawLines(
  context: CanvasRenderingContext2D,
  { network, activations, chosen, colors }: DrawnNetwork,
  columns: readonly Column[],
  layer: number,
): void {
  const { columns: all, values } = network.weights[layer]!;
  const [from, to] = [columns[layer - 1]!, columns[layer]!];
  const lines = from.units.flatMap((i, p) =>
    to.units.map((j, q) => ({
      flow: (activations?.[layer - 1]![i] ?? 1) * values[i * all + j]!,
      isChosen: chosen.layer === layer && chosen.unit === j,
      ...{ top: from.y[p]!, bottom: to.y[q]! },
    }))
  );
  const most = largestSize(lines.map(({ flow }) => flow));
  for (const isChosen of [false, true]) {
    for (const sign of [-1, 1]) {
      context.strokeStyle = sign < 0 ? colors.minus : colors.plus;
      for (const [k, lineWidth] of WIDTHS.entries()) {
        const [low, high] = [k, k + 1].map((step) => LEAST + (1 - LEAST) * step / WIDTHS.length);
        context.lineWidth = lineWidth;
        context.globalAlpha = isChosen ? 1 : 0.2 + 0.15 * k;
        context.beginPath();
        for (const line of lines) {
          const strength = sign * line.flow / most;
          const isSeen = strength > low! && strength <= high!;
          if (!isSeen || line.isChosen !== isChosen) continue;
          context.moveTo(from.x, line.top);
          context.lineTo(to.x, line.bottom);
        }
        context.stroke();
      }
    }
  }
  context.globalAlpha = 1;
}

/** The units of a layer, each as full as it is active, and the texts of outputs. */
function drawUnits(
  context: CanvasRenderingContext2D,
  { network, activations, chosen, colors, textOf }: DrawnNetwork,
  { x, y, units, radius }: Column,
  layer: number,
): void {
  const values = activations?.[layer];
  const most = Math.max(1, largestSize(values ?? []));
  const isLast = layer === network.weights.length - 1;
  const best = values && largest(values, 1)[0];
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const [k, unit] of units.entries()) {
    const isChosen = layer === chosen.layer && unit === chosen.unit;
    const value = values?.[unit] ?? 0;
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
    if (!isLast) continue;
    context.font = unit === best ? `bold ${FONT}` : FONT;
    context.fillStyle = colors.ink;
    const text = values === undefined ? String(unit) : `${unit}  ${textOf(value)}`;
    context.fillText(text, x + radius + 6, y[k]!);
  }
}

/** The drawing of `<ink-network>`: units in columns, weights as lines. @module */

import type { Network } from "../../../mod.ts";

/** The side of an image, and which of its pixels are drawn as inputs: those where digits have ink. */
const [SIDE, GRID] = [28, [6, 10, 14, 18, 22]] as const;

/** The room at the right for the outputs' names and numbers, and at both ends of a column, in pixels. */
const [TEXT_ROOM, END_ROOM] = [78, 14];

/** The widths of lines in pixels, from the weakest weights that are drawn to the strongest. */
const WIDTHS = [0.6, 1.4, 2.6] as const;

/** The strength below which lines are left out, in full detail: the root of the share of a layer's largest weight. */
const LEAST_STRENGTH = 0.3;

/** What is drawn. */
export interface DrawnNetwork {
  readonly width: number;
  readonly height: number;
  /** From 1 down: how many of the weights. */
  readonly detail: number;
  readonly network: Network;
  /** a of each layer, inputs first. */
  readonly activations: readonly Float32Array[];
  /** The names of the outputs. */
  readonly names: readonly string[];
  readonly colors: Readonly<Record<"ink" | "page" | "plus" | "minus", string>>;
}

/** The inputs that are drawn: all of a few, of an image's pixels some. */
export function shownInputs(inputs: number): number[] {
  if (inputs !== SIDE * SIDE) return Array.from({ length: inputs }, (_, k) => k);
  return GRID.flatMap((row) => GRID.filter((_, k) => k % 2 === 0).map((c) => row * SIDE + c));
}

/** Draws a network, over what was drawn before. */
export function drawNetwork(context: CanvasRenderingContext2D, drawn: DrawnNetwork): void {
  const { width, height, network, activations, colors } = drawn;
  const isImage = network.sizes[0] === SIDE * SIDE;
  const pixel = isImage ? Math.max(2, Math.min(4, Math.floor(width / 150))) : 0;
  const first = isImage ? SIDE * pixel + 26 : 50;
  const columns = network.sizes.map((size, l) => {
    const units = l === 0 ? shownInputs(size) : Array.from({ length: size }, (_, k) => k);
    const x = first + (width - TEXT_ROOM - first) * l / (network.sizes.length - 1);
    const room = (height - 2 * END_ROOM) / units.length;
    const y = units.map((_, k) => END_ROOM + (k + 0.5) * room);
    return { units, x, y, radius: Math.max(2.5, Math.min(9, room * 0.4)) };
  });
  context.clearRect(0, 0, width, height);
  for (let l = 1; l < columns.length; l++) {
    drawWeights(context, drawn, l, columns[l - 1]!, columns[l]!);
  }
  context.lineWidth = 1;
  context.strokeStyle = colors.ink;
  for (const [l, { units, x, y, radius }] of columns.entries()) {
    for (const [k, unit] of units.entries()) {
      context.beginPath();
      context.arc(x, y[k]!, radius, 0, 2 * Math.PI);
      context.fillStyle = colors.page;
      context.fill();
      context.globalAlpha = Math.min(Math.max(activations[l]![unit]!, 0), 1);
      context.fillStyle = colors.ink;
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    }
  }
  drawTexts(context, drawn, columns.at(-1)!, isImage ? undefined : columns[0]!);
  if (isImage) drawImage(context, drawn, pixel);
}

interface Column {
  readonly units: readonly number[];
  readonly x: number;
  readonly y: readonly number[];
  readonly radius: number;
}

/** The lines between two layers: six strokes, by sign and strength, since a stroke for each would take long. */
function drawWeights(
  context: CanvasRenderingContext2D,
  { network, detail, colors }: DrawnNetwork,
  layer: number,
  from: Column,
  to: Column,
): void {
  const { columns, values } = network.weights[layer - 1]!;
  let most = 0;
  for (const i of from.units) {
    for (const j of to.units) most = Math.max(most, Math.abs(values[i * columns + j]!));
  }
  const least = LEAST_STRENGTH + (1 - detail) * 0.5;
  for (const sign of [-1, 1]) {
    context.strokeStyle = sign < 0 ? colors.minus : colors.plus;
    context.setLineDash(sign < 0 ? [5, 4] : []);
    for (const [k, lineWidth] of WIDTHS.entries()) {
      const [low, high] = [k, k + 1].map((step) => least + (1 - least) * step / WIDTHS.length);
      context.lineWidth = lineWidth;
      context.globalAlpha = 0.35 + 0.25 * k;
      context.beginPath();
      for (const [p, i] of from.units.entries()) {
        for (const [q, j] of to.units.entries()) {
          const strength = Math.sqrt(Math.max(0, sign * values[i * columns + j]! / most));
          if (!(strength > low! && strength <= high!)) continue;
          context.moveTo(from.x, from.y[p]!);
          context.lineTo(to.x, to.y[q]!);
        }
      }
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/** The outputs with their names, the largest in bold; inputs that are no pixels with their values. */
function drawTexts(
  context: CanvasRenderingContext2D,
  { activations, names, colors }: DrawnNetwork,
  outputs: Column,
  inputs: Column | undefined,
): void {
  const last = activations.at(-1)!;
  const best = last.indexOf(Math.max(...last));
  context.fillStyle = colors.ink;
  context.textBaseline = "middle";
  for (const [k, y] of outputs.y.entries()) {
    context.font = `${k === best ? "bold " : ""}14px system-ui, sans-serif`;
    const text = `${k === best ? "▸" : " "} ${names[k]}  ${last[k]!.toFixed(2)}`;
    context.fillText(text, outputs.x + outputs.radius + 4, y);
  }
  context.font = "14px system-ui, sans-serif";
  for (const [k, y] of inputs?.y.entries() ?? []) {
    context.fillText(String(activations[0]![k]), 8, y);
  }
}

/** The image of the example, at the left. */
function drawImage(
  context: CanvasRenderingContext2D,
  { activations: [pixels], height, colors }: DrawnNetwork,
  pixel: number,
): void {
  const top = (height - SIDE * pixel) / 2;
  context.fillStyle = colors.ink;
  for (let k = 0; k < SIDE * SIDE; k++) {
    if (pixels![k] === 0) continue;
    context.globalAlpha = pixels![k]!;
    context.fillRect(pixel * (k % SIDE), top + pixel * Math.floor(k / SIDE), pixel, pixel);
  }
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeRect(0.5, top - 0.5, SIDE * pixel, SIDE * pixel);
}

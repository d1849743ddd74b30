/** The wrong answers with the largest outputs, and how a terminal draws them. @module */

import type { Dataset } from "../../mod.ts";
import { type Predictions, worstMistakes } from "../../lib/evaluate/mod.ts";
import { styled, type Text } from "../cli/styled.ts";
import { grayLevels, halfBlocks } from "./half_blocks.ts";

export interface Mistake {
  /** Its index in the split, from 0. */
  readonly example: number;
  readonly label: number;
  readonly predicted: number;
  readonly outputs: readonly number[];
}

export function mistakesIn(predictions: Predictions, count: number): Mistake[] {
  const { classes, outputs, predicted, labels } = predictions;
  return worstMistakes(predictions, count).map((example) => ({
    example,
    label: labels[example]!,
    predicted: predicted[example]!,
    outputs: [...outputs.subarray(example * classes, (example + 1) * classes)],
  }));
}

/** A mistake in a line of text, with its location, such as `image 17`, and the picture. */
export function drawMistake(
  mistake: Mistake,
  data: Dataset,
  names: readonly string[],
  { location = `image ${mistake.example}`, grays }: { location?: string; grays: boolean },
): Text {
  const { label, predicted, outputs, example } = mistake;
  const output = (k: number) => `${names[k]} ${outputs[k]!.toFixed(3)}`;
  const line = `${location}: ${names[label]} taken for ${names[predicted]} ` +
    `(outputs: ${output(predicted)}, ${output(label)})`;
  const shape = pictureShapeOf(data);
  if (shape === undefined || shape.width > MAX_TERMINAL_WIDTH) return line;
  return styled`${line}\n${halfBlocks(valuesOf(data, example), { ...shape, colors: grays })}`;
}

const MAX_TERMINAL_WIDTH = 160;

interface PictureShape {
  readonly height: number;
  readonly width: number;
  /** 3 of a color picture, red, green and blue; 1 of a gray one. */
  readonly channels: 1 | 3;
}

/** The shape of the examples; `undefined` if they are no pictures. */
export function pictureShapeOf({ shape = [] }: Dataset): PictureShape | undefined {
  const [height, width, channels = 1, ...others] = shape;
  if (height === undefined || width === undefined || others.length > 0) return undefined;
  return channels === 1 || channels === 3 ? { height, width, channels } : undefined;
}

/** An example's pixels in gray, 0 to 1. */
export function pixelsOf(data: Dataset, example: number): Float32Array {
  return grayLevels(valuesOf(data, example), pictureShapeOf(data)?.channels ?? 1);
}

/** An example's pixels in color: red, green and blue of each, 0 to 255. */
export function colorsOf(data: Dataset, example: number): Uint8Array {
  return Uint8Array.from(valuesOf(data, example), (value) => Math.round(255 * value));
}

function valuesOf({ inputs, features }: Dataset, example: number): Float32Array {
  const bytes = inputs instanceof Uint8Array ? 255 : 1;
  const start = example * features;
  return Float32Array.from(
    inputs.subarray(start, start + features),
    (value) => Math.min(1, Math.max(0, value / bytes)),
  );
}

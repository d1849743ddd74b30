/** The mistakes that a network is surest of, and how a terminal draws them. @module */

import {
  type Classifier,
  type Dataset,
  predictDataset,
  type Predictions,
  worstMistakes,
} from "../../mod.ts";
import { halfBlocks } from "./half_blocks.ts";

/** An example that is classified wrong. */
export interface Mistake {
  /** Its place in the split, from 0. */
  readonly example: number;
  /** The class that it is of. */
  readonly label: number;
  /** The class that it is taken for. */
  readonly predicted: number;
  /** All the outputs for it. */
  readonly outputs: readonly number[];
}

/** Those of the mistakes of a network that have the largest outputs. */
export function findMistakes(
  network: Pick<Classifier, "feedforward" | "engine">,
  data: Dataset,
  count: number,
): Mistake[] {
  return mistakesIn(predictDataset(network, data), count);
}

/** The same, of predictions that have been made. */
export function mistakesIn(predictions: Predictions, count: number): Mistake[] {
  const { classes, outputs, predicted, labels } = predictions;
  return worstMistakes(predictions, count).map((example) => ({
    example,
    label: labels[example]!,
    predicted: predicted[example]!,
    outputs: [...outputs.subarray(example * classes, (example + 1) * classes)],
  }));
}

/** A mistake in a line of text, and the image. */
export function drawMistake(
  { example, label, predicted, outputs }: Mistake,
  data: Dataset,
  names: readonly string[],
  grays: boolean,
): string {
  const output = (k: number) => `${names[k]} ${outputs[k]!.toFixed(3)}`;
  return `image ${example}: ${names[label]} taken for ${names[predicted]} ` +
    `(outputs: ${output(predicted)}, ${output(label)})\n` +
    halfBlocks(pixelsOf(data, example), widthOf(data), grays);
}

/** An example's pixels, 0 to 1. */
export function pixelsOf({ inputs, features }: Dataset, example: number): Float32Array {
  const bytes = inputs instanceof Uint8Array ? 255 : 1;
  const start = example * features;
  return Float32Array.from(
    inputs.subarray(start, start + features),
    (value) => Math.min(1, Math.max(0, value / bytes)),
  );
}

/** The width of an example, in pixels; all of it in a row if its shape is not known. */
export function widthOf({ shape, features }: Dataset): number {
  return shape?.at(-1) ?? features;
}

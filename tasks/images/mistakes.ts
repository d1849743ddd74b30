/** The wrong answers with the largest outputs, and how a terminal draws them. @module */

import type { Dataset } from "../../lib/dataset.ts";
import { type Predictions, worstMistakes } from "../../lib/evaluate/predictions.ts";
import { pictureShapeOf, valuesOf } from "../../lib/pictures/example.ts";
import { styled, type Text } from "../cli/styled.ts";
import { halfBlocks } from "./half_blocks.ts";

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
  const line = `${location}: ${names[label]} predicted as ${names[predicted]} ` +
    `(outputs: ${output(predicted)}, ${output(label)})`;
  const shape = pictureShapeOf(data);
  if (shape === undefined || shape.width > MAX_TERMINAL_WIDTH) return line;
  return styled`${line}\n${halfBlocks(valuesOf(data, example), { ...shape, colors: grays })}`;
}

const MAX_TERMINAL_WIDTH = 160;

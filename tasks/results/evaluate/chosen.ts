/** The examples that answers are worst for. @module */

import { type Predictions, worstMistakes } from "../../../lib/evaluate/predictions.ts";
import { percent } from "../../cli/format.ts";

/** Chosen examples, and the cells that stand before the columns of the file. */
export interface Chosen {
  readonly examples: readonly number[];
  readonly head: readonly string[];
  cellsOf(example: number): readonly string[];
}

/** The most confident mistakes. */
export function surest(
  { predictions, classes, calibration }: {
    readonly predictions: Predictions;
    readonly classes: readonly string[];
    /** Absent if the outputs are not probabilities. */
    readonly calibration: unknown;
  },
  most: number,
): Chosen {
  const { predicted, labels, confidences } = predictions;
  const output = (value: number) => calibration ? percent(value, 1) : value.toFixed(3);
  return {
    examples: worstMistakes(predictions, most),
    head: ["actual", "predicted", calibration ? "confidence" : "output"],
    cellsOf: (k) => [classes[labels[k]!]!, classes[predicted[k]!]!, output(confidences[k]!)],
  };
}

/** A row that is like those that a network learned from: the fields of a table start with it. @module */

import { argmax } from "../../../lib/numerics/argmax.ts";
import { fromBase64 } from "../../../lib/formats/base64.ts";
import { fromBfloat16 } from "../../../lib/formats/bfloat16.ts";
import { type TableDescription, widthOf } from "../../../lib/table/columns.ts";
import type { Cell } from "../../../lib/table/encode.ts";
import type { NoveltyDetector } from "../../../mod.ts";

/**
 * The mean of the rows of the first class, or of all rows if a quantity is predicted: means of numbers, and the categories
 * that most of the rows have. Without a detector nothing is known of the rows; then each category is the first one.
 */
export function typicalRow(
  { columns }: TableDescription,
  detector: NoveltyDetector | undefined,
): Record<string, Cell> {
  const means = detector === undefined ? undefined : meansOf(detector);
  let start = 0;
  return Object.fromEntries(columns.map((column) => {
    const features = means?.subarray(start, start += widthOf(column)) ?? new Float32Array(1);
    const cell = column.kind === "number"
      ? column.mean + column.deviation * features[0]!
      : column.values[argmax(features)]!;
    return [column.name, cell];
  }));
}

/** The means of the features: those of the first class come first. */
function meansOf(detector: NoveltyDetector): Float32Array {
  return fromBfloat16(fromBase64(detector.toJSON().statistics)).subarray(0, detector.features);
}

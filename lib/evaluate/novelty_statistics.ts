/** The means of the features of each class, and the variances around these. @module */

import type { Dataset } from "../dataset.ts";
import { roundToBfloat16 } from "../formats/bfloat16.ts";
import { toContrast } from "./contrast.ts";

const { floor, fround, min } = Math;

/** How far variances are shrunk toward their mean: 0 is not at all, 1 makes them equal. */
const SHRINKAGE = 0.25;

/** The most examples, evenly chosen, that means and variances are taken of. */
const SAMPLE_EXAMPLES = 10_000;

/**
 * Finds the means of the classes, and the variances of the features within a class; classes without examples are left out.
 * @param classes how many; 1 for one mean of all examples
 * @returns [classes + 1, features], the variances last, rounded to bfloat16
 */
export function statisticsOf(data: Dataset, contrast: boolean, classes: number): Float32Array {
  const { features, labels } = data;
  const size = min(SAMPLE_EXAMPLES, data.size);
  const input = new Float32Array(features);
  const x = new Float64Array(features);
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * features);
  const variances = new Float64Array(features);
  for (const pass of ["means", "variances"] as const) {
    for (let k = 0; k < size; k++) {
      const example = floor(k * data.size / size);
      readExample(data, example, input);
      x.set(input);
      if (contrast) toContrast(x);
      const label = classes === 1 ? 0 : labels[example]!;
      const start = label * features;
      if (pass === "means") {
        counts[label]!++;
        for (let j = 0; j < features; j++) means[start + j]! += x[j]!;
      } else {
        for (let j = 0; j < features; j++) {
          const distance = x[j]! - means[start + j]!;
          variances[j]! += distance * distance;
        }
      }
    }
    if (pass === "means") {
      for (let k = 0; k < means.length; k++) means[k]! /= counts[floor(k / features)]!;
    }
  }
  let mean = 0;
  for (let j = 0; j < features; j++) mean += variances[j]! /= size;
  mean = mean / features || 1;
  const seen = [...counts.keys()].filter((label) => counts[label]! > 0);
  const statistics = new Float32Array((seen.length + 1) * features);
  for (const [row, label] of seen.entries()) {
    statistics.set(means.subarray(label * features, (label + 1) * features), row * features);
  }
  const last = seen.length * features;
  for (let j = 0; j < features; j++) {
    statistics[last + j] = (1 - SHRINKAGE) * variances[j]! + SHRINKAGE * mean;
  }
  return roundToBfloat16(statistics);
}

/**
 * Takes the features of an example, as a network does: bytes stand for k/255.
 * @param out [features]
 */
export function readExample(
  { inputs, features }: Dataset,
  example: number,
  out: Float32Array,
): void {
  const isBytes = inputs instanceof Uint8Array;
  for (let j = 0; j < features; j++) {
    const value = inputs[example * features + j]!;
    out[j] = isBytes ? fround(value / 255) : value;
  }
}

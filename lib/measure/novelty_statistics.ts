/**
 * The means of the features of each class, the variances around these, and the rim of the training data: how far out single
 * columns are that matter, which a distance over many columns hides.
 *
 * A value beyond the outer twentieth of its column has a surprise, −log of about the share of values that are as far out, as if
 * the tail fell exponentially from there on. The least of p/w over columns decides, with weights w that add up to 1 (Genovese,
 * Roeder and Wasserman 2006, “False discovery control with p-value weighting”): that of a column is its share of what columns
 * alone explain of the target, ε² over ten bins (Kelley 1935, “An unbiased correlation ratio measure”). @module
 */

import type { Dataset } from "../dataset.ts";
import { roundToBfloat16 } from "../formats/float16.ts";
import { type RimColumn, toContrast } from "./novelty_measure.ts";
import { log } from "../numerics/elementary.ts";
import { binAmong, quantileEdges } from "../numerics/quantile_bins.ts";
import { targetsOf } from "./row_scores.ts";

const { ceil, floor, fround, max, min } = Math;

/** How far variances are shrunk toward their mean: 0 is not at all, 1 makes them equal. */
const SHRINKAGE = 0.25;

/** The most examples, evenly chosen, that statistics are taken of. */
export const SAMPLE_EXAMPLES = 10_000;

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

/** The share of values to each side that are a column's tail. */
const TAIL = 0.05;

/** The bins that a column's share of the target is found with. */
const BINS = 10;

/** A normal distribution's tail has about this part of the range within as its mean excess: it counts as one more value. */
const USUAL_EXCESS = 1 / 8;

/** Keeps the last example within its own limit, in units of a tail. */
const ROUNDING = 1e-9;

/**
 * The tails of the columns that explain some of the target.
 * @param measured the features that are numbers of their own
 */
export function rimColumnsOf(data: Dataset, measured: readonly number[]): RimColumn[] {
  if (measured.length === 0) return [];
  const rows = min(SAMPLE_EXAMPLES, data.size);
  const chosen = Uint32Array.from({ length: rows }, (_, k) => floor(k * data.size / rows));
  const targets = targetsOf(data, chosen);
  const columns = measured.map(() => new Float64Array(rows));
  const input = new Float32Array(data.features);
  for (let r = 0; r < rows; r++) {
    readExample(data, chosen[r]!, input);
    for (let c = 0; c < columns.length; c++) columns[c]![r] = input[measured[c]!]!;
  }
  const total = squaresWithin(targets, data.outputs, new Uint8Array(rows), 1);
  const shares = columns.map((values) => explained(values, targets, data.outputs, total));
  const sum = shares.reduce((sum, share) => sum + share, 0);
  return columns.flatMap((values, c) => {
    const tails = shares[c] === 0 ? undefined : tailsOf(values);
    if (tails === undefined) return [];
    return { feature: measured[c]!, ...tails, worth: rounded(log(shares[c]! / sum)) };
  });
}

/** Where a column's tails begin, and their mean excess; `undefined` if it has none. */
function tailsOf(values: Float64Array): Omit<RimColumn, "feature" | "worth"> | undefined {
  const sorted = values.toSorted();
  const count = ceil(TAIL * sorted.length);
  const [low, high] = [rounded(sorted[count - 1]!), rounded(sorted.at(-count)!)];
  const usual = USUAL_EXCESS * (high - low);
  const below = rounded(meanPositive(sorted.map((value) => low - value), usual));
  const above = rounded(meanPositive(sorted.map((value) => value - high), usual));
  return below > 0 && above > 0 ? { low, high, below, above } : undefined;
}

/** The mean of the numbers above 0, and of one more; 0 if there are none. */
function meanPositive(values: Float64Array, more?: number): number {
  const positive = values.filter((value) => value > 0);
  const sum = positive.reduce((sum, value) => sum + value, more ?? 0);
  return sum / (positive.length + (more === undefined ? 0 : 1)) || 0;
}

/** ε², the share of the target that a column alone explains, corrected for chance; at least 0. */
function explained(
  values: Float64Array,
  targets: Float32Array,
  outputs: number,
  total: number,
): number {
  const edges = quantileEdges(values, BINS);
  const bins = edges.length + 1;
  if (bins === 1 || values.length <= bins || total === 0) return 0;
  const binOf = Uint8Array.from(values, (value) => binAmong(edges, value));
  const within = squaresWithin(targets, outputs, binOf, bins);
  return max(0, 1 - within / (values.length - bins) / (total / (values.length - 1)));
}

/** The sum of squares of the targets around the mean of their bin. */
function squaresWithin(
  targets: Float32Array,
  outputs: number,
  binOf: Uint8Array,
  bins: number,
): number {
  const counts = new Float64Array(bins);
  const sums = new Float64Array(bins * outputs);
  for (const bin of binOf) counts[bin]!++;
  for (let k = 0; k < targets.length; k++) {
    sums[binOf[floor(k / outputs)]! * outputs + k % outputs]! += targets[k]!;
  }
  let squares = 0;
  for (let k = 0; k < targets.length; k++) {
    const bin = binOf[floor(k / outputs)]!;
    const distance = targets[k]! - sums[bin * outputs + k % outputs]! / counts[bin]!;
    squares += distance * distance;
  }
  return squares;
}

/** Six digits, which keep a file short. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/**
 * The limits within which a share of examples is. Both measures count in units of their own tails, so that each has its part
 * of the examples beyond.
 * @param distances [examples]
 * @param surprises [examples]; all 0 where no example is in a tail: one that is there is beyond
 * @returns the `threshold` of distances and the `limit` of surprises
 */
export function limitsWithin(
  share: number,
  distances: Float64Array,
  surprises: Float64Array,
): { readonly threshold: number; readonly limit: number } {
  const [far, odd] = [tailOf(distances), tailOf(surprises)];
  const isOdd = surprises.some((surprise) => surprise > 0);
  const joint = distances.map((distance, k) =>
    max(
      (distance - far.edge) / far.excess,
      isOdd ? (surprises[k]! - odd.edge) / odd.excess : -Infinity,
    )
  );
  const most = quantileOf(share, joint.sort()) + ROUNDING;
  return {
    threshold: max(0, far.edge + far.excess * most),
    limit: isOdd ? odd.edge + odd.excess * most : 0,
  };
}

/**
 * What a share of further values is below: the one of rank share · (n + 1), between two values in proportion. Beyond the largest
 * value, of few, the tail falls exponentially, by e for each 1.
 * @param sorted in units of the mean excess of their tail
 */
function quantileOf(share: number, sorted: Float64Array): number {
  const n = sorted.length;
  const rank = share * (n + 1);
  if (rank >= n) return sorted[n - 1]! - log((1 - share) * (n + 1));
  const below = max(0, floor(rank) - 1);
  return sorted[below]! + (rank - floor(rank)) * (sorted[below + 1]! - sorted[below]!);
}

/** Where the largest twentieth of values begins, and its mean excess. */
function tailOf(values: Float64Array): { readonly edge: number; readonly excess: number } {
  const sorted = values.toSorted();
  const edge = sorted.at(-ceil(TAIL * sorted.length) - 1) ?? 0;
  return { edge, excess: meanPositive(sorted.map((value) => value - edge)) || 1 };
}

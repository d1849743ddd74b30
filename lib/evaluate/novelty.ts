/**
 * What does not look like the training data: a distance to what was seen, and how far is too far.
 *
 * The distance is to the nearest of the classes' means, each feature in its standard deviations within a class: Mahalanobis'
 * with one covariance for all classes (Lee, Lee, Lee and Shin 2018, “A Simple Unified Framework for Detecting
 * Out-of-Distribution Samples”), of which only the diagonal is kept, and of the inputs, since a hidden layer hardly tells
 * noise from digits. Variances are shrunk toward their mean, so that a pixel that is always paper does not count for all.
 * Of pictures the contrast is taken: the mean of a picture is 0 and its length 1, so that bright and dark ones are alike.
 *
 * Everything is a sum in float64 in a fixed order, and the same on every machine.
 *
 * @module
 */

import type { Dataset } from "../dataset.ts";
import { fromBase64, toBase64 } from "../formats/base64.ts";
import { fromBfloat16, roundToBfloat16, toBfloat16 } from "../formats/bfloat16.ts";

const { ceil, floor, fround, max, min, sqrt } = Math;

/** How far variances are shrunk toward their mean. */
const SHRINKAGE = 0.25;

/** This part of the training and of the validation examples is nearer than the threshold. */
const FAMILIAR = 0.994;

/** So many examples of training, evenly chosen, tell the means and variances. */
const SAMPLE = 10_000;

/** So many examples of a split, evenly chosen, tell the threshold. */
const THRESHOLD_SAMPLE = 10_000;

/** From so many validation examples on they alone tell the threshold: one of them is beyond. */
const ENOUGH = 200;

/** More numbers than this are not kept in a network's file; then there is one mean for all classes, or nothing. */
const MAX_NUMBERS = 262_144;

/** A picture of less contrast than this is of one level: a byte that differs by 1 makes more. */
const FLAT = 1e-3;

/** What a network's file keeps of the training data, in plain JSON. */
export interface NoveltyFile {
  /** The version of this form: 1. */
  readonly version: 1;
  /** Whether the contrast is taken, as of pictures. */
  readonly contrast: boolean;
  /** Whether there were pictures of one level in training. */
  readonly flatSeen: boolean;
  /** The number of features of an example. */
  readonly features: number;
  /** The distance from which on an example is novel. */
  readonly threshold: number;
  /** Means [classes, features], then variances [features], in bfloat16, little-endian, base64. */
  readonly statistics: string;
}

/**
 * Tells what does not look like the data that a network learned from.
 *
 * Noise, several digits in an image, photos and pictures of clothing are told from MNIST's images, of which fewer than one
 * in 100 is taken for novel.
 *
 * @example
 * ```ts
 * import { Dataset, NoveltyDetector } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[1, 2], [2, 1], [8, 9], [9, 8]], labels: [0, 0, 1, 1] });
 * const detector = NoveltyDetector.fit(data)!;
 * assertEquals([[1, 1], [9, 9], [1, 9]].map((x) => detector.isNovel(x)), [false, false, true]);
 * ```
 */
export class NoveltyDetector {
  /** The number of features of an example. */
  readonly features: number;
  /** The distance from which on an example is novel. */
  readonly threshold: number;
  readonly #contrast: boolean;
  /** Whether there were pictures of one level in training. */
  readonly #flatSeen: boolean;
  /** [classes, features] */
  readonly #means: Float32Array;
  /** [features] */
  readonly #variances: Float32Array;
  /** 1 / variance, [features] */
  readonly #precisions: Float64Array;
  /** The input whose distance is wanted, [features] */
  readonly #input: Float64Array;

  private constructor(file: Omit<NoveltyFile, "version" | "statistics">, statistics: Float32Array) {
    const { contrast, flatSeen, features, threshold } = file;
    this.features = features;
    this.threshold = threshold;
    this.#contrast = contrast;
    this.#flatSeen = flatSeen;
    this.#means = statistics.subarray(0, statistics.length - features);
    this.#variances = statistics.subarray(statistics.length - features);
    this.#precisions = Float64Array.from(this.#variances, (variance) => 1 / variance);
    this.#input = new Float64Array(features);
  }

  /**
   * Finds what training examples are like; those with a shape are pictures.
   *
   * @param validation more examples, for the threshold: 6 in 1000 of them are beyond; where they are few, also
   * of those of training
   * @returns `undefined` if there are no examples, or more features than a network's file should hold
   */
  static fit(training: Dataset, validation?: Dataset): NoveltyDetector | undefined {
    const { features, size, labels, shape } = training;
    if (size === 0 || 2 * features > MAX_NUMBERS) return undefined;
    const byClass = labels.length === size;
    let classes = 1;
    if (byClass) { for (const label of labels) classes = max(classes, label + 1); }
    if ((classes + 1) * features > MAX_NUMBERS) classes = 1;
    const contrast = shape !== undefined;
    const groupOf = (k: number) => classes === 1 ? 0 : labels[k]!;
    const { statistics, flats } = statisticsOf(training, contrast, groupOf, classes);
    const file = { contrast, flatSeen: flats > 0, features, threshold: 0 };
    const unset = new NoveltyDetector(file, statistics);
    const { size: others = 0 } = validation ?? {};
    const threshold = max(
      others > 0 ? unset.#nearly(validation!) : 0,
      others < ENOUGH ? unset.#nearly(training) : 0,
    );
    return new NoveltyDetector({ ...file, threshold }, statistics);
  }

  /**
   * Reads what `JSON.stringify` wrote of a detector into a network's file.
   *
   * @throws {SyntaxError} if it is something else
   */
  static parse(text: string): NoveltyDetector {
    try {
      const file = JSON.parse(text) as NoveltyFile;
      const { version, contrast, flatSeen, features, threshold } = file;
      const statistics = fromBfloat16(fromBase64(file.statistics));
      const classes = statistics.length / features - 1;
      if (
        version === 1 && typeof contrast === "boolean" && typeof flatSeen === "boolean" &&
        Number.isInteger(features) && features > 0 && Number.isInteger(classes) && classes > 0 &&
        typeof threshold === "number" && threshold >= 0 && statistics.every(Number.isFinite) &&
        statistics.subarray(-features).every((variance) => variance > 0)
      ) return new NoveltyDetector({ contrast, flatSeen, features, threshold }, statistics);
    } catch {
      // the same
    }
    throw new SyntaxError("Cannot read a network: its novelty is not what train writes");
  }

  /**
   * How far an example is from what was seen: the root of the mean, over the features, of the squared distance in standard
   * deviations. About 1 is usual. Of a picture of one level, where none was seen, it is Infinity.
   *
   * @param input [features], as the network takes it
   * @throws {TypeError} if there are not as many numbers as features
   */
  distance(input: ArrayLike<number>): number {
    const { features } = this;
    if (input.length !== features) {
      throw new TypeError(
        `Cannot tell how novel ${input.length} numbers are: ${features} are wanted`,
      );
    }
    const x = this.#input;
    for (let j = 0; j < features; j++) x[j] = input[j]!;
    const flat = this.#contrast && !toContrast(x);
    return flat && !this.#flatSeen ? Infinity : sqrt(this.#squared() / features);
  }

  /** Whether an example does not look like those of training. */
  isNovel(input: ArrayLike<number>): boolean {
    return !(this.distance(input) <= this.threshold);
  }

  /** For `JSON.stringify`. */
  toJSON(): NoveltyFile {
    const { features, threshold } = this;
    const statistics = new Float32Array(this.#means.length + features);
    statistics.set(this.#means);
    statistics.set(this.#variances, this.#means.length);
    return {
      version: 1,
      contrast: this.#contrast,
      flatSeen: this.#flatSeen,
      features,
      threshold,
      statistics: toBase64(toBfloat16(statistics)),
    };
  }

  /** The squared distance of the input that was taken from the nearest mean. */
  #squared(): number {
    const [x, means, precisions, { features }] = [
      this.#input,
      this.#means,
      this.#precisions,
      this,
    ];
    let nearest = Infinity;
    for (let start = 0; start < means.length; start += features) {
      let sum = 0;
      for (let j = 0; j < features; j++) {
        const distance = x[j]! - means[start + j]!;
        sum += distance * distance * precisions[j]!;
      }
      if (!(sum >= nearest)) nearest = sum; // a NaN stays
    }
    return nearest;
  }

  /** The distance that nearly all examples of a data set are within. */
  #nearly(data: Dataset): number {
    const count = min(THRESHOLD_SAMPLE, data.size);
    const distances = new Float64Array(count);
    const input = new Float32Array(this.features);
    for (let k = 0; k < count; k++) {
      read(data, floor(k * data.size / count), input);
      distances[k] = this.distance(input);
    }
    const finite = distances.filter(Number.isFinite).sort();
    return finite[ceil(FAMILIAR * finite.length) - 1] ?? 0;
  }
}

/** Means by class and the variances within classes, rounded as they are kept; classes without examples are left out. */
function statisticsOf(
  data: Dataset,
  contrast: boolean,
  groupOf: (example: number) => number,
  groups: number,
): { statistics: Float32Array; flats: number } {
  const { features } = data;
  const size = min(SAMPLE, data.size);
  const input = new Float32Array(features);
  const x = new Float64Array(features);
  const counts = new Float64Array(groups);
  const means = new Float64Array(groups * features);
  const variances = new Float64Array(features);
  let flats = 0;
  for (const pass of ["means", "variances"] as const) {
    for (let k = 0; k < size; k++) {
      const example = floor(k * data.size / size);
      read(data, example, input);
      x.set(input);
      const flat = contrast && !toContrast(x);
      const group = groupOf(example);
      const start = group * features;
      if (pass === "means") {
        if (flat) flats++;
        counts[group]!++;
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
  const seen = counts.filter((count) => count > 0).length;
  const statistics = new Float32Array((seen + 1) * features);
  let at = 0;
  for (let group = 0; group < groups; group++) {
    if (counts[group] === 0) continue;
    statistics.set(means.subarray(group * features, (group + 1) * features), at);
    at += features;
  }
  for (let j = 0; j < features; j++) {
    statistics[at + j] = (1 - SHRINKAGE) * variances[j]! + SHRINKAGE * mean;
  }
  return { statistics: roundToBfloat16(statistics), flats };
}

/** Takes the features of an example, as a network does: bytes stand for k/255. */
function read({ inputs, features }: Dataset, example: number, out: Float32Array): void {
  const isBytes = inputs instanceof Uint8Array;
  for (let j = 0; j < features; j++) {
    const value = inputs[example * features + j]!;
    out[j] = isBytes ? fround(value / 255) : value;
  }
}

/** Brings a picture to mean 0 and length 1; returns false, and makes it 0, if it is of one level. */
function toContrast(x: Float64Array): boolean {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j]!;
  const mean = sum / x.length;
  let squares = 0;
  for (let j = 0; j < x.length; j++) {
    x[j]! -= mean;
    squares += x[j]! * x[j]!;
  }
  const length = sqrt(squares);
  if (length < FLAT) {
    x.fill(0);
    return false;
  }
  for (let j = 0; j < x.length; j++) x[j]! /= length;
  return true;
}

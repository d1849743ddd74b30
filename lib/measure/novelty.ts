/**
 * Examples that do not look like the training data: their distance from it, and the largest distance that is usual.
 *
 * The distance is to the nearest of the classes' means, each feature in its standard deviations within a class: Mahalanobis'
 * with one covariance for all classes (Lee, Lee, Lee and Shin 2018, “A Simple Unified Framework for Detecting
 * Out-of-Distribution Samples”), of which the diagonal is kept, of the inputs: the activations of a hidden layer hardly
 * differ between noise and digits.
 *
 * Of a table's row that is near enough, single columns are looked at too: see `novelty_statistics.ts`.
 *
 * Of pictures the contrast is taken, so that bright and dark ones are alike. Where pictures of a class differ much, noise is
 * as near to their mean as they are. So a picture is novel also if its roughness or its share of halftones is outside the
 * range of the training data; `docs/lab/statistics.md` has what each of them finds.
 * Sums are float64 in a fixed order, the same on every machine. @module
 */

import type { Dataset } from "../dataset.ts";
import { fromBase64, toBase64 } from "../formats/bytes.ts";
import { fromBfloat16, toBfloat16 } from "../formats/float16.ts";
import {
  halftones,
  type NoveltyMeasure,
  noveltyMeasure,
  type NoveltyStatistics,
  roughness,
} from "./novelty_measure.ts";
import {
  limitsWithin,
  readExample,
  rimColumnsOf,
  SAMPLE_EXAMPLES,
  statisticsOf,
} from "./novelty_statistics.ts";

const { floor, max, min } = Math;

const FAMILIAR_SHARE = 0.994;

/** From so many validation examples on the limits follow from them alone: one of them is beyond. */
const MIN_VALIDATION_EXAMPLES = 200;

/** The most numbers that a network's file keeps; where there would be more, one mean is kept for all classes, or nothing. */
const MAX_NUMBERS = 262_144;

/** The variance of a feature that does not count: the largest that bfloat16 holds. */
const UNCOUNTED = 3.3895313892515355e38;

/** Which features of a table's rows count otherwise than others. */
export interface FeatureRoles {
  /** The features with plain numbers, whose tails are checked. Default: none */
  readonly measured?: readonly number[] | undefined;
  /** Those that new rows have later ones of, such as dates: they do not count. Default: none */
  readonly later?: readonly number[] | undefined;
}

type Range = readonly [least: number, most: number];

/** The statistics of the training data in a network's file, as plain JSON. */
export interface NoveltyFile extends Omit<NoveltyStatistics, "statistics"> {
  /** The version of this form: 1. */
  readonly version: 1;
  /** Means [classes, features], then variances [features], in bfloat16, little-endian, base64. */
  readonly statistics: string;
}

/**
 * Finds examples that do not look like the data that a network learned from.
 *
 * @example
 * ```ts
 * import { Dataset } from "@inkling/inkling";
 * import { NoveltyDetector } from "@inkling/inkling/evaluate";
 * import { assertEquals } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[1, 2], [2, 1], [8, 9], [9, 8]], labels: [0, 0, 1, 1] });
 * const detector = NoveltyDetector.fit(data)!;
 * assertEquals([[1, 1], [9, 9], [1, 9]].map((x) => detector.isNovel(x)), [false, false, true]);
 * ```
 */
export class NoveltyDetector {
  readonly #file: NoveltyStatistics;
  readonly #measure: NoveltyMeasure;

  private constructor(file: NoveltyStatistics) {
    this.#file = file;
    this.#measure = noveltyMeasure(file);
  }

  /** The number of features of an example. */
  get features(): number {
    return this.#file.features;
  }

  /** The distance beyond which an example is novel. */
  get threshold(): number {
    return this.#file.threshold;
  }

  /**
   * Makes a detector from training examples; those whose shape has a height and a width are pictures.
   * @param validation more examples, for the limits: 6 in 1000 of them are beyond. Where they are fewer than 200, training
   * examples count too
   * @returns `undefined` if there are no examples, no features that count, or more than a network's file should hold
   */
  static fit(
    training: Dataset,
    validation?: Dataset,
    { measured = [], later = [] }: FeatureRoles = {},
  ): NoveltyDetector | undefined {
    const { features, size, labels, shape = [] } = training;
    if (size === 0 || later.length === features || 2 * features > MAX_NUMBERS) return undefined;
    let classes = 1;
    for (const label of labels) classes = max(classes, label + 1);
    if (labels.length !== size || (classes + 1) * features > MAX_NUMBERS) classes = 1;
    const [height = 1, width = 1] = shape;
    const isPicture = shape.length >= 2;
    const statistics = statisticsOf(training, isPicture, classes);
    for (const feature of later) {
      statistics[statistics.length - features + feature] = UNCOUNTED;
    }
    const none: Range = [Infinity, -Infinity];
    const picture = isPicture ? { height, width, roughness: none, halftones: none } : null;
    const columns = rimColumnsOf(training, measured);
    const rim = columns.length > 0 ? { limit: 0, columns } : undefined;
    let detector = new NoveltyDetector({ features, threshold: 0, rim, picture, statistics });
    const few = (validation?.size ?? 0) < MIN_VALIDATION_EXAMPLES;
    for (const data of [validation, few ? training : undefined]) {
      if (data?.size) detector = detector.#within(data);
    }
    return detector;
  }

  /**
   * Makes a detector from examples that are split into folds: its limit is a distance that 6 in 1000 of them exceed, each from
   * the other folds.
   * @param folds [examples] the fold of each, from 0
   * @returns as {@linkcode NoveltyDetector.fit}
   */
  static fitFolds(
    training: Dataset,
    folds: Uint8Array,
    roles?: FeatureRoles,
  ): NoveltyDetector | undefined {
    const detector = NoveltyDetector.fit(training, undefined, roles);
    if (detector === undefined) return undefined;
    const distances: number[] = [];
    const surprises: number[] = [];
    const numbers = [...folds.keys()];
    for (const fold of new Set(folds)) {
      const others = training.select(numbers.filter((k) => folds[k] !== fold));
      const own = training.select(numbers.filter((k) => folds[k] === fold));
      const input = new Float32Array(training.features);
      const near = NoveltyDetector.fit(others, undefined, roles)!;
      for (let k = 0; k < own.size; k++) {
        readExample(own, k, input);
        distances.push(near.distance(input));
        surprises.push(near.#measure.surprise(input));
      }
    }
    const [far, odd] = [distances, surprises].map((values) => Float64Array.from(values));
    const { threshold, limit } = limitsWithin(FAMILIAR_SHARE, far!, odd!);
    const { rim } = detector.#file;
    return new NoveltyDetector({ ...detector.#file, threshold, rim: rim && { ...rim, limit } });
  }

  /**
   * Reads a detector in JSON.
   * @throws {SyntaxError} if the text is something else
   */
  static parse(text: string): NoveltyDetector {
    try {
      const file = JSON.parse(text) as NoveltyFile;
      const { version, features, threshold, picture, rim, statistics: base64, ...others } = file;
      const statistics = fromBfloat16(fromBase64(base64));
      const isLimit = (value: unknown) => typeof value === "number" && value >= 0;
      if (
        version === 1 && Object.keys(others).length === 0 && isCount(features) &&
        isCount(statistics.length / features - 1) &&
        isLimit(threshold) && (rim === undefined || isRim(rim, features)) &&
        statistics.every(Number.isFinite) &&
        statistics.subarray(-features).every((variance) => variance > 0) &&
        (picture === null ||
          isCount(picture.height) && isCount(picture.width) &&
            isCount(features / (picture.height * picture.width)) &&
            [picture.roughness, picture.halftones].every((range) =>
              range.length === 2 && range.every(isLimit)
            ))
      ) return new NoveltyDetector({ features, threshold, rim, picture, statistics });
    } catch { // no JSON, or no such statistics
    }
    throw new SyntaxError("Cannot read a network: its novelty is not what train writes");
  }

  /**
   * The distance of an example from the nearest mean of the training data: the root of the mean, over the features, of the
   * squared difference in standard deviations. About 1 is usual.
   * @param input [features], as the network takes it
   * @throws {TypeError} if there are not as many numbers as features
   */
  distance(input: ArrayLike<number>): number {
    return this.#measure.distance(this.#checked(input));
  }

  /**
   * Whether an example does not look like the training data.
   * @param input [features], as the network takes it
   * @throws {TypeError} if there are not as many numbers as features
   */
  isNovel(input: ArrayLike<number>): boolean {
    return this.#measure.isNovel(this.#checked(input));
  }

  /**
   * The feature by which an example is furthest from the mean that is nearest to it, in standard deviations.
   * @param input [features], as the network takes it
   * @throws {TypeError} if there are not as many numbers as features
   */
  furthestFeature(input: ArrayLike<number>): number {
    return this.#measure.furthestFeature(this.#checked(input));
  }

  /** The object that `JSON.stringify` writes. */
  toJSON(): NoveltyFile {
    const { statistics, rim, ...others } = this.#file;
    const text = toBase64(toBfloat16(statistics));
    return { version: 1, ...others, ...rim && { rim }, statistics: text };
  }

  /** @throws {TypeError} if there are not as many numbers as features */
  #checked(input: ArrayLike<number>): ArrayLike<number> {
    const { features } = this.#file;
    if (input.length === features) return input;
    throw new TypeError(
      `Cannot find the novelty of an example: expected ${features} numbers, got ${input.length}`,
    );
  }

  /** A detector with wider limits, within which are nearly all examples of a data set too. */
  #within(data: Dataset): NoveltyDetector {
    const count = min(SAMPLE_EXAMPLES, data.size);
    const distances = new Float64Array(count);
    const input = new Float32Array(this.features);
    const surprises = new Float64Array(count);
    const { picture, threshold, rim } = this.#file;
    const { input: contrast } = this.#measure;
    let { roughness: roughs = [0, 0], halftones: tones = [0, 0] } = picture ?? {};
    for (let k = 0; k < count; k++) {
      readExample(data, floor(k * data.size / count), input);
      distances[k] = this.distance(input);
      surprises[k] = this.#measure.surprise(input);
      if (picture === null) continue;
      roughs = widened(roughs, roughness(contrast, picture.height, picture.width));
      tones = widened(tones, halftones(contrast));
    }
    const own = limitsWithin(FAMILIAR_SHARE, distances, surprises);
    return new NoveltyDetector({
      ...this.#file,
      threshold: max(threshold, own.threshold),
      rim: rim && { ...rim, limit: max(rim.limit, own.limit) },
      picture: picture && { ...picture, roughness: roughs, halftones: tones },
    });
  }
}

function isRim({ limit, columns, ...others }: NonNullable<NoveltyFile["rim"]>, features: number) {
  return Number.isFinite(limit) && Object.keys(others).length === 0 && columns.length > 0 &&
    columns.every(({ feature, low, high, below, above, worth, ...others }) =>
      [feature, low, high, below, above, worth].every(Number.isFinite) && below > 0 && above > 0 &&
      low <= high && isCount(feature + 1) && feature < features && Object.keys(others).length === 0
    );
}

function widened([least, most]: Range, value: number): Range {
  return [min(least, value), max(most, value)];
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

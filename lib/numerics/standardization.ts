/** Features of mean 0 and deviation 1: what they were, so that others can be brought to the same scale. @module */

const { fround, sqrt } = Math;

/** What standardized features were before. */
export interface FeatureScale {
  /** The mean of each feature. */
  readonly means: ArrayLike<number>;
  /** The standard deviation of each feature, more than 0. */
  readonly deviations: ArrayLike<number>;
}

/**
 * Brings every feature to the same scale, x ← (x − mean) / deviation, as networks want their inputs (LeCun, Bottou, Orr
 * and Müller 1998, “Efficient BackProp”, section 4.3).
 *
 * Means and deviations are sums in float64, example after example, rounded once to float32; then there are two operations
 * on a number, each rounded, so that every engine and an ONNX graph come to the same.
 */
export class Standardization implements FeatureScale {
  /** The mean of each feature. */
  readonly means: Float32Array;
  /** The standard deviation of each feature; 1 for one that never changes. */
  readonly deviations: Float32Array;

  /**
   * Takes means and deviations that are known.
   *
   * @throws {RangeError} if they are not as many of one as of the other, not finite, or a deviation is not more than 0
   */
  constructor({ means, deviations }: FeatureScale) {
    this.means = Float32Array.from(means);
    this.deviations = Float32Array.from(deviations);
    if (
      this.means.length !== this.deviations.length || !this.means.every(Number.isFinite) ||
      !this.deviations.every((deviation) => deviation > 0 && deviation < Infinity)
    ) {
      throw new RangeError(
        "Cannot standardize features with these means and deviations: as many finite numbers of both are wanted, " +
          "and deviations above 0",
      );
    }
  }

  /**
   * Finds the mean and the deviation (of the whole population, over n) of every feature.
   *
   * @param values [examples, features]
   * @throws {RangeError} if there are no examples
   */
  static of(values: Float32Array, features: number): Standardization {
    const examples = values.length / features;
    if (examples === 0) throw new RangeError("Cannot standardize a data set of no examples");
    const means = new Float64Array(features);
    for (let k = 0; k < values.length; k++) means[k % features]! += values[k]!;
    for (let j = 0; j < features; j++) means[j]! /= examples;
    const deviations = new Float64Array(features);
    for (let k = 0; k < values.length; k++) {
      const distance = values[k]! - means[k % features]!;
      deviations[k % features]! += distance * distance;
    }
    for (let j = 0; j < features; j++) {
      deviations[j] = fround(sqrt(deviations[j]! / examples)) || 1;
    }
    return new Standardization({ means, deviations });
  }

  /**
   * The same numbers standardized.
   *
   * @param values [examples, features]; not changed
   * @returns [examples, features]
   */
  apply(values: ArrayLike<number>): Float32Array {
    const { means, deviations } = this;
    const features = means.length;
    const result = new Float32Array(values.length);
    for (let k = 0; k < result.length; k++) {
      const j = k % features;
      result[k] = fround(fround(values[k]!) - means[j]!) / deviations[j]!;
    }
    return result;
  }

  /** Whether another one does the same. */
  equals({ means, deviations }: FeatureScale): boolean {
    const same = (a: Float32Array, b: ArrayLike<number>) =>
      a.length === b.length && a.every((value, k) => value === b[k]);
    return same(this.means, means) && same(this.deviations, deviations);
  }

  /** For `JSON.stringify`. */
  toJSON(): { means: number[]; deviations: number[] } {
    return { means: [...this.means], deviations: [...this.deviations] };
  }
}

/** Features of mean 0 and deviation 1: what they were, so that others can be brought to the same scale. @module */

const { abs, max, sqrt } = Math;

/** The features before standardization. */
export interface FeatureScale {
  /** The mean of each feature. */
  readonly means: ArrayLike<number>;
  /** The standard deviation of each feature, more than 0. */
  readonly deviations: ArrayLike<number>;
}

/** 2⁻⁵⁰: numbers that spread less than this part of their mean differ by the rounding of what computed them. */
const MIN_SPREAD = 1 / 1_125_899_906_842_624;

/**
 * Brings every feature to the same scale, x ← (x − mean) / deviation, as networks need their inputs (LeCun, Bottou, Orr
 * and Müller 1998, “Efficient BackProp”, section 4.3).
 *
 * Means and deviations are sums in float64, example after example. Subtraction and division are in float64 too, and the
 * result is rounded once to float32, so that numbers which float32 would merge, such as times in seconds, stay apart.
 */
export class Standardization implements FeatureScale {
  /** The mean of each feature. */
  readonly means: Float64Array;
  /** The standard deviation of each feature; 1 for one that never changes. */
  readonly deviations: Float64Array;

  /**
   * Creates it from means and deviations.
   * @throws {RangeError} if they are not as many of one as of the other, not finite, or a deviation is not more than 0
   */
  constructor({ means, deviations }: FeatureScale) {
    this.means = Float64Array.from(means);
    this.deviations = Float64Array.from(deviations);
    if (
      this.means.length !== this.deviations.length || !this.means.every(Number.isFinite) ||
      !this.deviations.every((deviation) => deviation > 0 && deviation < Infinity)
    ) {
      throw new RangeError(
        "Cannot standardize features with these means and deviations: expected as many finite numbers of both, " +
          "and deviations above 0",
      );
    }
  }

  /**
   * Computes the mean and the population standard deviation (over n) of every feature.
   * @param values [examples, features]
   * @throws {RangeError} if there are no examples
   */
  static of(values: Float32Array | Float64Array, features: number): Standardization {
    const examples = values.length / features;
    if (examples === 0) throw new RangeError("Cannot standardize a data set of no examples");
    const first = values.subarray(0, features); // the mean of numbers that are all the same is exactly theirs
    const [means, most, deviations] = [1, 2, 3].map(() => new Float64Array(features)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let k = 0; k < values.length; k++) {
      means[k % features]! += values[k]! - first[k % features]!;
    }
    for (let j = 0; j < features; j++) means[j] = first[j]! + means[j]! / examples;
    for (let k = 0; k < values.length; k++) {
      const j = k % features;
      most[j] = max(most[j]!, abs(values[k]! - means[j]!));
    }
    for (let k = 0; k < values.length; k++) {
      const j = k % features;
      if (most[j] === 0) continue;
      const share = (values[k]! - means[j]!) / most[j]!; // the square of a small distance would be 0
      deviations[j]! += share * share;
    }
    for (let j = 0; j < features; j++) {
      const deviation = most[j]! * sqrt(deviations[j]! / examples);
      deviations[j] = deviation > MIN_SPREAD * abs(means[j]!) ? deviation : 1;
    }
    return new Standardization({ means, deviations });
  }

  /**
   * Standardizes numbers.
   * @param values [examples, features]; not changed
   * @returns [examples, features]
   */
  apply(values: ArrayLike<number>): Float32Array {
    const { means, deviations } = this;
    const features = means.length;
    const result = new Float32Array(values.length);
    for (let k = 0; k < result.length; k++) {
      const j = k % features;
      result[k] = (values[k]! - means[j]!) / deviations[j]!;
    }
    return result;
  }

  /** Whether another standardization has the same means and deviations. */
  equals({ means, deviations }: FeatureScale): boolean {
    const same = (a: Float64Array, b: ArrayLike<number>) =>
      a.length === b.length && a.every((value, k) => value === b[k]);
    return same(this.means, means) && same(this.deviations, deviations);
  }

  /** The object that `JSON.stringify` writes. */
  toJSON(): { means: number[]; deviations: number[] } {
    return { means: [...this.means], deviations: [...this.deviations] };
  }
}

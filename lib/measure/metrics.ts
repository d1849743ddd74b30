/** Metrics of right and wrong predictions: of each class, of all classes, of the confidence, of the accuracy itself. @module */

const { ceil, max } = Math;

/** The metrics of one class, from the confusion matrix. */
export interface ClassMetrics {
  /** How many examples are of the class (its support). */
  size: number;
  /** Of the examples predicted as this class, the fraction that are; `null` if none was. */
  precision: number | null;
  /** Of the examples of this class, the fraction predicted as it; `null` if there are none. */
  recall: number | null;
  /** The harmonic mean of the two, 2·right / (size + predicted); `null` if the class is nowhere. */
  f1: number | null;
}

/**
 * Precision, recall and F1 of every class (van Rijsbergen, *Information Retrieval*, 1979, chapter 7).
 * @param confusion [labels, predictions], as {@linkcode Evaluation} has it
 */
export function classMetrics(confusion: readonly (readonly number[])[]): ClassMetrics[] {
  return confusion.map((row, k) => {
    const right = row[k]!;
    const size = sum(row);
    const predicted = sum(confusion.map((other) => other[k]!));
    const precision = predicted > 0 ? right / predicted : null;
    const recall = size > 0 ? right / size : null;
    const f1 = size + predicted > 0 ? 2 * right / (size + predicted) : null;
    return { size, precision, recall, f1 };
  });
}

/** The metrics of all classes together, each counting the same, however many examples it has. */
export interface ClassAverages {
  /** The mean recall of the classes that have examples; of two, the mean of sensitivity and specificity. */
  balancedAccuracy: number;
  /** The mean F1 (macro F1) of the classes that have examples or predictions, 0 where none is right. */
  f1: number;
}

/**
 * Balanced accuracy (Brodersen et al., "The Balanced Accuracy and Its Posterior Distribution", 2010) and macro F1. Unlike
 * accuracy, they are low where a rare class gets no right answer.
 * @param confusion [labels, predictions], as {@linkcode Evaluation} has it
 * @throws {RangeError} if there are no examples
 *
 * @example
 * ```ts
 * import { classAverages } from "@inkling/inkling/evaluate";
 * import { assertEquals } from "@std/assert";
 *
 * const { balancedAccuracy } = classAverages([[98, 0], [2, 0]]); // 98 % right, by answering always the same
 * assertEquals(balancedAccuracy, 1 / 2);
 * ```
 */
export function classAverages(confusion: readonly (readonly number[])[]): ClassAverages {
  const classes = classMetrics(confusion);
  const meanOf = (key: "recall" | "f1") => {
    const values = classes.flatMap((metrics) => metrics[key] ?? []);
    return sum(values) / values.length;
  };
  if (classes.every(({ size }) => size === 0)) {
    throw new RangeError("Cannot average the classes of no examples");
  }
  return { balancedAccuracy: meanOf("recall"), f1: meanOf("f1") };
}

/** The predictions whose confidence is in one range. */
export interface ConfidenceBin {
  /** Confidences above this, */
  from: number;
  /** up to and with this. The first bin has 0 in it too. */
  to: number;
  /** How many there are, or the sum of their weights. */
  size: number;
  /** The fraction of them that is right; `null` if there are none. */
  accuracy: number | null;
  /** Their mean confidence; `null` if there are none. */
  confidence: number | null;
}

/** How far confidences agree with accuracy. */
export interface Calibration {
  /** Ranges of equal width, from 0 to 1. */
  bins: ConfidenceBin[];
  /** The expected calibration error, Σ (size / n)·|accuracy − confidence|. */
  error: number;
}

/**
 * The reliability diagram and the expected calibration error (Guo et al., "On Calibration of Modern Neural Networks",
 * 2017, section 2).
 * @param confidences of each prediction, from 0 to 1
 * @param weights how much each counts. Default: 1 each
 * @throws {RangeError} if there are none, or a confidence is not from 0 to 1
 */
export function calibration(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean>,
  count = 10,
  weights: ArrayLike<number> | undefined = undefined,
): Calibration {
  if (confidences.length === 0) throw new RangeError("Cannot calibrate no predictions");
  const sums = Array.from({ length: count }, () => ({ size: 0, right: 0, confidence: 0 }));
  let n = 0;
  for (let k = 0; k < confidences.length; k++) {
    const weight = weights?.[k] ?? 1;
    n += weight;
    const confidence = confidences[k]!;
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new RangeError(
        `Cannot calibrate: expected a confidence from 0 to 1, got ${confidence}`,
      );
    }
    let index = max(0, ceil(confidence * count) - 1);
    if (confidence <= index / count && index > 0) index--; // the product was rounded up
    const bin = sums[index]!;
    bin.size += weight;
    bin.confidence += weight * confidence;
    if (right[k]) bin.right += weight;
  }
  let error = 0;
  const bins = sums.map(({ size, right, confidence }, k) => {
    error += max(right - confidence, confidence - right) / n;
    const [from, to] = [k / count, (k + 1) / count];
    if (size === 0) return { from, to, size, accuracy: null, confidence: null };
    return { from, to, size, accuracy: right / size, confidence: confidence / size };
  });
  return { bins, error };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

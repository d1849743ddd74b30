/**
 * How well the outputs of one class rank its examples before the others, at every threshold from which an output means yes:
 * the ROC curve and the precision-recall curve. @module
 */

/** How many examples of the class, and of the others, get a yes from this output on, or the sums of their weights. */
interface ThresholdResult {
  threshold: number;
  truePositives: number;
  falsePositives: number;
}

/** A curve in the unit square, and the area under it. */
export interface RankingCurve {
  /** By falling threshold. */
  points: { threshold: number; x: number; y: number }[];
  /** The area under it, 0 to 1. */
  area: number;
}

/** The counts at every threshold that makes a difference, from the largest output down. */
function thresholdResults(
  outputs: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
  weights: ArrayLike<number> | undefined,
): ThresholdResult[] {
  const order = Array.from(outputs, (output, k) => {
    if (output !== output) throw new RangeError(`Cannot rank the output NaN of example ${k}`);
    return k;
  }).sort((a, b) => outputs[b]! - outputs[a]!);
  const results: ThresholdResult[] = [];
  let [truePositives, falsePositives] = [0, 0];
  for (const [rank, example] of order.entries()) {
    const weight = weights?.[example] ?? 1;
    if (positives[example]) truePositives += weight;
    else falsePositives += weight;
    const threshold = outputs[example]!;
    const next = order[rank + 1];
    if (next !== undefined && outputs[next] === threshold) continue; // equals get the same answer
    results.push({ threshold, truePositives, falsePositives });
  }
  if (truePositives === 0 || falsePositives === 0) {
    throw new RangeError("Cannot rank examples: expected some of the class and some of others");
  }
  return results;
}

/**
 * The receiver operating characteristic: x is the share of the others that get a yes (the false positive rate), y that of
 * the class (the true positive rate, recall). The area, by the trapezoidal rule, is how often an example of the class has a
 * larger output than one of the others; ½ is guessing (Fawcett, "An introduction to ROC analysis", 2006).
 * @param positives whether each example is of the class
 * @param weights how much each example counts. Default: 1 each
 * @throws {RangeError} if an output is NaN, or there is no example of the class or none of the others
 *
 * @example
 * ```ts
 * import { rocCurve } from "@inkling/inkling/evaluate";
 * import { assertEquals } from "@std/assert";
 *
 * const { area } = rocCurve([0.9, 0.8, 0.3, 0.1], [true, false, true, false]);
 * assertEquals(area, 3 / 4); // of four pairs one is in the wrong order
 * ```
 */
export function rocCurve(
  outputs: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
  weights?: ArrayLike<number>,
): RankingCurve {
  const results = thresholdResults(outputs, positives, weights);
  const { truePositives: all, falsePositives: others } = results.at(-1)!;
  const points = [
    { threshold: Infinity, x: 0, y: 0 },
    ...results.map(({ threshold, truePositives, falsePositives }) => ({
      threshold,
      x: falsePositives / others,
      y: truePositives / all,
    })),
  ];
  let area = 0;
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1]!, points[k]!];
    area += (b.x - a.x) * (a.y + b.y) / 2;
  }
  return { points, area };
}

/**
 * The precision-recall curve: x is recall, y precision. The area is the average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ, without lines
 * drawn between the points, which would flatter; guessing has the share of the class as its area (Davis and Goadrich, "The
 * relationship between precision-recall and ROC curves", 2006).
 * @param positives whether each example is of the class
 * @param weights how much each example counts. Default: 1 each
 * @throws {RangeError} if an output is NaN, or there is no example of the class or none of the others
 */
export function precisionRecallCurve(
  outputs: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
  weights?: ArrayLike<number>,
): RankingCurve {
  const results = thresholdResults(outputs, positives, weights);
  const all = results.at(-1)!.truePositives;
  let [area, recall] = [0, 0];
  const points = results.map(({ threshold, truePositives, falsePositives }) => {
    const point = {
      threshold,
      x: truePositives / all,
      y: truePositives / (truePositives + falsePositives || 1),
    };
    area += (point.x - recall) * point.y;
    recall = point.x;
    return point;
  });
  return { points, area };
}

/** Probabilities of yes made those that were seen, by a rising step function. @module */

const { max, min } = Math;

/** A rising function of steps: from `scores[k]` on, a score has the probability `values[k]`. */
export interface Isotonic {
  /** [steps] Rising; scores below the first have its value. */
  readonly scores: readonly number[];
  /** [steps] Rising. */
  readonly values: readonly number[];
}

/**
 * Isotonic regression by pooling adjacent violators (Zadrozny and Elkan 2002, “Transforming classifier scores into accurate
 * multiclass probability estimates”); values stay within 1 / (n + 2) of 0 and 1.
 * @param scores [rows]
 * @param positives [rows] whether each row is of the class
 */
export function fitIsotonic(scores: ArrayLike<number>, positives: ArrayLike<boolean>): Isotonic {
  const n = scores.length;
  const order = Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  const steps: { score: number; size: number; yes: number }[] = [];
  for (const row of order) {
    const yes = Number(positives[row]);
    const before = steps.at(-1);
    if (before?.score === scores[row]) {
      before!.size++;
      before!.yes += yes;
    } else steps.push({ score: scores[row]!, size: 1, yes });
  }
  const pooled: typeof steps = [];
  for (const step of steps) {
    pooled.push({ ...step });
    while (pooled.length > 1) {
      const [a, b] = pooled.slice(-2) as [typeof step, typeof step];
      if (a.yes * b.size < b.yes * a.size) break;
      pooled.pop();
      a.size += b.size;
      a.yes += b.yes;
    }
  }
  const [least, most] = [1 / (n + 2), 1 - 1 / (n + 2)];
  return {
    scores: pooled.map(({ score }) => score),
    values: pooled.map(({ size, yes }) => max(least, min(most, yes / size))),
  };
}

/** The probability of a score. */
export function isotonicValue({ scores, values }: Isotonic, score: number): number {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return values[max(0, low - 1)]!;
}

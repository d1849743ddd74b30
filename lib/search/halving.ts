/**
 * Successive halving: many trials are trained a little, the best of them longer, and few to the end (Jamieson and Talwalkar,
 * “Non-stochastic best arm identification and hyperparameter optimization”, AISTATS 2016). A rung ends when all its trials
 * have reached it, so that promotions depend on results alone. @module
 */

/**
 * After how many epochs, from the start of training, each rung ends: the last after all epochs, a rung before it after the
 * part 1 / η of those, rounded.
 * @throws {RangeError} if there are too few epochs for the rungs
 */
export function rungEnds(
  { factor, rungs }: Readonly<Record<"factor" | "rungs", number>>,
  epochs: number,
): number[] {
  const ends = Array.from({ length: rungs }, (_, k) => {
    let end = epochs;
    for (let step = k + 1; step < rungs; step++) end /= factor;
    return floor(end + 0.5);
  });
  if (ends.some((end, k) => end <= (ends[k - 1] ?? 0))) {
    throw new RangeError(
      `Cannot make ${rungs} rungs of ${epochs} epochs by the factor ${factor}: they would end ` +
        `after ${ends.join(", ")}`,
    );
  }
  return ends;
}

/**
 * Which trials continue after a rung: the best of them, one of `factor` of those that reached it and at least one.
 * @param scores of the trials, more is better; null of one that failed, which never continues
 * @returns their indices in the list, in its order; of equal scores the first continue
 */
export function promoted(scores: readonly (number | null)[], factor: number): number[] {
  const count = max(1, floor(scores.length / factor));
  return ranked(scores).slice(0, count).sort((a, b) => a - b);
}

/** The indices of scores, the best first, of equal ones the first; those that are null are left out. */
export function ranked(scores: readonly (number | null)[]): number[] {
  return scores.map((_, k) => k).filter((k) => scores[k] !== null)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
}

const { floor, max } = Math;

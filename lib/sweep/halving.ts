/**
 * Successive halving and Hyperband: many trials are trained a little, the best of them longer, and few to the end (Jamieson
 * and Talwalkar, “Non-stochastic best arm identification and hyperparameter optimization”, AISTATS 2016; Li et al.,
 * “Hyperband”, JMLR 18, 2018). A rung ends when all its trials have reached it, so that promotions depend on results alone.
 * @module
 */

/** Trials that are halved together. */
export interface Bracket {
  /** After how many epochs, from the start of training, each rung ends. */
  readonly rungs: readonly number[];
  /** How many trials it begins with. */
  readonly trials: number;
}

/** One of `factor` trials goes on after a rung; one bracket is successive halving, as many as rungs are Hyperband. */
type HalvingOptions = Readonly<Record<"factor" | "rungs" | "brackets", number>>;

/**
 * The brackets of a sweep. The last rung of each ends after all epochs; a rung before it after the part 1 / η of them,
 * rounded. Bracket s leaves out the first s − 1 rungs; how many of all `trials` it has follows Hyperband's rule: η to the
 * number of its halvings, divided by the number of its rungs.
 * @throws {RangeError} if there are too few epochs for the rungs, or trials for the brackets
 */
export function bracketsOf(
  { factor, rungs, brackets }: HalvingOptions,
  epochs: number,
  trials: number,
): Bracket[] {
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
  if (brackets > rungs || brackets > trials) {
    throw new RangeError(
      `Cannot make ${brackets} brackets: expected at most as many as trials and rungs, ` +
        `got ${trials} trials and ${rungs} rungs`,
    );
  }
  const weights = Array.from({ length: brackets }, (_, s) => {
    let weight = 1;
    for (let halving = 1; halving < rungs - s; halving++) weight *= factor;
    return weight / (rungs - s);
  });
  const sizes = shares(trials, weights);
  return sizes.map((size, s) => ({ rungs: ends.slice(s), trials: size }));
}

/** Divides a number into whole parts, as near to the weights as it goes, each at least 1. */
function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  const free = total - weights.length;
  const exact = weights.map((weight) => free * weight / sum);
  const parts = exact.map((part) => 1 + floor(part));
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact.map((part, k) => [part - floor(part), k] as const)
    .sort(([a, j], [b, k]) => b - a || j - k);
  for (const [, k] of byRemainder.slice(0, left)) parts[k]!++;
  return parts;
}

/**
 * Which trials go on after a rung: the best of them, one of `factor` of those that reached it and at least one.
 * @param scores of the trials, more is better; null of one that failed, which never goes on
 * @returns their indices in the list, in its order; of equal scores the first go on
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

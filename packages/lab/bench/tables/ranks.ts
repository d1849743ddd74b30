/** Ranks, and a sign test of wins and losses. @module */

/**
 * The rank of each value, from 1 for the largest. Equal values share the mean of their ranks.
 */
export function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const larger = values.filter((other) => other > value).length;
    const equal = values.filter((other) => other === value).length;
    return larger + (equal + 1) / 2;
  });
}

/** On how many tables one is better, as good and worse. */
export interface Wins {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Of the two-sided sign test, without the ties: how often a fair coin is at least so uneven. */
  readonly p: number;
}

/** @param differences of one and the other on each table; above 0 where the one is better */
export function winsOf(differences: readonly number[]): Wins {
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  const ties = differences.length - wins - losses;
  return { wins, ties, losses, p: signTest(wins, losses) };
}

/** The probability that a fair coin thrown `wins + losses` times falls at least as unevenly. */
export function signTest(wins: number, losses: number): number {
  const throws = wins + losses;
  let [tail, term] = [0, 2 ** -throws];
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += term;
    term *= (throws - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

/** The scores of a table by each peer, as means over the seeds; their ranks, and a sign test of wins and losses. @module */

import type { BenchTable, Score } from "./list.ts";

/** What is compared: how good, how surely, how fast. */
export type Result = Pick<Score, "accuracy" | "logLoss" | "r2" | "seconds">;

/** The log loss, below zero, or R². */
export function goodness({ logLoss, r2 }: Result): number {
  return r2 ?? -logLoss!;
}

/**
 * The means over the seeds. Accuracy, R² and log loss are rounded to the thousandth, so that less is no difference.
 * @returns nothing where a seed is missing
 */
export function averageOf(
  scores: readonly Score[],
  table: BenchTable,
  peer: string,
  wanted: readonly number[],
): Result | undefined {
  const seeds = scores.filter((score) =>
    score.table === table.name && score.peer === peer && wanted.includes(score.seed)
  );
  if (new Set(seeds.map(({ seed }) => seed)).size < wanted.length) return undefined;
  const mean = (of: (score: Score) => number) => meanOf(seeds.map(of));
  const thousandths = (value: number) => Math.round(value * 1000) / 1000;
  const seconds = mean((score) => score.seconds);
  if (table.kind === "quantity") return { r2: thousandths(mean(({ r2 }) => r2!)), seconds };
  return {
    accuracy: thousandths(mean(({ accuracy }) => accuracy!)),
    logLoss: thousandths(mean(({ logLoss }) => logLoss!)),
    seconds,
  };
}

/** The mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value in the middle, the upper one of two. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

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

/** The scores of a table by each peer, as means over the seeds. @module */

import { type BenchTable, type Score, SEEDS } from "./list.ts";

/** What is compared: how good, how surely, how fast. */
export type Result = Pick<Score, "accuracy" | "logLoss" | "r2" | "seconds">;

/** Accuracy, or R². */
export function goodness({ accuracy, r2 }: Result): number {
  return accuracy ?? r2!;
}

/**
 * The means over the seeds. Accuracy, R² and log loss are rounded to the thousandth, so that less is no difference.
 * @returns nothing where a seed is missing
 */
export function averageOf(
  scores: readonly Score[],
  table: BenchTable,
  peer: string,
): Result | undefined {
  const seeds = scores.filter((score) => score.table === table.name && score.peer === peer);
  if (new Set(seeds.map(({ seed }) => seed)).size < SEEDS.length) return undefined;
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

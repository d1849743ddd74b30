/**
 * The game that an answer is explained by: the players are the columns of a row, and a coalition is worth the mean answer to
 * the row where all other columns are those of background rows (Štrumbelj and Kononenko 2014, “Explaining prediction models
 * and individual predictions with feature contributions”; Lundberg and Lee 2017, “A unified approach to interpreting model
 * predictions”). @module
 */

import type { FeatureRange } from "../../evaluate/permutation_importance.ts";

const { min } = Math;

/** How many rows go to the model at once; it does not change the result. */
const BATCH_ROWS = 2048;

/** A row, what it is compared with, and the model that answers. */
export interface Game {
  /** [players] The features of each player; no two share one. */
  readonly players: readonly FeatureRange[];
  /** [features] The row whose answer is explained. */
  readonly row: Float32Array;
  /** [rows, features] The rows that it is compared with, one or more. */
  readonly background: Float32Array;
  /**
   * The answer to each of some rows.
   * @param inputs [rows, features]
   * @returns [rows]
   */
  answers(inputs: Float32Array, rows: number): ArrayLike<number>;
}

/** How much each player adds to the answer. */
export interface Contributions {
  /** The mean answer to the background. */
  readonly base: number;
  /** The answer to the row: the base and all contributions, up to the rounding of float64. */
  readonly answer: number;
  /** [players] */
  readonly contributions: Float64Array;
  /** [players] The standard error of each, of sampling; 0 where nothing is sampled. */
  readonly errors: Float64Array;
}

/** The answers to all background rows, in their order, and to the row itself. */
export function endsOf({ row, background, answers }: Game): [empty: Float64Array, all: number] {
  const features = row.length;
  const rows = background.length / features;
  const inputs = new Float32Array(background.length + features);
  inputs.set(background);
  inputs.set(row, background.length);
  const found = Float64Array.from(answers(inputs, rows + 1));
  return [found.subarray(0, rows), found[rows]!];
}

/** The mean of numbers, added in their order. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Rows that are answered when there are many. */
export interface Rows {
  /**
   * Adds a row.
   * @param from [features] what it is like
   * @param players whose features it has of the explained row instead
   * @returns the number of its answer, from 0
   */
  add(from: Float32Array, players: readonly number[]): number;
  /** The answers to all rows, in the order in which they were added. */
  answers(): readonly number[];
}

/**
 * Collects rows for a game.
 * @param most how many rows there will be at most
 */
export function rowsFor(game: Game, most: number): Rows {
  const { row, players: ranges } = game;
  const features = row.length;
  const inputs = new Float32Array(min(BATCH_ROWS, most) * features);
  const answers: number[] = [];
  let rows = 0;
  const flush = () => {
    const found = rows === 0 ? [] : game.answers(inputs.subarray(0, rows * features), rows);
    for (let r = 0; r < rows; r++) answers.push(found[r]!);
    rows = 0;
  };
  return {
    add(from, players) {
      if ((rows + 1) * features > inputs.length) flush();
      const at = rows++ * features;
      inputs.set(from, at);
      for (const player of players) {
        const { start, width } = ranges[player]!;
        for (let k = start; k < start + width; k++) inputs[at + k] = row[k]!;
      }
      return answers.length + rows - 1;
    },
    answers() {
      flush();
      return answers;
    },
  };
}

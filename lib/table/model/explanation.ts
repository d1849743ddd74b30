/** An explanation of an answer: functions alone, which exported modules have too. @module */

import type { FeatureRange } from "../../measure/permutation_importance.ts";
import {
  type Contributions,
  exactContributions,
  type Game,
  MAX_EXACT_PLAYERS,
  sampledContributions,
} from "../explain/shapley.ts";

const { abs } = Math;

/** Of the sampled orders of columns, unless another one is given. */
export const EXPLANATION_SEED = 1;

/** What a column adds to an answer. */
export interface Contribution {
  /** The name of the column. */
  readonly column: string;
  /** What stands there, as text; empty where the value is missing. */
  readonly value: string;
  /** How much it adds, by its Shapley value: of a probability, or of a quantity in its unit. */
  readonly contribution: number;
  /** The standard error of that, since orders of columns are sampled; 0 of a table with up to 8 columns. */
  readonly error: number;
}

/** Why a row was answered so. */
export interface Explanation {
  /** What is explained: the class whose probability it is, or the name of the quantity. */
  readonly of: string;
  /** The mean answer to 64 rows drawn from the distributions in the model file. */
  readonly base: number;
  /** What each column adds to it, the largest first; the sum with the base is the answer. */
  readonly contributions: readonly Contribution[];
  /** The probability, or the quantity in its unit. */
  readonly answer: number;
}

/** The features of each column. */
export function playersOf(widths: readonly number[]): FeatureRange[] {
  let start = 0;
  return widths.map((width) => {
    const range = { start, width };
    start += width;
    return range;
  });
}

/** What an explanation names: the class or the quantity, and the name and the text of each column. */
export interface ExplanationNames {
  readonly of: string;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

/** Explains an answer: the columns in the order of what they add. */
export function explanationOf(
  game: Game,
  { of, columns, cells }: ExplanationNames,
  seed: number = EXPLANATION_SEED,
): Explanation {
  const { base, answer, contributions, errors } = contributionsOf(game, seed);
  const all = columns.map((column, c): Contribution => ({
    column,
    value: cells[c]!,
    contribution: contributions[c]!,
    error: errors[c]!,
  }));
  all.sort((a, b) => abs(b.contribution) - abs(a.contribution));
  return { of, base, contributions: all, answer };
}

/**
 * The Shapley value of each player: of up to 8 by all coalitions, of more by sampled orders.
 * @param seed of the orders, a whole number from 0 to 2⁵³ − 1
 */
export function contributionsOf(game: Game, seed: number): Contributions {
  return game.players.length <= MAX_EXACT_PLAYERS
    ? exactContributions(game)
    : sampledContributions(game, seed);
}

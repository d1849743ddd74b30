/**
 * The game that an answer is explained by: the players are the columns of a row, and a coalition is worth the mean answer to
 * the row where all other columns are those of background rows (Štrumbelj and Kononenko 2014, “Explaining prediction models
 * and individual predictions with feature contributions”; Lundberg and Lee 2017, “A unified approach to interpreting model
 * predictions”). @module
 */

import type { FeatureRange } from "../../measure/permutation_importance.ts";
import { drawBelow } from "../../numerics/draw_below.ts";
import { shuffle } from "../../numerics/random.ts";

const { min, sqrt } = Math;

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
function endsOf({ row, background, answers }: Game): [empty: Float64Array, all: number] {
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

type Rows = ReturnType<typeof rowsFor>;

/** Collects rows for a game, of so many at most; the model answers them when there are many. */
function rowsFor(game: Game, most: number) {
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
    /** Adds a row like another one, with the explained row's features of some players; returns the number of its answer, from 0. */
    add(from: Float32Array, players: readonly number[]): number {
      if ((rows + 1) * features > inputs.length) flush();
      const at = rows++ * features;
      inputs.set(from, at);
      for (const player of players) {
        const { start, width } = ranges[player]!;
        for (let k = start; k < start + width; k++) inputs[at + k] = row[k]!;
      }
      return answers.length + rows - 1;
    },
    /** The answers to all rows, in the order in which they were added. */
    answers(): readonly number[] {
      flush();
      return answers;
    },
  };
}

/** The most players of which all coalitions are counted. */
export const MAX_EXACT_PLAYERS = 8;

/** The worth of each coalition, which is the number whose bits are its players. */
export function worthsOf(game: Game): Float64Array {
  const { players: { length: players }, row: { length: features }, background } = game;
  const [empty, all] = endsOf(game);
  const [coalitions, last] = [1 << players, (1 << players) - 1];
  const rows = rowsFor(game, coalitions * empty.length);
  for (let coalition = 1; coalition < last; coalition++) {
    const members = membersOf(coalition, players);
    for (let z = 0; z < empty.length; z++) {
      rows.add(background.subarray(z * features, (z + 1) * features), members);
    }
  }
  const answers = rows.answers();
  const worths = new Float64Array(coalitions);
  for (let coalition = 1; coalition < last; coalition++) {
    let sum = 0;
    const start = (coalition - 1) * empty.length;
    for (let z = 0; z < empty.length; z++) sum += answers[start + z]!;
    worths[coalition] = sum / empty.length;
  }
  worths[0] = meanOf(empty);
  worths[last] = all; // whose features are all the row's
  return worths;
}

/**
 * Shapley values: the mean, over all orders of the players, of what each adds to those before it (Shapley 1953, “A value for
 * n-person games”).
 */
export function exactContributions(game: Game): Contributions {
  const { length: players } = game.players;
  const worths = worthsOf(game);
  return {
    base: worths[0]!,
    answer: worths[worths.length - 1]!,
    contributions: contributionsIn(worths, players),
    errors: new Float64Array(players),
  };
}

/** @param worths of each coalition, see {@linkcode worthsOf} */
export function contributionsIn(worths: Float64Array, players: number): Float64Array {
  const weights = subsetWeights(players);
  return Float64Array.from({ length: players }, (_, player) => {
    const bit = 1 << player;
    let sum = 0;
    for (let others = 0; others < worths.length; others++) {
      if ((others & bit) !== 0) continue;
      sum += weights[sizeOf(others)]! * (worths[others | bit]! - worths[others]!);
    }
    return sum;
  });
}

/**
 * The Shapley interaction index of each pair of players: the mean of how much more both add together than each by itself, to
 * others before them (Grabisch and Roubens 1999, “An axiomatic approach to the concept of interaction among players in
 * cooperative games”, equation 2).
 * @param worths of each coalition, see {@linkcode worthsOf}
 * @returns [players · players], symmetric, with 0 for a player and itself
 */
export function interactionsOf(worths: Float64Array, players: number): Float64Array {
  const weights = subsetWeights(players - 1);
  const interactions = new Float64Array(players * players);
  for (let i = 0; i < players; i++) {
    for (let j = 0; j < i; j++) {
      const [one, other] = [1 << i, 1 << j];
      let sum = 0;
      for (let others = 0; others < worths.length; others++) {
        if ((others & (one | other)) !== 0) continue;
        const both = worths[others | one | other]! - worths[others | one]! -
          worths[others | other]! + worths[others]!;
        sum += weights[sizeOf(others)]! * both;
      }
      interactions[i * players + j] = interactions[j * players + i] = sum;
    }
  }
  return interactions;
}

/** By the size s of a coalition of the others, its weight s! (n − s − 1)! / n!, so that each size has the same. */
function subsetWeights(players: number): Float64Array {
  const weights = new Float64Array(players);
  let coalitions = 1; // of s of n − 1 others
  for (let size = 0; size < players; size++) {
    weights[size] = 1 / (players * coalitions);
    coalitions = coalitions * (players - 1 - size) / (size + 1);
  }
  return weights;
}

function sizeOf(coalition: number): number {
  let size = 0;
  for (let rest = coalition; rest !== 0; rest &= rest - 1) size++;
  return size;
}

function membersOf(coalition: number, players: number): number[] {
  return [...Array(players).keys()].filter((player) => (coalition >> player & 1) === 1);
}

/** How many orders are drawn for each background row, each with its reverse. */
const PAIRS = 4;

/**
 * Shapley values by drawn orders of the players, for each background row by itself (Castro, Gómez and Tejada 2009,
 * “Polynomial calculation of the Shapley value based on sampling”; Štrumbelj and Kononenko 2014, algorithm 2). Each order
 * comes with its reverse, which errs the other way (Mitchell, Cooper, Frank and Holmes 2022, “Sampling permutations for
 * Shapley value estimation”, section 4.1). In each order the contributions sum to the answer less the base; so do the means.
 * @param seed of the orders, a whole number from 0 to 2⁵³ − 1
 * @param pairs of orders for each background row, 2 or more, since their spread gives the standard errors
 */
export function sampledContributions(game: Game, seed: number, pairs = PAIRS): Contributions {
  const { players: { length: players }, row: { length: features }, background } = game;
  const [empty, all] = endsOf(game);
  const random = { below: drawBelow(seed, "importance") };
  const rows = rowsFor(game, empty.length * pairs * 2 * players);
  const walks = Array.from(empty, (_, z) => {
    const from = background.subarray(z * features, (z + 1) * features);
    const order = Uint32Array.from(playersThatDiffer(game, from));
    return Array.from({ length: pairs }, () => {
      shuffle(order, random);
      return [[...order], [...order].reverse()].map((order) => walkIn(rows, from, order));
    });
  });
  const answers = rows.answers();
  const [sums, variances] = [new Float64Array(players), new Float64Array(players)];
  for (const [z, ofRow] of walks.entries()) {
    const found = ofRow.map((pair) => {
      const added = new Float64Array(players);
      for (const { order, rows } of pair) {
        let before = empty[z]!;
        for (const [p, player] of order.entries()) {
          const after = p < rows.length ? answers[rows[p]!]! : all;
          added[player]! += (after - before) / 2;
          before = after;
        }
      }
      return added;
    });
    for (let player = 0; player < players; player++) {
      const values = Float64Array.from(found, (added) => added[player]!);
      const mean = meanOf(values);
      let squares = 0;
      for (const value of values) squares += (value - mean) * (value - mean);
      sums[player]! += mean;
      variances[player]! += squares / (pairs * (pairs - 1)); // of the mean
    }
  }
  return {
    base: meanOf(empty),
    answer: all,
    contributions: sums.map((sum) => sum / empty.length),
    errors: variances.map((variance) => sqrt(variance) / empty.length),
  };
}

/** An order of players, and the number of the answer after each but the last. */
interface Walk {
  readonly order: readonly number[];
  readonly rows: readonly number[];
}

/** Adds the rows of an order: after each player but the last, with which it is the row that is explained. */
function walkIn(rows: Rows, from: Float32Array, order: readonly number[]): Walk {
  return { order, rows: order.slice(1).map((_, p) => rows.add(from, order.slice(0, p + 1))) };
}

/** The players whose features in a background row are not those of the row: the others add nothing to it. */
function playersThatDiffer({ players, row }: Game, from: Float32Array): number[] {
  return [...players.keys()].filter((player) => {
    const { start, width } = players[player]!;
    for (let k = start; k < start + width; k++) if (from[k] !== row[k]) return true;
    return false;
  });
}

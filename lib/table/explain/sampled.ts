/** Shapley values by sampling orders of the players. @module */

import { drawBelow } from "../../numerics/draw_below.ts";
import { shuffle } from "../../numerics/random.ts";
import { type Contributions, endsOf, type Game, meanOf, type Rows, rowsFor } from "./game.ts";

const { sqrt } = Math;

/** How many orders are drawn for each background row, each with its reverse. */
export const PAIRS = 4;

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

/** Shapley values and interactions from the worths of all coalitions. @module */

import { type Contributions, endsOf, type Game, meanOf, rowsFor } from "./game.ts";

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

/**
 * The Shapley value of each player.
 * @param worths of each coalition, see {@linkcode worthsOf}
 */
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

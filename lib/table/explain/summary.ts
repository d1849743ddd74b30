/** What players add to the answers to many rows, and which pairs of them act together. @module */

import {
  contributionsIn,
  type Game,
  interactionsOf,
  MAX_EXACT_PLAYERS,
  sampledContributions,
  worthsOf,
} from "./shapley.ts";

const { abs, min } = Math;

/** How many background rows each row is compared with: others for the next row, so that all have their turn. */
const BACKGROUNDS = 8;

/** How many orders are sampled for each of them, each with its reverse. */
const PAIRS = 2;

/** Two players that act together. */
export interface Pair {
  /** Both, the first in their order first. */
  readonly players: readonly [number, number];
  /** The mean absolute Shapley interaction. */
  readonly interaction: number;
}

/** What players add to the answers to many rows. */
export interface Summary {
  /** [players] The mean absolute Shapley value of each. */
  readonly contributions: Float64Array;
  /** The strongest first, of the pairs of at most 8 players: those that add most. */
  readonly pairs: readonly Pair[];
}

/**
 * The mean absolute Shapley values over many rows, and the mean absolute Shapley interactions of the players that add most,
 * where all other players have the features of the row.
 * @param rows how many games there are, one or more
 * @param gameOf a row and what it is compared with; the players are the same in all
 */
export function summaryOf(rows: number, gameOf: (row: number) => Game): Summary {
  const { players: { length: players } } = gameOf(0);
  const contributions = new Float64Array(players);
  const gameAt = (row: number) => withBackgrounds(gameOf(row), row);
  const strong = [...Array(players).keys()];
  if (players > MAX_EXACT_PLAYERS) {
    for (let row = 0; row < rows; row++) {
      const { contributions: own } = sampledContributions(gameAt(row), row, PAIRS);
      for (let k = 0; k < players; k++) contributions[k]! += abs(own[k]!) / rows;
    }
    strong.sort((a, b) => contributions[b]! - contributions[a]! || a - b);
    strong.splice(MAX_EXACT_PLAYERS);
    strong.sort((a, b) => a - b);
  }
  const count = strong.length;
  const sums = new Float64Array(count * count);
  for (let row = 0; row < rows; row++) {
    const worths = worthsOf(players === count ? gameAt(row) : among(gameAt(row), strong));
    const own = interactionsOf(worths, count);
    for (let k = 0; k < sums.length; k++) sums[k]! += abs(own[k]!) / rows;
    if (players > count) continue;
    for (const [k, value] of contributionsIn(worths, count).entries()) {
      contributions[k]! += abs(value) / rows;
    }
  }
  const pairs = strong.flatMap((one, i) =>
    strong.slice(i + 1).map((other, j): Pair => ({
      players: [one, other],
      interaction: sums[i * count + i + 1 + j]!,
    }))
  );
  pairs.sort((a, b) => b.interaction - a.interaction);
  return { contributions, pairs };
}

/** How many answers a summary takes for each row, at most. */
export function answersForEach(players: number): number {
  const sampled = players > MAX_EXACT_PLAYERS ? 2 * PAIRS * players : 0;
  return BACKGROUNDS * ((1 << min(players, MAX_EXACT_PLAYERS)) + sampled);
}

/** The same game with some of its background rows. */
function withBackgrounds(game: Game, row: number): Game {
  const { background, row: { length: features } } = game;
  const all = background.length / features;
  const chosen = new Float32Array(min(BACKGROUNDS, all) * features);
  for (let k = 0; k < chosen.length / features; k++) {
    const z = (row * BACKGROUNDS + k) % all;
    chosen.set(background.subarray(z * features, (z + 1) * features), k * features);
  }
  return { ...game, background: chosen };
}

/** The game of some players alone, where the others have the features of the row. */
function among(game: Game, players: readonly number[]): Game {
  const { background, row } = game;
  const [own, ranges] = [background.slice(), players.map((player) => game.players[player]!)];
  for (let at = 0; at < own.length; at += row.length) {
    own.set(row, at);
    for (const { start, width } of ranges) {
      own.set(background.subarray(at + start, at + start + width), at + start);
    }
  }
  return { ...game, players: ranges, background: own };
}

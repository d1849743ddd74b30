/** How much each player of a game adds to the answer, exactly or by sampling. @module */

import { exactContributions, MAX_EXACT_PLAYERS } from "./exact.ts";
import type { Contributions, Game } from "./game.ts";
import { sampledContributions } from "./sampled.ts";

/**
 * The Shapley value of each player: of up to 8 by all coalitions, of more by sampled orders.
 * @param seed of the orders, a whole number from 0 to 2⁵³ − 1
 */
export function contributionsOf(game: Game, seed: number): Contributions {
  return game.players.length <= MAX_EXACT_PLAYERS
    ? exactContributions(game)
    : sampledContributions(game, seed);
}

/** Shapley values by their definition, over every order of the players, for tests. */

import { RandomStream } from "../../../lib/numerics/random.ts";
import type { Game } from "../../../lib/table/explain/shapley.ts";

/** A game whose answers are a formula of the features, some of them joined by products; in float64. */
export function gameOf(
  widths: readonly number[],
  formula: (row: Float32Array) => number,
  seed = 5,
  backgrounds = 6,
): Game {
  const random = new RandomStream(seed, "data");
  const features = widths.reduce((sum, width) => sum + width, 0);
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  let start = 0;
  const players = widths.map((width) => {
    const range = { start, width };
    start += width;
    return range;
  });
  return {
    players,
    row: draw(features),
    background: draw(backgrounds * features),
    answers: (inputs, rows) =>
      Array.from(
        { length: rows },
        (_, r) => formula(inputs.subarray(r * features, (r + 1) * features)),
      ),
  };
}

/** The worth of a coalition, by the definition: the mean answer to the background rows with its features of the row. */
export function worthOf(game: Game, coalition: ReadonlySet<number>): number {
  const { row, background, players, answers } = game;
  const rows = background.length / row.length;
  const inputs = background.slice();
  for (const player of coalition) {
    const { start, width } = players[player]!;
    for (let z = 0; z < rows; z++) {
      inputs.set(row.subarray(start, start + width), z * row.length + start);
    }
  }
  return Array.from(answers(inputs, rows)).reduce((sum, value) => sum + value, 0) / rows;
}

/** The Shapley value of each player: the mean of what it adds, over all orders. */
export function bruteForce(game: Game): number[] {
  const count = game.players.length;
  const sums = new Array<number>(count).fill(0);
  const worths = new Map<number, number>();
  const worth = (members: readonly number[]) => {
    const key = members.reduce((sum, player) => sum | 1 << player, 0);
    if (!worths.has(key)) worths.set(key, worthOf(game, new Set(members)));
    return worths.get(key)!;
  };
  let orders = 0;
  const visit = (order: readonly number[]) => {
    if (order.length === count) {
      orders++;
      order.forEach((player, p) => {
        sums[player]! += worth(order.slice(0, p + 1)) - worth(order.slice(0, p));
      });
      return;
    }
    for (let player = 0; player < count; player++) {
      if (!order.includes(player)) visit([...order, player]);
    }
  };
  visit([]);
  return sums.map((sum) => sum / orders);
}

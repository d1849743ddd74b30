import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  exactContributions,
  interactionsOf,
  worthsOf,
} from "../../../lib/table/explain/shapley.ts";
import { answersForEach, summaryOf } from "../../../lib/table/explain/summary.ts";
import { gameOf } from "./brute_force.ts";

/** Sums of a few hundred numbers around 1 in float64, in two orders. */
const ROUNDING = 1e-12;

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

Deno.test("up to eight players: the means of the absolute values and interactions of each game", () => {
  const games = [1, 2, 3].map((seed) =>
    gameOf([1, 2, 1], (x) => x[0]! * x[1]! + x[2]! - x[3]! * x[0]!, seed)
  );
  const { contributions, pairs } = summaryOf(3, (row) => games[row]!);
  const values = games.map((game) => exactContributions(game).contributions);
  for (const player of [0, 1, 2]) {
    const expected = mean(values.map((own) => Math.abs(own[player]!)));
    assertAlmostEquals(contributions[player]!, expected, ROUNDING);
  }
  const interactions = games.map((game) => interactionsOf(worthsOf(game), 3));
  for (const { players: [i, j], interaction } of pairs) {
    const expected = mean(interactions.map((own) => Math.abs(own[3 * i + j]!)));
    assertAlmostEquals(interaction, expected, ROUNDING);
  }
  assertEquals(pairs.length, 3);
  assertAlmostEquals(pairs.at(-1)!.interaction, 0, ROUNDING);
  assertEquals(pairs.at(-1)!.players, [1, 2]); // which share no product
});

Deno.test("of more players the pairs of the eight that add most are found", () => {
  let answered = 0;
  const game = (row: number) => {
    const { answers, ...own } = gameOf(
      new Array(10).fill(1),
      (x) =>
        x.reduce(
          (sum, value, k) => sum + (k === 4 || k === 6 ? 0.001 : 1) * value,
          3 * x[2]! * x[9]!,
        ),
      row + 1,
      16,
    );
    return {
      ...own,
      answers: (inputs: Float32Array, rows: number) => {
        answered += rows;
        return answers(inputs, rows);
      },
    };
  };
  const { contributions, pairs } = summaryOf(5, game);
  assertEquals(pairs.length, 28);
  assertEquals(pairs[0]!.players, [2, 9]);
  assert(pairs[0]!.interaction > 0.1 && pairs[1]!.interaction < 1e-6);
  assert(!pairs.some(({ players }) => players.includes(4) || players.includes(6)));
  assert(contributions.every((value, k) => k === 4 || k === 6 ? value < 0.01 : value > 0.01));
  assert(answered <= 5 * (answersForEach(10) + 20), `${answered} answers`);
});

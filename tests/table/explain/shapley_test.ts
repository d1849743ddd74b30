import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { contributionsOf } from "../../../lib/table/model/explanation.ts";
import {
  type Contributions,
  exactContributions,
  interactionsOf,
  sampledContributions,
  worthsOf,
} from "../../../lib/table/explain/shapley.ts";
import { bruteForce, gameOf, worthOf } from "./brute_force.ts";
import { answersForEach, summaryOf } from "../../../lib/table/explain/summary.ts";

/** Sums of a few hundred numbers around 1 in float64, in two orders. */
const ROUNDING = 1e-12;

/** Eight players with nine features, which act together by two and by three. */
const EIGHT = gameOf(
  [1, 2, 1, 1, 1, 1, 1, 1],
  (x) =>
    x[0]! + x[1]! * x[2]! - x[3]! * x[4]! * x[5]! + 0.5 * x[6]! * x[6]! + x[7]! * x[0]! -
    0.1 * x[8]!,
);

const sumOf = ({ base, contributions }: Contributions) =>
  contributions.reduce((sum, value) => sum + value, base);

Deno.test("contributions of eight columns are those of all 40,320 orders", () => {
  const expected = bruteForce(EIGHT);
  const found = contributionsOf(EIGHT, 1);
  for (const [k, value] of expected.entries()) {
    assertAlmostEquals(found.contributions[k]!, value, ROUNDING);
  }
  assertAlmostEquals(found.base, worthOf(EIGHT, new Set()), ROUNDING);
  assertEquals(found.answer, EIGHT.answers(EIGHT.row, 1)[0]);
  assertAlmostEquals(sumOf(found), found.answer, ROUNDING);
  assertEquals([...found.errors], new Array(8).fill(0));
});

Deno.test("columns that do the same have the same contribution, one that does nothing has none", () => {
  for (
    const contribute of [exactContributions, (game: typeof EIGHT) => sampledContributions(game, 1)]
  ) {
    const game = gameOf([1, 1, 1, 1], (x) => x[0]! * x[1]! + x[2]!);
    game.row[1] = game.row[0]!;
    for (let z = 0; z < 6; z++) game.background[4 * z + 1] = game.background[4 * z]!;
    const { contributions: [one, other, third, nothing], errors } = contribute(game);
    assertAlmostEquals(one!, other!, ROUNDING);
    assertEquals(nothing, 0);
    assertEquals(errors[3], 0);
    const mean = [...Array(6).keys()].reduce((sum, z) => sum + game.background[4 * z + 2]! / 6, 0);
    assertAlmostEquals(third!, game.row[2]! - mean, ROUNDING); // it acts alone
  }
});

Deno.test("sampled contributions sum to the answer, and their standard errors hold", () => {
  const game = gameOf(
    new Array(6).fill(1),
    (x) => x[0]! * x[1]! * x[2]! * x[3]! + x[2]! * x[3]! * x[4]! + x[5]!,
    5,
    64,
  );
  const exact = exactContributions(game);
  const scores: number[] = [];
  for (let seed = 1; seed <= 60; seed++) {
    const sampled = sampledContributions(game, seed);
    assertAlmostEquals(sumOf(sampled), sampled.answer, 1e-9);
    assertAlmostEquals(sampled.base, exact.base, ROUNDING);
    for (const [k, error] of sampled.errors.entries()) {
      const off = Math.abs(sampled.contributions[k]! - exact.contributions[k]!);
      if (error < ROUNDING) assert(off < 1e-9);
      else scores.push(off / error);
    }
  }
  const within = (limit: number) => scores.filter((score) => score <= limit).length / scores.length;
  assert(scores.length >= 300);
  assert(within(2) > 0.92, `within two standard errors: ${within(2)}`); // 95 % of a normal distribution
  assert(within(1) < 0.8, `within one: ${within(1)}`); // 68 %: they are not too large either
});

Deno.test("a column that is as in all background rows has no contribution, and no error", () => {
  const game = gameOf([1, 1, 1], (x) => x[0]! * x[1]! * x[2]!);
  for (let z = 0; z < 6; z++) game.background[3 * z + 1] = game.row[1]!;
  const { contributions, errors } = sampledContributions(game, 1);
  assertEquals([contributions[1], errors[1]], [0, 0]);
  game.background.set(game.row);
  for (let z = 1; z < 6; z++) game.background.set(game.row, 3 * z);
  assertEquals([...sampledContributions(game, 1).contributions], [0, 0, 0]);
});

Deno.test("how many rows are answered at once changes nothing, and nine columns are sampled by seed", () => {
  const game = gameOf(
    new Array(9).fill(1),
    (x) => x.reduce((product, value, k) => k % 3 === 0 ? product * value : product + value, 1),
    7,
    64,
  );
  const one: typeof game = {
    ...game,
    answers: (inputs, rows) =>
      Array.from(
        { length: rows },
        (_, r) => game.answers(inputs.subarray(9 * r, 9 * r + 9), 1)[0]!,
      ),
  };
  assertEquals(contributionsOf(game, 3), contributionsOf(one, 3));
  assert(contributionsOf(game, 3).errors.some((error) => error > 0));
  assert(contributionsOf(game, 3).contributions[0] !== contributionsOf(game, 4).contributions[0]);
});

Deno.test("the interaction of a pair is that of its definition", () => {
  const product = gameOf([1, 1, 1], (x) => x[0]! * x[1]! + 4 * x[2]!);
  const found = interactionsOf(worthsOf(product), 3);
  const both = (players: number[]) => worthOf(product, new Set(players));
  const expected = both([0, 1]) - both([0]) - both([1]) + both([]);
  assertAlmostEquals(found[0 * 3 + 1]!, expected, ROUNDING);
  assertEquals(found[1], found[3]);
  assertAlmostEquals(found[0 * 3 + 2]!, 0, ROUNDING);
  const interactions = interactionsOf(worthsOf(EIGHT), 8);
  const pairs = (i: number, j: number) => interactions[8 * i + j]!;
  assert(Math.abs(pairs(0, 6)) > 1e-3); // x[0] · x[7]
  assertAlmostEquals(pairs(0, 1), 0, ROUNDING); // which share no product
});

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

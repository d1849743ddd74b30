import { assertAlmostEquals, assertEquals } from "@std/assert";
import { averageOf, medianOf, ranksOf, signTest, winsOf } from "../../../bench/tables/averages.ts";
import type { BenchTable, Score } from "../../../bench/tables/list.ts";

const TABLE = { name: "mpg", kind: "class" } as BenchTable;

const scoreOf = (seed: number, accuracy: number, logLoss: number): Score => ({
  table: "mpg",
  peer: "forest",
  seed,
  accuracy,
  logLoss,
  seconds: seed,
});

Deno.test("seeds are averaged, and results rounded to the thousandth", () => {
  const scores = [scoreOf(1, 0.8, 0.1), scoreOf(2, 0.9, 0.2), scoreOf(3, 0.9001, 0.31)];
  const other = { ...scoreOf(1, 0.1, 9), peer: "linear" };
  assertEquals(averageOf([...scores, other], TABLE, "forest", [1, 2, 3]), {
    accuracy: 0.867,
    logLoss: 0.203,
    seconds: 2,
  });
});

Deno.test("a table of which a seed is missing has no average", () => {
  const scores = [scoreOf(1, 0.8, 0.1), scoreOf(2, 0.9, 0.2), scoreOf(2, 0.9, 0.2)];
  assertEquals(averageOf(scores, TABLE, "forest", [1, 2, 3]), undefined);
});

Deno.test("the median is the value in the middle", () => {
  assertEquals(medianOf([3, 1, 2]), 2);
});

Deno.test("the largest value has rank 1, and equal values share the mean of their ranks", () => {
  assertEquals(ranksOf([0.7, 0.9, 0.7, 0.5]), [2.5, 1, 2.5, 4]);
});

Deno.test("a sign test leaves ties out and is two-sided", () => {
  // 9 of 10: 2 (1 + 10) / 1,024
  assertAlmostEquals(signTest(9, 1), 22 / 1024, 1e-12);
  assertEquals(signTest(1, 9), signTest(9, 1));
  assertEquals(signTest(3, 3), 1);
  assertEquals(signTest(0, 0), 1);
  assertEquals(winsOf([0.1, 0, -0.2, 0.3]), { wins: 2, ties: 1, losses: 1, p: 1 });
});

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ranksOf, signTest, winsOf } from "../../../bench/tables/ranks.ts";

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

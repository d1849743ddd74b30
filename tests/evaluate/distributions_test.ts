import { assertAlmostEquals, assertEquals } from "@std/assert";
import { largestErrorRate, signTest, t95 } from "../../lib/evaluate/distributions.ts";

Deno.test("Student's quantiles are SciPy's, to 1 % from 3 degrees on", () => {
  const expected = { 3: 3.18245, 5: 2.57058, 10: 2.22814, 29: 2.04523, 999: 1.96234 };
  for (const [degrees, quantile] of Object.entries(expected)) {
    assertAlmostEquals(t95(Number(degrees)), quantile, 0.01 * quantile);
  }
  assertAlmostEquals(t95(29), 2.04523, 1e-5);
});

Deno.test("the sign test is SciPy's binomial test", () => {
  assertAlmostEquals(signTest(10, 2), 0.03857421875, 1e-12);
  assertAlmostEquals(signTest(0, 5), 0.0625, 1e-12);
  assertEquals([signTest(6, 6), signTest(0, 0)], [1, 1]);
});

Deno.test("the largest error rate is Clopper and Pearson's bound: 46 % after 0 of 6", () => {
  const bounds = {
    6: [0, 0.4592581],
    50: [1, 0.1064695],
    100: [50, 0.6016789],
    200: [150, 0.8083928],
  };
  for (const [n, [wrong, rate]] of Object.entries(bounds)) {
    assertAlmostEquals(largestErrorRate(wrong!, Number(n)), rate!, 1e-7);
  }
  assertEquals(largestErrorRate(6, 6), 1);
});

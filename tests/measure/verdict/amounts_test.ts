/** Differences with their margins, as verdicts write them. */

import { assertEquals } from "@std/assert";
import { withMargin } from "../../../lib/measure/verdict/amounts.ts";

Deno.test("a number and its margin end at the last digit of the margin", () => {
  assertEquals(withMargin(0.0314159, 0.012), "0.031 ± 0.012");
  assertEquals(withMargin(-1.26, 0.4, 1), "−1.3 ± 0.4");
  assertEquals(withMargin(0.5, null), "0.50");
});

Deno.test("a number and its margin look equal only if they are, or at four decimals", () => {
  assertEquals(withMargin(0.1343, 0.1251), "0.134 ± 0.125");
  assertEquals(withMargin(-0.00123, 0.001235), "−0.0012 ± 0.0012");
  assertEquals(withMargin(0.13, 0.13), "0.13 ± 0.13");
});

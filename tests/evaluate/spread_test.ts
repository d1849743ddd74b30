import { assertAlmostEquals, assertEquals } from "@std/assert";
import { spreadOf } from "../../lib/evaluate/spread.ts";

Deno.test("a spread is the mean, the sample standard deviation, the least and the most", () => {
  const { sd, ...others } = spreadOf([2, 4, 9]);
  assertEquals(others, { mean: 5, min: 2, max: 9 });
  assertAlmostEquals(sd!, Math.sqrt((9 + 1 + 16) / 2), 1e-12);
  assertEquals(spreadOf([3]), { mean: 3, sd: null, min: 3, max: 3 });
});

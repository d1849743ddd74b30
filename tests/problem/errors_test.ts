import { assertAlmostEquals, assertEquals } from "@std/assert";
import { metricsOfEach } from "../../lib/problem/errors.ts";

Deno.test("each of several quantities has its own errors, which are scikit-learn's", () => {
  // r2_score, mean_absolute_error and the root of mean_squared_error, scikit-learn 1.4, column by column.
  const targets = new Float32Array([1, 10, 2, 30, 3, 20, 5, 70]);
  const outputs = new Float32Array([1.5, 12, 2, 25, 2.5, 26, 4, 60]);
  const found = metricsOfEach(outputs, targets, 2).map((metrics) => Object.values(metrics));
  const expected = [
    [0.5, 0.6123724356957945, 0.8285714285714285],
    [5.75, 6.422616289332565, 0.9204819277108434],
  ];
  for (const [j, metrics] of expected.entries()) {
    for (const [k, value] of metrics.entries()) assertAlmostEquals(found[j]![k]!, value, 1e-12);
  }
});

Deno.test("a quantity that is always the same has no R²", () => {
  const [metrics] = metricsOfEach(new Float32Array([1, 2]), new Float32Array([3, 3]), 1);
  assertEquals(metrics!.rSquared, null);
});

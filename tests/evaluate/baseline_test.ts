import { assertAlmostEquals, assertEquals } from "@std/assert";
import { commonestClass, errorsOfMeans } from "../../lib/evaluate/baseline.ts";

const labels = (...all: number[]) => ({ labels: Uint8Array.from(all), classes: 3 });

Deno.test("the commonest class is that of training, and the first of equals", () => {
  assertEquals(commonestClass(labels(2, 1, 1), labels(1, 2, 2, 0)), { label: 1, accuracy: 0.25 });
  assertEquals(commonestClass(labels(2, 1, 1, 2), labels(1)), { label: 1, accuracy: 1 });
  assertEquals(commonestClass(labels(1), labels(0, 2)), { label: 1, accuracy: 0 });
});

Deno.test("always answering the mean is as far off as the values lie around it", () => {
  const training = Float32Array.of(1, 10, 3, 30); // the means are 2 and 20
  const targets = Float32Array.of(2, 0, 5, 20, 2, 50);
  const [first, second] = errorsOfMeans(training, targets, 2);
  assertAlmostEquals(first!, 1, 1e-12);
  assertAlmostEquals(second!, 50 / 3, 1e-12);
});

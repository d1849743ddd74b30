import { assertAlmostEquals, assertEquals } from "@std/assert";
import { commonerAnswers, commonestClass, errorsOfMeans } from "../../lib/measure/baseline.ts";

const labels = (...all: number[]) => ({ labels: Uint8Array.from(all), classes: 3 });

Deno.test("the commonest class is that of training, and the first of equals", () => {
  assertEquals(commonestClass(labels(2, 1, 1), labels(1, 2, 2, 0)), { label: 1, accuracy: 0.25 });
  assertEquals(commonestClass(labels(2, 1, 1, 2), labels(1)), { label: 1, accuracy: 1 });
  assertEquals(commonestClass(labels(1), labels(0, 2)), { label: 1, accuracy: 0 });
});

Deno.test("each output's commoner answer is that of training, and yes of equals", () => {
  const training = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 0); // yes and no are equals, then no
  const targets = Float32Array.of(1, 1, 1, 0, 0, 0);
  assertEquals(commonerAnswers(training, targets, 2), 4 / 6);
});

Deno.test("always answering the mean is as far off as the values lie around it", () => {
  const training = Float32Array.of(1, 10, 3, 30); // the means are 2 and 20
  const targets = Float32Array.of(2, 0, 5, 20, 2, 50);
  const [first, second] = errorsOfMeans(training, targets, 2);
  assertAlmostEquals(first!, 1, 1e-12);
  assertAlmostEquals(second!, 50 / 3, 1e-12);
});

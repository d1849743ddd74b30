/** Differences between independent samples: published intervals, and how often they are wrong. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { independentDifference } from "../../../lib/measure/verdict/independent.ts";
import { metricInterval } from "../../../lib/measure/metric_interval.ts";
import { wilsonInterval } from "../../../lib/measure/uncertainty.ts";
import { Dataset, RandomStream } from "../../../mod.ts";

const of = (correct: number, size: number) => {
  const [low, high] = wilsonInterval(correct, size);
  return { value: correct / size, low, high };
};

/** Newcombe prints four decimals. */
const PRINTED = 5.1e-5;

Deno.test("differences of proportions have the intervals that Newcombe printed, table II, method 10", () => {
  for (
    const [a, m, b, n, low, high] of [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.8090],
      [10, 10, 0, 20, 0.6791, 1],
      [5, 56, 0, 29, -0.0381, 0.1926],
    ] as const
  ) {
    const found = independentDifference(of(b, n), of(a, m))!;
    assertAlmostEquals(found.low, low, PRINTED);
    assertAlmostEquals(found.high, high, PRINTED);
    assertEquals(found.isBeyondChance, low > 0 || high < 0);
  }
});

Deno.test("two samples of one accuracy are called different in about 5 of 100", () => {
  const random = new RandomStream(1, "data");
  const runs = 2000;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const sample = (size: number) => {
      let correct = 0;
      for (let k = 0; k < size; k++) if (random.below(10) < 8) correct++;
      return of(correct, size);
    };
    if (independentDifference(sample(150), sample(60))!.isBeyondChance) wrong++;
  }
  assert(wrong > 0.03 * runs && wrong < 0.065 * runs, `${wrong} of ${runs}`);
});

Deno.test("the interval of a difference of R² has the true one in about 95 of 100 samples", () => {
  const random = new RandomStream(2, "data");
  const runs = 400;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    // The variance of the errors is that of the targets, 1, times 1 − R².
    const [then, now] = ([[150, 0.8], [400, 0.7]] as const).map(([size, r2]) => {
      const targets = Float32Array.from({ length: size }, () => random.normal());
      const answers = targets.map((target) => target + Math.sqrt(1 - r2) * random.normal());
      const data = Dataset.from({ inputs: [...targets].map((x) => [x]), targets: [...targets] });
      return metricInterval("r2", { outputs: answers }, data, [...targets.keys()])!;
    });
    const { low, high } = independentDifference(then!, now!)!;
    if (low <= -0.1 && -0.1 <= high) covered++;
  }
  assert(covered > 0.92 * runs && covered < 0.99 * runs, `${covered} of ${runs}`);
});

Deno.test("without an interval there is no difference", () => {
  assertEquals(independentDifference({ value: 1, low: null, high: null }, of(1, 2)), undefined);
});

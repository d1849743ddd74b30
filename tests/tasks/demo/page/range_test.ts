import { assert, assertEquals } from "@std/assert";
import { rangeOf, roundStep } from "../../../../tasks/demo/page/range.ts";

Deno.test("a slider spans two deviations around the mean, in round steps", () => {
  assertEquals(rangeOf({ mean: 43.99, deviation: 5.47 }), {
    low: 33,
    high: 55,
    step: 0.5,
    start: 44,
  });
  assertEquals(rangeOf({ mean: 0, deviation: 1 }), { low: -2, high: 2, step: 0.05, start: 0 });
  const { low, high } = rangeOf({ mean: 1e12, deviation: 3e-9 });
  assert(low <= 1e12 && high >= 1e12);
  for (const deviation of [1e-300, 1e-20, 1e20, 1e300]) {
    const range = rangeOf({ mean: 0, deviation });
    assert(
      Object.values(range).every(Number.isFinite) && range.low < range.high,
      String(deviation),
    );
  }
});

Deno.test("a round step is 1, 2 or 5 times a power of ten", () => {
  assertEquals([0.011, 0.02, 3, 7, 1000].map(roundStep), [0.02, 0.02, 5, 10, 1000]);
});

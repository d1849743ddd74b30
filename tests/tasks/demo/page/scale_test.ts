import { assert, assertEquals } from "@std/assert";
import { roundStep, scaleOf } from "../../../../tasks/demo/page/scale.ts";

Deno.test("the ticks of the page's charts are round numbers around the values", () => {
  assertEquals(scaleOf([0.12, 0.57]), {
    ticks: [0, 0.2, 0.4, 0.6],
    low: 0,
    high: 0.6000000000000001,
  });
  assertEquals(scaleOf([]).ticks, [0, 0.5, 1]);
  assertEquals(scaleOf([-3, 4]).ticks, [-4, -2, 0, 2, 4]);
  assertEquals(scaleOf([5]).ticks, scaleOf([5, 5]).ticks);
});

Deno.test("a round step is 1, 2 or 5 times a power of ten", () => {
  assertEquals([0.011, 0.02, 3, 7, 1000].map(roundStep), [0.02, 0.02, 5, 10, 1000]);
});

for (
  const values of [
    [0.6666666666666666, 0.6666666666666667],
    [1.9999999999999996, 1.9999999999999998],
    [1e-200, 3e-200],
    [Number.MIN_VALUE, 2e-323],
    [0, Number.MIN_VALUE],
    [-1e307, 1e307],
  ]
) {
  Deno.test(`a chart of ${values.join(" and ")} has an axis with a few ticks`, () => {
    const { ticks, low, high } = scaleOf(values);
    assert(low < high && Number.isFinite(high / 2 - low / 2), `from ${low} to ${high}`);
    assert(ticks.length >= 2 && ticks.length <= 8, `${ticks}`);
    assertEquals(ticks, [...new Set(ticks)].filter(Number.isFinite).sort((a, b) => a - b));
    for (const value of values) assert(low <= value && value <= high, `${value} is not shown`);
  });
}

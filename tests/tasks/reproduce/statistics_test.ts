import { assertEquals, assertThrows } from "@std/assert";
import { statistics } from "../../../tasks/reproduce/statistics.ts";

Deno.test("the deviation of accuracies is the sample's, and the median of an even number the middle", () => {
  assertEquals(statistics([0.9, 0.96, 0.92, 0.94]), {
    mean: 0.93,
    sd: 0.02582, // √((0.03² + 0.03² + 0.01² + 0.01²) / 3)
    median: 0.93,
    best: 0.96,
    seeds: 4,
  });
  assertEquals(statistics([0.7, 0.96, 0.95]).median, 0.95);
});

Deno.test("one accuracy has no deviation, and none no mean", () => {
  assertEquals(statistics([0.9542]), {
    mean: 0.9542,
    sd: null,
    median: 0.9542,
    best: 0.9542,
    seeds: 1,
  });
  assertThrows(() => statistics([]), RangeError);
});

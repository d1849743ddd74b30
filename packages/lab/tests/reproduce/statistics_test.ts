import { assertEquals, assertThrows } from "@std/assert";
import { intervalOf, statistics } from "../../reproduce/statistics.ts";

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
  const [mean, median, best] = [0.9542, 0.9542, 0.9542];
  assertEquals(statistics([0.9542]), { mean, sd: null, median, best, seeds: 1 });
  assertThrows(() => statistics([]), RangeError);
});

Deno.test("the interval of a mean is that of one network, however many there are", () => {
  const of = (...correct: number[]) =>
    intervalOf(correct.map((n) => ({ correct: n, size: 10_000 })));
  assertEquals(of(9956), [0.994099, 0.996721]); // 0.33 to 0.59 % are wrong
  assertEquals(of(9956, 9956, 9956), of(9956));
  assertEquals(of(9950, 9962, 9956), of(9956));
  assertEquals(of(10_000, 10_000)[1], 1);
});

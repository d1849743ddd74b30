import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  crossFit,
  expectedThreshold,
  fitThreshold,
  mistakesAt,
} from "../../../lib/table/decide/mod.ts";
import { costOf } from "../../../lib/table/decide/threshold.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";

/** Scores that are the probabilities of what they stand for. */
function drawn(rows: number, seed: number) {
  const random = new RandomStream(seed, "data");
  const scores = Float32Array.from({ length: rows }, () => {
    const u = random.uniform();
    return u * u; // the positive class is the rarer one
  });
  return { scores, positives: Array.from(scores, (score) => random.uniform() < score) };
}

Deno.test("a threshold by hand: a miss that costs five times as much lowers it", () => {
  const scores = [0.1, 0.2, 0.3, 0.6, 0.9];
  const positives = [false, true, false, false, true];
  assertEquals(fitThreshold(scores, positives, { falseAlarm: 1, miss: 1 }), 0.9); // one miss
  assertEquals(fitThreshold(scores, positives, { falseAlarm: 1, miss: 5 }), 0.2); // two false alarms
  assertEquals(mistakesAt(scores, positives, () => 0.2), { falseAlarms: 2, misses: 0 });
});

Deno.test("of equal costs the threshold nearest to the expected one is chosen, and never may be best", () => {
  const [costs, positives] = [{ falseAlarm: 1, miss: 1 }, [true, false, true, true]];
  assertEquals(fitThreshold([0.45, 0.55, 0.6, 0.6], positives, costs), 0.45); // at 0.6 there is one mistake too
  assertEquals(fitThreshold([0.6, 0.7], [false, false], costs), Infinity);
  assertEquals(fitThreshold([0.6, 0.6], [false, true], { falseAlarm: 3, miss: 1 }), Infinity);
});

Deno.test("no threshold of a brute force over all of them costs less", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { scores, positives } = drawn(60, seed);
    const costs = { falseAlarm: 1, miss: seed / 3 };
    const cost = (threshold: number) =>
      costOf(mistakesAt(scores, positives, () => threshold), costs);
    const best = cost(fitThreshold(scores, positives, costs));
    for (const threshold of [...scores, Infinity]) assert(best <= cost(threshold) + 1e-12);
  }
});

Deno.test("where probabilities hold, the search comes near to c₁ / (c₁ + c₂)", () => {
  const costs = { falseAlarm: 1, miss: 4 };
  assertEquals(expectedThreshold(costs), 0.2);
  const { scores, positives } = drawn(100_000, 3);
  assertAlmostEquals(fitThreshold(scores, positives, costs), 0.2, 0.03);
});

Deno.test("what is promised is chosen without the rows that measure it", () => {
  const costs = { falseAlarm: 1, miss: 5 };
  let [promised, flattered, kept] = [0, 0, 0];
  const next = drawn(20_000, 999);
  for (let seed = 1; seed <= 200; seed++) {
    const { scores, positives } = drawn(60, seed);
    const foldOf = Array.from(scores, (_, row) => row % 5);
    const choose = (rows?: Uint32Array) => fitThreshold(scores, positives, costs, rows);
    const threshold = choose();
    promised += costOf(mistakesAt(scores, positives, crossFit(foldOf, choose)), costs) / 60;
    flattered += costOf(mistakesAt(scores, positives, () => threshold), costs) / 60;
    kept += costOf(mistakesAt(next.scores, next.positives, () => threshold), costs) / 20_000;
  }
  assertAlmostEquals(promised / 200, kept / 200, 0.02);
  assert(flattered < 0.93 * kept); // the rows that chose it flatter it
});

Deno.test("each row has the choice of the other folds", () => {
  const chosenBy = crossFit([0, 1, 1, 2], (rows) => [...rows]);
  assertEquals([0, 1, 2, 3].map(chosenBy), [[1, 2, 3], [0, 3], [0, 3], [0, 1, 2]]);
});

Deno.test("costs are above 0", () => {
  for (const costs of [{ falseAlarm: 0, miss: 1 }, { falseAlarm: 1, miss: NaN }]) {
    const error = assertThrows(() => fitThreshold([0.5], [true], costs), RangeError);
    assert(error.message.startsWith("Cannot choose a threshold: expected costs above 0, got "));
  }
});

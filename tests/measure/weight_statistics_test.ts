import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  histogramOf,
  magnitudeQuantile,
  outgoingNorms,
} from "../../lib/measure/weight_statistics.ts";
import { matrix } from "../../mod.ts";

Deno.test("histogramOf() counts around zero and has the extremes", () => {
  const { bins, bound, ...spread } = histogramOf(new Float32Array([-1, -0.5, 0.25, 0.25, 1]), 4);
  assertEquals([bins, bound], [[1, 1, 2, 1], 1]);
  assertEquals([spread.count, spread.mean, spread.least, spread.most], [5, 0, -1, 1]);
  assertAlmostEquals(spread.deviation, Math.sqrt((1 + 0.25 + 2 * 0.0625 + 1) / 5));
});

Deno.test("what lies far beyond the others is in the outermost bin", () => {
  const values = new Float32Array(1000).map((_, k) => k % 2 - 0.5);
  values[0] = 100;
  const { bins, bound, most } = histogramOf(values, 10);
  assertEquals([most, bins.at(-1), bins.reduce((sum, n) => sum + n)], [100, 1, 1000]);
  assertEquals(bound < 100, true);
});

Deno.test("zeros have a spread too", () => {
  assertEquals(histogramOf(new Float32Array(3), 2).bins, [0, 3]);
});

Deno.test("outgoingNorms() is the length of each unit's row", () => {
  assertEquals([...outgoingNorms(matrix([[3, 4], [0, 0], [-1, 0]]))], [5, 0, 1]);
});

Deno.test("magnitudeQuantile() disregards signs, and is 0 of no values", () => {
  const values = new Float32Array([-4, 1, -2, 3, 0]);
  assertEquals([0, 0.5, 1].map((share) => magnitudeQuantile(values, share)), [0, 2, 4]);
  assertEquals(magnitudeQuantile(new Float32Array(), 0.5), 0);
});

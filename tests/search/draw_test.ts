import { assert, assertEquals } from "@std/assert";
import { HaltonCoordinate } from "../../lib/search/draw.ts";

Deno.test("every block of as many points as the base has one in each part of [0, 1)", () => {
  for (const [dimension, base] of [2, 3, 5, 7, 11].entries()) {
    const coordinate = new HaltonCoordinate(dimension, 1);
    for (const power of [base, base * base]) {
      for (const start of [0, power, 7 * power]) {
        const parts = Array.from(
          { length: power },
          (_, k) => Math.floor(coordinate.at(start + k) * power),
        );
        assertEquals(parts.sort((a, b) => a - b), Array.from({ length: power }, (_, k) => k));
      }
    }
  }
});

Deno.test("two coordinates do not go in step, not even of large bases", () => {
  const [x, y] = [12, 13].map((dimension) => new HaltonCoordinate(dimension, 1));
  const points = Array.from({ length: 200 }, (_, k) => [x!.at(k) - 0.5, y!.at(k) - 0.5] as const);
  const products = points.reduce((sum, [a, b]) => sum + a * b, 0) / 200;
  assert(Math.abs(12 * products) < 0.2, `a correlation of ${12 * products}`); // 3 standard deviations
});

Deno.test("points are below 1, and others for another seed", () => {
  const [one, two] = [1, 2].map((seed) => new HaltonCoordinate(0, seed));
  const points = Array.from({ length: 1000 }, (_, k) => one!.at(k));
  assert(points.every((point) => point >= 0 && point < 1));
  assert(points.some((point, k) => point !== two!.at(k)));
});

import { assertEquals } from "@std/assert";
import { promoted, ranked, rungEnds } from "../../lib/search/halving.ts";

Deno.test("one of factor trials goes on, the best, in their order; one that failed never", () => {
  assertEquals(promoted([0.1, 0.5, 0.3, 0.5, 0.2, 0.4], 3), [1, 3]);
  assertEquals(promoted([0.5, 0.5, 0.5], 3), [0]);
  assertEquals(promoted([0.5, 0.6], 3), [1]); // at least one
  assertEquals(promoted([null, 0.1, null, null, null, null], 3), [1]);
  assertEquals(promoted([null, null, null], 3), []);
  assertEquals(ranked([null, 1, 3, 2]), [2, 3, 1]);
});

Deno.test("rungs end after whole epochs, the last after all", () => {
  const rungs = (epochs: number, factor: number, rungs: number) =>
    rungEnds({ factor, rungs }, epochs);
  assertEquals(rungs(27, 3, 4), [1, 3, 9, 27]);
  assertEquals(rungs(30, 3, 3), [3, 10, 30]);
  assertEquals(rungs(16, 2, 3), [4, 8, 16]);
});

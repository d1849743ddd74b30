import { assertEquals } from "@std/assert";
import { isUnsure } from "../../lib/measure/confidence.ts";

Deno.test("an answer is sure if its output is a half at least, and ahead of the second by a fifth", () => {
  for (
    const [outputs, unsure] of [
      [[0.1, 0.8, 0.1], false],
      [[0.5, 0.25, 0.25], false],
      [[0.49, 0.26, 0.25], true],
      [[0.55, 0.45], true],
      [[0.625, 0.375], false],
      [[0.9, 0.8], true], // of a sigmoid layer they need not add up to one
      [[0.9, 0.9], true],
      [[0.01, 0.02, 0.03], true],
      [[0.9, NaN], true],
      [[NaN, 0.9], true],
    ] as const
  ) assertEquals(isUnsure(outputs), unsure, String(outputs));
  assertEquals([0.05, 0.45, 0.55, 0.95].map((yes) => isUnsure([yes])), [false, true, true, false]);
});

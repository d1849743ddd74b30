import { assertEquals } from "@std/assert";
import { colorsOf } from "../table_view.ts";

Deno.test("classes have the colors in their order, and keep them as long as they are drawn", () => {
  assertEquals(colorsOf([0, 1, 2]), new Map([[0, 0], [1, 1], [2, 2]]));
  const before = colorsOf([1, 3, 5, 7, 8, 9]);
  assertEquals(before, new Map([[1, 0], [3, 1], [5, 2], [7, 3], [8, 4], [9, 5]]));
  // 5 is no longer drawn, so 4 gets its color.
  const after = [[1, 0], [3, 1], [4, 2], [7, 3], [8, 4], [9, 5]] as const;
  assertEquals(colorsOf([1, 3, 4, 7, 8, 9], before), new Map(after));
});

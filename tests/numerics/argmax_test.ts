import { assertEquals } from "@std/assert";
import { argmax } from "../../lib/numerics/argmax.ts";

Deno.test("argmax is the first of the largest, and a NaN before all", () => {
  assertEquals(argmax([1, 3, 2, 3]), 1);
  assertEquals(argmax([-Infinity, -2]), 1);
  assertEquals([argmax([NaN, 1]), argmax([1, NaN, 2]), argmax([1, 2, NaN])], [0, 1, 2]);
  assertEquals(argmax([9, 1, 2, 5], 1, 2), 1);
});

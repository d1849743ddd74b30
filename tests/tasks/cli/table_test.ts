import { assertEquals } from "@std/assert";
import { thinned } from "../../../tasks/cli/table.ts";

Deno.test("a list that is too long keeps its ends", () => {
  const list = Array.from({ length: 1000 }, (_, k) => k);
  const few = thinned(list, 7);
  assertEquals([few.length, few[0], few.at(-1)], [7, 0, 999]);
  assertEquals(thinned([1, 2], 7), [1, 2]);
});

import { assertEquals } from "@std/assert";
import { float32Text } from "../../../../tasks/data/tables/cells.ts";

Deno.test("a float32 is the shortest decimal that is rounded to it", () => {
  for (
    const text of ["0.1", "3.14", "16777216", "0.3", "0.30000004", "1e-45", "3.4028235e+38", "-2.5"]
  ) {
    assertEquals(float32Text(Math.fround(Number(text))), text);
  }
  assertEquals(float32Text(NaN), "");
});

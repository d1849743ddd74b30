import { assertEquals, assertThrows } from "@std/assert";
import { dataRows, matrix, oneHot } from "../../mod.ts";

Deno.test("a matrix of rows is row-major float32", () => {
  const { kind, rows, columns, values } = matrix([[1, 2, 3], [4, 5, 0.1]]);
  assertEquals({ kind, rows, columns }, { kind: "matrix", rows: 2, columns: 3 });
  assertEquals([...values], [1, 2, 3, 4, 5, Math.fround(0.1)]);
  assertEquals(dataRows([[1]]).kind, "dense");
});

Deno.test("one-hot encoding puts a one in the label's column", () => {
  assertEquals([...oneHot([1, 0], 3).values], [0, 1, 0, 1, 0, 0]);
  for (const label of [3, -1, 0.5]) {
    assertThrows(() => oneHot([label], 3), RangeError, `Cannot encode the label ${label}`);
  }
});

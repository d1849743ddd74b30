import { assertEquals, assertThrows } from "@std/assert";
import { responseAlong } from "../../../lib/table/model/response.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { Network } from "../../../mod.ts";

const DESCRIPTION: TableDescription = {
  version: 1,
  columns: [
    { kind: "number", name: "width", mean: 10, deviation: 2, gaps: "drop" },
    { kind: "category", name: "color", values: ["blue", "red"], gaps: "drop" },
  ],
  target: { kind: "quantity", quantities: [{ name: "price", mean: 0, deviation: 1 }] },
};

/** price = (width − 10) / 2 + 5 where it is red. */
function network(): Network {
  const made = new Network([3, 1], { outputActivation: "linear", cost: "quadratic" });
  made.weights[0]!.values.set([1, 0, 5]);
  made.biases[0]!.values.fill(0);
  return made;
}

Deno.test("the answer along a column changes that column alone", () => {
  const row = { width: 14, color: "red" };
  const along = (column: string, values: readonly (string | number)[]) =>
    responseAlong(network(), DESCRIPTION, row, column, values).map((outputs) => [...outputs]);
  assertEquals(along("width", [8, 10, 12]), [[4], [5], [6]]);
  assertEquals(along("color", ["blue", "red"]), [[2], [7]]);
  assertEquals(along("color", []), []);
  assertThrows(() => along("hight", [1]), RangeError, '"hight"');
  assertThrows(() => along("width", ["wide"]), SyntaxError, "not a number");
});

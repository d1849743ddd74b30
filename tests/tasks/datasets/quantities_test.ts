import { assertEquals, assertThrows } from "@std/assert";
import { parseQuantities, quantityName } from "../../../tasks/datasets/quantities.ts";

Deno.test("quantities are read as they were written, and nothing else is", () => {
  const quantities = [0, 1].map((j) => ({ name: quantityName(j, 2), mean: 1e9, deviation: 0.5 }));
  assertEquals(parseQuantities(JSON.stringify(quantities), 2), quantities);
  assertEquals(quantityName(0, 1), "the target");
  const [one] = quantities;
  for (
    const value of [
      ...[null, 3, {}, [], [one], [one, null], [one, { ...one, deviation: 0 }]],
      ...[[one, { ...one, mean: "1" }], [one, { ...one, other: 1 }], [one, { mean: 1 }]],
    ]
  ) {
    assertThrows(
      () => parseQuantities(JSON.stringify(value), 2),
      SyntaxError,
      "each of its 2 outputs",
    );
  }
  assertThrows(() => parseQuantities("[", 2), SyntaxError, "expected quantities");
});

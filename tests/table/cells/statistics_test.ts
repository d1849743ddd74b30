import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Moments } from "../../../lib/table/cells/moments.ts";
import { ColumnStatistics, lasting } from "../../../lib/table/cells/statistics.ts";

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const moments = new Moments();
  for (const value of values) moments.add(value);
  return { mean: moments.mean, deviation: moments.deviation };
}

Deno.test("large numbers that differ little keep their mean and deviation", () => {
  const times = Array.from({ length: 100_001 }, (_, k) => 1_700_000_000_000 + (k * 7919) % 100_001);
  const { mean, deviation } = momentsOf(times);
  assertEquals(mean, 1_700_000_050_000);
  // The variance of 0 to n − 1 is (n² − 1)/12; 100,000 terms are rounded to 10⁻¹⁶ each.
  assertAlmostEquals(deviation, Math.sqrt((100_001 ** 2 - 1) / 12), 1e-6);
});

Deno.test("numbers that are all the same have exactly their mean, and no deviation", () => {
  assertEquals(momentsOf(Array(1000).fill(0.1)), { mean: 0.1, deviation: 0 });
  assertEquals(momentsOf([]), { mean: 0, deviation: 0 });
});

Deno.test("a column's cells are counted by what they are, in memory that does not grow", () => {
  const column = new ColumnStatistics("c", 3);
  const cells = ["1", "x", " ", "2024-01-01", "3,5", "x", "-2", "None", "NA"];
  for (const [k, cell] of cells.entries()) column.add(cell, k + 2);
  const { missing, numbers, texts, dates, commas, least, largest, firstText, firstMissing } =
    column;
  assertEquals([missing, numbers, texts, dates, commas], [3, 2, 4, 1, 1]);
  assertEquals([least, largest], [-2, 1]);
  assertEquals([firstText, firstMissing], [{ text: "x", line: 3 }, { text: "None", line: 9 }]);
  assertEquals(column.values, undefined); // more than three
});

Deno.test("decimal commas are read where they may be, and the cells that decide what they are are kept", () => {
  const column = new ColumnStatistics("c", 3, true);
  const cells = ["1,234", "2.5", "-12", "0,5", "1.234,5", "a"];
  const thousands = cells.map((cell, k) => {
    column.add(cell, k + 2);
    return column.thousands;
  });
  assertEquals(thousands, [true, true, true, false, false, false]);
  const { numbers, commas, firstComma, firstPoint, least, largest } = column;
  assertEquals([numbers, commas, least, largest], [4, 1, -12, 2.5]);
  assertEquals([firstComma, firstPoint], [{ text: "1,234", line: 2 }, { text: "2.5", line: 3 }]);
  assertEquals(column.someValues, ["1,234", "2.5", "-12"]);
  assertEquals(column.pointThousands, false); // of 2.5
});

Deno.test("a copy of a text is the same text", () => {
  for (const text of ["", "a", "\ufeffa", "😀, grün", "x".repeat(1000)]) {
    assertEquals(lasting(text), text);
  }
});

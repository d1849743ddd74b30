import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Moments } from "../../../lib/table/cells/moments.ts";
import {
  canonicalNumber,
  ColumnStatistics,
  lasting,
  mergedAmong,
} from "../../../lib/table/cells/statistics.ts";
import { isRounded } from "../../../lib/table/cells/cells.ts";

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

Deno.test("a number is the same however it is written: signs, zeros, point and exponent", () => {
  const groups = [
    ["1", "+1", "01", "1.", "1.000", "1,0", "10e-1", ".1E+1", " 1 "],
    ["-120", "-0120.0", "-1.2e2"],
    ["0", "-0", "0.00", "0e7", ".0"],
    ["9007199254740993", "9007199254740993.0", "9.007199254740993e15"],
  ];
  for (const group of groups) assertEquals(new Set(group.map(canonicalNumber)).size, 1, `${group}`);
  assertEquals(new Set(groups.map(([first]) => canonicalNumber(first!))).size, groups.length);
});

Deno.test("numbers are merged if they differ, are equal in float64, and one has digits that it does not hold", () => {
  const merged = [
    ["9007199254740992.0", "9007199254740993.0"],
    ["123456789012345678e1", "123456789012345679e1"],
    ["0.123456789012345678", "0.123456789012345677"],
    ["1000000000", "1000000000.000000010000"],
    ["-0.3", "-0.300000000000000001"],
    ["5", "text", "0,300000000000000001", "0,300000000000000002"],
  ];
  for (const texts of merged) {
    assertEquals(mergedAmong(texts, true), texts.slice(-2) as [string, string]);
  }
  const apart = [
    ["0.123456789012345678", "0.223456789012345678", "0.123456789012345678"], // measured, none like another
    ["0.1", "0.10000000000000001", "0.1000000000000000055511151231257827"], // 0.1 as programs write it, in 17 digits or more
    ["0.300000000000000001", "0.3000000000000000010", "3.00000000000000001e-1"],
    ["1.234500000000000000e+03", "1234.5"],
    ["1e-400", "0", "3e-350"], // too small for float64
    ["01067", "1067", "abc", ""],
  ];
  for (const texts of apart) assertEquals(mergedAmong(texts, false), undefined, `${texts}`);
});

Deno.test("a whole number is rounded if float64 has none that is equal to it", () => {
  const rounded = "9007199254740993|-9007199254740993| 1234567890123456789 |+12345678901234567|" +
    "9007199254740993.0|-9007199254740993,00 ";
  assertEquals(rounded.split("|").filter((cell) => !isRounded(cell)), []);
  const held = "9007199254740992|-9223372036854775808|1000000000000000000|123456789012345|" +
    "9007199254740992.0|0.12345678901234567|9007199254740993.5|1e30|1234567890123456a||01067";
  assertEquals(held.split("|").filter(isRounded), []);
});

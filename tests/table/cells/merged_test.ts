/** Different numbers that are the same in float64, however they are written: they are codes, and neighbors are never merged. */

import { assertEquals } from "@std/assert";
import { isRounded } from "../../../lib/table/cells/cells.ts";
import { canonicalNumber, mergedAmong } from "../../../lib/table/cells/statistics.ts";

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

/** Different numbers that are the same in float64, however they are written: they are codes, and neighbors are never merged. */

import { assertEquals } from "@std/assert";
import { canonicalNumber, mergedAmong } from "../../lib/table/merged.ts";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { tableOf, warned, with30 } from "./table_fixture.ts";

const ofColumn = (cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30("c", cell), { target: "class", ...options });

const ofTarget = (cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30("c", cell), { target: "c", without: ["class"], ...options });

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

Deno.test("numbers that float64 merges are categories, with a warning that names two of them", async () => {
  const columns: [cell: (k: number) => string, named: string][] = [
    [(k) => `${9_007_199_254_740_992n + BigInt(k % 4)}.0`, '"9007199254740993.0" on line 3'],
    [(k) => `12345678901234567${k % 4}e1`, 'e1" from "123456789012345671e1"'],
    [(k) => `0.98765432109876543${k % 4}`, '0" from "0.987654321098765431"'],
    [(k) => `1000000000.0000000${k % 4}0000`, '0" from "1000000000.000000010000"'],
  ];
  for (const [cell, named] of columns) {
    const { description, warnings } = await ofColumn(cell);
    const values = [0, 1, 2, 3].map(cell);
    assertEquals(description.columns[1], { kind: "category", name: "c", values, gaps: "drop" });
    warned(warnings, ['"c" is read as categories', named]);
  }
});

Deno.test("merged numbers that are all different are left out, as what they are, and no constant", async () => {
  const { warnings } = await ofColumn((k) => `1234567890123456${10 + k}e1`);
  const merged = '"123456789012345610e1" from "123456789012345611e1"';
  warned(warnings, ['"c" is left out', "like a name", merged]);
  const fractions = await ofColumn((k) => `1000000000.0000${1000 + k}0000`);
  warned(fractions.warnings, ["every row has another text"]);
});

Deno.test("measured numbers of many digits are numbers, and what a network learned from stays so", async () => {
  const measured = await ofColumn((k) => `0.${1234567890123456789n * BigInt(k + 3)}`);
  assertEquals([measured.description.columns[1]!.kind, measured.warnings], ["number", []]);
  const cell = (k: number) => `12345678901234567${k % 4}e${k % 3}`;
  const { description } = await ofColumn(cell, { rounded: ["c"] });
  assertEquals(description.columns[1]!.kind, "number");
});

Deno.test("a column of more different numbers than are kept is reported by the first of them", async () => {
  const cell = (k: number) => `1000000000.${String(k).padStart(8, "0")}`;
  const rows = Array.from({ length: 1500 }, (_, k) => [`${k * 7 % 31}`, cell(k), "ab"[k % 2]!]);
  const table = tableOf([["x", "c", "class"], ...rows]);
  const { description, warnings } = await tableDatasets(table, { target: "class" });
  assertEquals(description.columns.map(({ name }) => name), ["x"]);
  const merged = '"1000000000.00000000" from "1000000000.00000001"';
  warned(warnings, ['"c" is left out', "more than 1000 different texts", merged]);
});

Deno.test("a target whose numbers float64 merges is refused if they are all different, unless it is a quantity", async () => {
  const merged = '"0.123456789012345610" from "0.123456789012345611"';
  const different = (k: number) => `0.1234567890123456${10 + k}`;
  await rejectsSaying(() => ofTarget(different), SyntaxError, merged, '`kind: "quantity"`');
  const quantity = { kind: "quantity" } as const;
  const { warnings } = await ofTarget((k) => `0.123456789012${100 + k}000000`, quantity);
  assertEquals(warnings, []);
  const rounded = await ofTarget((k) => `0.98765432101${1000000 + 17 * k}`, quantity);
  const pair = '"0.987654321011000000" from "0.987654321011000017"';
  warned(rounded.warnings, ['"c" is rounded', pair]);
  const same = () => ofTarget((k) => `0.123456789012345678${k}`, quantity);
  await rejectsSaying(same, SyntaxError, "float64 rounds every row to 0.12345678901234568");
});

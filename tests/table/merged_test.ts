/** Different numbers that are the same in float64, however they are written: they are codes, and neighbors are never merged. */

import { assertEquals, assertStringIncludes } from "@std/assert";
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

Deno.test("whole numbers that float64 cannot hold are categories with a point and zeros too", async () => {
  const id = (k: number) => `${9_007_199_254_740_992n + BigInt(k)}.0`;
  const { description, warnings } = await ofColumn((k) => id(k % 4));
  assertEquals(description.columns[1], {
    kind: "category",
    name: "c",
    values: [0, 1, 2, 3].map(id),
    gaps: "drop",
  });
  warned(warnings, ['"c" is read as categories', '"9007199254740993.0" on line 3']);
});

Deno.test("numbers with exponents or fractions that float64 merges are categories, with a warning", async () => {
  const columns: [string, (k: number) => string, string][] = [
    ["an exponent", (k) => `12345678901234567${k % 4}e1`, '"123456789012345671e1"'],
    ["a fraction", (k) => `0.98765432109876543${k % 4}`, '"0.987654321098765431"'],
    ["a large fraction", (k) => `1000000000.0000000${k % 4}0000`, '"1000000000.000000010000"'],
  ];
  for (const [what, cell, second] of columns) {
    const { description, warnings } = await ofColumn(cell);
    assertEquals(description.columns[1]!.kind, "category", what);
    warned(warnings, ['"c" is read as categories', `"${cell(0)}" from ${second}`]);
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
  const { description } = await ofColumn((k) => `12345678901234567${k % 4}e${k % 3}`, {
    rounded: ["c"],
  });
  assertEquals(description.columns[1]!.kind, "number");
});

Deno.test("a column of more different numbers than are kept is reported by the first of them", async () => {
  const rows = Array.from(
    { length: 1500 },
    (_, k) => [`${k * 7 % 31}`, `1000000000.${String(k).padStart(8, "0")}`, "ab"[k % 2]!],
  );
  const { description, warnings } = await tableDatasets(
    tableOf([["x", "c", "class"], ...rows]),
    { target: "class" },
  );
  assertEquals(description.columns.map(({ name }) => name), ["x"]);
  const merged = '"1000000000.00000000" from "1000000000.00000001"';
  warned(warnings, ['"c" is left out', "more than 1000 different texts", merged]);
});

Deno.test("a target whose numbers float64 merges is a class, or refused if they are all different", async () => {
  const { found } = await ofTarget((k) => `0.98765432109876543${k % 3}`);
  assertStringIncludes(found, '"c" is a class');
  assertStringIncludes(found, '"0.987654321098765430" from "0.987654321098765431"');
  const different = (k: number) => `0.1234567890123456${10 + k}`;
  await rejectsSaying(
    () => ofTarget(different),
    SyntaxError,
    '"0.123456789012345610" from "0.123456789012345611"',
    '`kind: "quantity"`',
  );
  const { warnings } = await ofTarget((k) => `0.123456789012${100 + k}000000`, {
    kind: "quantity",
  });
  assertEquals(warnings, []);
  const rounded = await ofTarget((k) => `0.98765432101${1000000 + 17 * k}`, { kind: "quantity" });
  const pair = '"0.987654321011000000" from "0.987654321011000017"';
  warned(rounded.warnings, ['"c" is rounded', pair]);
  await rejectsSaying(
    () => ofTarget((k) => `0.123456789012345678${k}`, { kind: "quantity" }),
    SyntaxError,
    "float64 rounds every row to 0.12345678901234568",
  );
});

/** Missing values that are kept: how many there are, and what they count as, is reported. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { Gaps } from "../../lib/table/columns.ts";
import { tableOf } from "./table_fixture.ts";

/** 40 rows: every tenth has no x, every fifth no color, every twentieth no target. */
const table = (cells: (k: number) => string[] = (k) => [
  k % 10 === 1 ? "" : `${k * k % 41}`,
  k % 5 === 1 ? "NA" : ["red", "blue"][k * 3 % 7 % 2]!,
]) =>
  tableOf([
    ["x", "color", "class"],
    ...Array.from({ length: 40 }, (_, k) => [...cells(k), k % 20 === 1 ? "" : "ab"[k % 2]!]),
  ]);

const REPORTS: readonly [gaps: Gaps, what: string][] = [
  ["mean", "the mean in columns of numbers and none of the categories in the others"],
  ["category", "the mean in columns of numbers and a category of their own in the others"],
];

for (const [gaps, what] of REPORTS) {
  Deno.test(`missing values that are kept are counted by column, rule: ${gaps}`, async () => {
    const { warnings, counts } = await tableDatasets(table(), { target: "class", gaps });
    assertEquals(counts.training + counts.validation + counts.test, 38);
    assertEquals(counts.withGaps, 0);
    assertEquals(warnings, [
      "2 of 40 rows are left out: they have no target",
      '8 values are missing in 6 of 40 rows, "color" (6), "x" (2): they count as ' +
      `${what}; \`gaps: "drop"\` leaves these rows out`,
    ]);
  });
}

Deno.test("what missing values count as is said of the columns that have some", async () => {
  const told = async (gaps: Gaps, cells: (k: number) => string[]) =>
    (await tableDatasets(table(cells), { target: "class", gaps })).warnings.at(-1)!;
  assertStringIncludes(
    await told(
      "category",
      (k) => [k === 3 ? "" : `${k * k % 41}`, ["red", "blue"][k * 3 % 7 % 2]!],
    ),
    '1 value is missing in 1 of 40 rows, "x" (1): it counts as the mean; `gaps: "drop"` leaves this row out',
  );
  assertStringIncludes(
    await told("category", (k) => [`${k * k % 41}`, k % 6 ? ["red", "blue"][k * 3 % 7 % 2]! : "?"]),
    '7 values are missing in 7 of 40 rows, "color" (7): they count as a category of their own; ' +
      '`gaps: "drop"` leaves these rows out',
  );
});

Deno.test("a table without missing values has nothing to report", async () => {
  for (const gaps of ["mean", "category"] as const) {
    const cells = (k: number) => [`${k * k % 41}`, ["red", "blue"][k * 3 % 7 % 2]!];
    const { warnings } = await tableDatasets(table(cells), { target: "class", gaps });
    assertEquals(warnings, ["2 of 40 rows are left out: they have no target"]);
  }
});

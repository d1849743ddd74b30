/** Missing values that are kept: how many there are, and what they count as, is reported. */

import { assertEquals } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { MissingValueRule } from "../../lib/table/columns.ts";
import { tableOf, warned } from "./table_fixture.ts";

/** 40 rows: every tenth has no x, every fifth no color, every twentieth no target. */
const table = (cells: (k: number) => string[] = (k) => [
  k % 10 === 1 ? "" : `${k * k % 41}`,
  k % 5 === 1 ? "NA" : ["red", "blue"][k * 3 % 7 % 2]!,
]) =>
  tableOf([
    ["x", "color", "class"],
    ...Array.from({ length: 40 }, (_, k) => [...cells(k), k % 20 === 1 ? "" : "ab"[k % 2]!]),
  ]);

const REPORTS: readonly [gaps: MissingValueRule, what: string][] = [
  ["mean", "the mean in columns of numbers and none of the categories in the others"],
  ["category", "the mean in columns of numbers and a separate category in the others"],
];

for (const [gaps, what] of REPORTS) {
  Deno.test(`missing values that are kept are counted by column, rule: ${gaps}`, async () => {
    const { warnings, counts } = await tableDatasets(table(), { target: "class", gaps });
    assertEquals(counts.training + counts.validation + counts.test, 38);
    assertEquals(counts.withGaps, 0);
    warned(warnings, ["2 of 40 rows", "no target"], [
      ...["8 values", "6 of 40 rows", '"color" (6), "x" (2)', what, '`gaps: "drop"`'],
    ]);
  });
}

Deno.test("a warning states what missing values count as, in the columns that have some", async () => {
  const lastWarning = async (cells: (k: number) => string[]) => {
    const { warnings } = await tableDatasets(table(cells), { target: "class", gaps: "category" });
    return warnings.slice(-1);
  };
  const color = (k: number) => ["red", "blue"][k * 3 % 7 % 2]!;
  warned(await lastWarning((k) => [k === 3 ? "" : `${k * k % 41}`, color(k)]), [
    ...["1 value is missing", "1 of 40 rows", '"x" (1)', "counts as the mean;"],
  ]);
  warned(await lastWarning((k) => [`${k * k % 41}`, k % 6 ? color(k) : "?"]), [
    ...["7 values are missing", "7 of 40 rows", '"color" (7)', "count as a separate category;"],
  ]);
});

Deno.test("a table without missing values has nothing to report", async () => {
  for (const gaps of ["mean", "category"] as const) {
    const cells = (k: number) => [`${k * k % 41}`, ["red", "blue"][k * 3 % 7 % 2]!];
    const { warnings } = await tableDatasets(table(cells), { target: "class", gaps });
    warned(warnings, ["2 of 40 rows", "no target"]);
  }
});

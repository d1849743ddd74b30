/** Which columns of a table are learned from, and as what; the others are left out, with a reason. */

import { assert, assertEquals } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { tableOf, tableOfText, warned, with30 } from "./table_fixture.ts";

const read = (cell: (k: number) => string, options: Partial<TableOptions> = {}, name = "c") =>
  tableDatasets(with30(name, cell), { target: "class", ...options });

Deno.test("a column that nothing can be learned from is left out with a warning", async () => {
  for (const cell of [(k: number) => `name ${k}`, () => "7", () => "NA"]) {
    const { warnings, description, counts, leftOut } = await read(cell);
    warned(warnings, ['"c" is left out', leftOut.get("c")!]);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assertEquals(counts.withMissingValues, 0);
  }
});

Deno.test("codes and few numbers with texts are categories, in the order of their texts", async () => {
  for (const values of [["01067", "04109", "10115"], ["1", "2", "3", "3+"]]) {
    const cell = (k: number) => values[k % values.length]!;
    const { description: { columns } } = await read(cell);
    assertEquals(columns[1], { kind: "category", name: "c", values, gaps: "drop" });
  }
  const codes = ["10115", "1067", "01067"];
  const { warnings } = await read((k) => codes[k % 3]!);
  warned(warnings.slice(-1), ['"1067" (10 rows) and "01067" (10 rows)']);
});

Deno.test("a column that counts is learned from if it is the only one, whatever its name", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => [`${k + 1}`, `${(k * k) / 4}`]);
  const { description, warnings } = await tableDatasets(tableOf([["X", "Y"], ...rows]), {
    target: "Y",
  });
  assertEquals(description.columns.map(({ name }) => name), ["X"]);
  warned(warnings, ['"X" counts the rows', "no other to learn from"]);
});

Deno.test("texts of more than a thousand kinds are left out, with what they may be meant for", async () => {
  const cell = (k: number) => [`${(k * 7) % 100}`, `${k % 1500} kg`, "ab"[k % 2]!];
  const rows = Array.from({ length: 4000 }, (_, k) => cell(k));
  const { warnings } = await tableDatasets(tableOf([["x", "t", "class"], ...rows], 500), {
    target: "class",
  });
  warned(warnings, ['"t" is left out', "more than 1000 different texts", 'numbers with "kg"']);
});

Deno.test("spaces and capitals make another category or class, with a warning that counts the rows", async () => {
  const cell = (k: number) => k < 6 ? "Red" : k % 3 ? "red" : "red ";
  const groups = '"Red" (6 rows) and "red " (8 rows) and "red" (16 rows)';
  warned((await read(cell)).warnings, ['The column "c"', groups, "different categories"]);
  const ofTarget = await read(cell, { target: "c", without: ["class"] });
  warned(ofTarget.warnings.slice(0, 1), ['The target "c"', groups, "different classes"]);
});

Deno.test("a column without a value in any training row is left out with a warning", async () => {
  const parts = ["train", "validation", "test"];
  const text = (cell: (part: string, k: number) => string, other: (k: number) => string) => {
    const rows = Array.from({ length: 30 }, (_, k) => {
      const part = parts[k % 3]!;
      return `${cell(part, k)},${other(k)},${part},${"ab"[(k >> 2) % 2]}`;
    });
    return tableOfText(["late,x,part,class", ...rows].join("\n"));
  };
  const options = { target: "class", split: "part", gaps: "mean" } as const;
  for (const value of ["3.5", "red"]) {
    const late = (part: string, k: number) => part === "train" ? "" : `${value}${k % 2}`;
    const { description, warnings } = await tableDatasets(text(late, (k) => `${k % 7}`), options);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assert(
      warnings.some((warning) => warning.includes('"late"') && warning.includes("no training row")),
      warnings.join("; "),
    );
  }
  const late = (part: string, k: number) => part === "train" ? "" : `${k % 5}`;
  await rejectsSaying(
    () => tableDatasets(text(late, () => ""), options),
    SyntaxError,
    "no training row has a value",
  );
});

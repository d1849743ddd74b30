import { assertEquals } from "@std/assert";
import { targetKinds } from "../../../lib/table/columns/target.ts";
import { scanTable } from "../../../lib/table/columns/scan.ts";
import { groupsOf } from "../../../lib/table/relations/columns.ts";
import { readColumns } from "../../../lib/table/relations/read.ts";
import { findRelations } from "../../../lib/table/relations/relations.ts";
import { tableOf } from "../table_fixture.ts";

const read = async (
  rows: readonly (readonly string[])[],
  target: string,
  without: readonly string[] = [],
) => {
  const source = tableOf(rows);
  const scan = await scanTable(source, {
    target,
    without,
    gaps: "category",
    as: {},
    folds: "auto",
  });
  const { isStratified } = targetKinds[scan.plan.target.kind];
  return await readColumns(source, { ...scan, isRanked: !isStratified });
};

const rows = [
  ["id", "price", "day", "color", "bought"],
  ...Array.from({ length: 60 }, (_, k) => [
    `${1000 + (k * 7) % 60}`,
    k === 3 ? "" : `€${k}.50`,
    `2024-01-${String(1 + k % 28).padStart(2, "0")}`,
    k === 5 ? "NA" : ["red", "green ", " green"][k % 3]!,
    k === 9 ? "" : ["no", "yes"][k % 2]!,
  ]),
];

Deno.test("columns are read by what they are, with those that are left out, and without rows that have no target", async () => {
  const { columns, target } = await read(rows, "bought", ["day"]);
  assertEquals(
    columns.map(({ name, kind, isInput }) => [name, kind, isInput]),
    [
      ["id", "number", false],
      ["price", "number", true],
      ["day", "date", false],
      ["color", "text", true],
    ],
  );
  const [id, price, day, color] = columns;
  assertEquals(id!.values.length, 59);
  assertEquals([...price!.values.slice(0, 5)], [0.5, 1.5, 2.5, NaN, 4.5]);
  assertEquals(day!.values[1]! - day!.values[0]!, 86_400);
  assertEquals(Number.isNaN(color!.values[5]), true);
  assertEquals(groupsOf(color!.values).sizes.length, 3); // red, green, and a row without a color
  assertEquals([target.name, target.isRanked, new Set(target.values[0]!).size], [
    "bought",
    false,
    2,
  ]);
});

Deno.test("quantities are read as numbers, with their units", async () => {
  const { target } = await read(rows, "price");
  assertEquals([target.isRanked, target.values[0]![1]], [true, 1.5]);
});

Deno.test("patients are found in a table of texts", async () => {
  const table = [
    ["patient", "blood", "height", "sick"],
    ...Array.from({ length: 400 }, (_, k) => {
      const patient = (k * 37) % 80;
      const [blood, height] = [(patient * 41) % 80, 150 + (patient * 29) % 40];
      const sick = ["no", "yes"][(patient * patient + 3 * patient) % 7 < 3 ? 0 : 1]!;
      return [`P${patient}`, `${blood}.${k % 10}`, `${height}`, sick];
    }),
  ];
  for (const without of [[], ["patient"]]) {
    const { columns, target } = await read(table, "sick", without);
    const [first] = findRelations(columns, target);
    assertEquals([first?.isSplit, first?.columns], [true, ["patient"]], `without ${without}`);
  }
});

/** Which levels of a column may be quoted, and the row that stands for a table in requests. */

import { assertEquals } from "@std/assert";
import type {
  NumberColumn,
  TableColumn,
  TableDescription,
} from "../../../lib/table/columns/columns.ts";
import { quotableLevels } from "../../../lib/table/cells/quotable.ts";
import { formattedNumber, type NumberFormat } from "../../../lib/table/values/number_format.ts";
import { exampleRow } from "../../../lib/table/columns/example_row.ts";
import type { Row } from "../../../lib/table/model/row_cells.ts";
import { distributionsOf } from "../model/distributions_fixture.ts";
import { profileTable } from "../../../lib/table/columns/profile.ts";
import { tableOf } from "../table_fixture.ts";

/** What a model file holds of a column of these cells. */
function columnOf(column: TableColumn, cells: readonly Row[string][]) {
  const table: TableDescription = {
    version: 2,
    columns: [column],
    target: { kind: "class", name: "t", classes: ["a", "b"] },
  };
  return {
    table,
    distributions: distributionsOf(table, cells.map((cell) => ({ [column.name]: cell }))),
  };
}

/** The example cell of a column that has these cells. */
function exampleOf(column: TableColumn, cells: readonly Row[string][]) {
  const { table, distributions } = columnOf(column, cells);
  return exampleRow(table, distributions)[column.name];
}

function levelsOf(cells: readonly string[]) {
  const values = ["", ...new Set(cells)].sort();
  const column = { kind: "category", name: "c", values, gaps: "mean" } as const;
  return { column, found: columnOf(column, cells).distributions.columns[0] };
}

const times = (count: number, cell: string) => Array.from({ length: count }, () => cell);

Deno.test("only levels that five rows have are quoted, and none of a column with more than 20", () => {
  const few = levelsOf([...times(4, "rare"), ...times(5, "known"), ...times(9, "common")]);
  assertEquals(quotableLevels(few.column, few.found), ["common", "known"]);
  const ids = (count: number) => Array.from({ length: count }, (_, k) => times(6, `C${k}`)).flat();
  const most = levelsOf(ids(20));
  assertEquals(quotableLevels(most.column, most.found).length, 20);
  const many = levelsOf(ids(21));
  assertEquals(quotableLevels(many.column, many.found), []);
  assertEquals(quotableLevels(few.column, undefined), []); // they are not counted
});

const ALL: readonly Row[string][] = Array.from({ length: 60 }, (_, k) => k % 12);

function numberColumn(mean: number, deviation: number, format?: NumberFormat): NumberColumn {
  return { kind: "number", name: "n", mean, deviation, gaps: "mean", ...format && { format } };
}

Deno.test("an example is a row that a person could have typed", () => {
  for (
    const [column, cells, expected] of [
      [numberColumn(5.5, 3.45), ALL, 6],
      [numberColumn(0.665, 0.472), ALL.map((_, k) => k % 3 ? 1 : 0), 1],
      [numberColumn(0.665, 0.472, { as: "truth" }), ALL.map((_, k) => k % 3 ? "yes" : "no"), true],
      [numberColumn(0.2, 0.4, { as: "truth" }), ALL.map((_, k) => k % 5 ? "no" : "yes"), false],
      [
        numberColumn(0.055, 0.03, { as: "decimal", decimal: ".", unit: "%" }),
        ALL.map((_, k) => `${1 + k % 9} %`),
        "5%",
      ],
      [
        numberColumn(2450.5, 600, { as: "decimal", decimal: ",", thousands: ".", unit: "€" }),
        ALL.map((_, k) => `${1500 + 30 * k},50 €`),
        "2.500 €",
      ],
      [numberColumn(13.5, 4, { as: "hours" }), ALL.map((_, k) => `${8 + k % 12}:30`), "15:00"],
      [numberColumn(1013.2, 0.5), ALL.map((_, k) => 1012.7 + k / 60), 1013.2],
    ] as const
  ) {
    const cell = exampleOf(column, cells);
    assertEquals(cell, expected);
    if (typeof cell === "string") {
      assertEquals(Number.isFinite(formattedNumber(cell, column.format, undefined)), true);
    }
  }
});

Deno.test("an example has no text of a training row that few have", () => {
  const words = { kind: "words", name: "w", words: ["good", "bad"], gaps: "mean" } as const;
  assertEquals(exampleOf(words, ["a good day", "bad"]), "some text");
  const levels = { kind: "level", name: "c", values: ["C1", "C2"], gaps: "mean" } as const;
  assertEquals(exampleOf(levels, ["C1", "C2"]), null);
  assertEquals(exampleOf({ ...levels, gaps: "drop" }, ["C1", "C2"]), "some text");
  assertEquals(exampleOf(levels, [...times(5, "C1"), ...times(9, "C2")]), "C2");
  const date = { kind: "date", name: "d", order: "dmy", first: 19_000, gaps: "mean" } as const;
  const parts = [{ part: "days", mean: 14.5, deviation: 8.6 }] as const;
  const days = Array.from(
    { length: 30 },
    (_, k) => `2022-01-${String(8 + k % 20).padStart(2, "0")}`,
  );
  assertEquals(exampleOf({ ...date, parts }, days), "2022-01-15");
  assertEquals(exampleOf({ ...date, parts: [] }, ["2022-01-08"]), "2022-01-08");
});

Deno.test("the example without distributions has typical numbers, and no level", () => {
  const columns: TableColumn[] = [
    numberColumn(40.3, 10),
    { ...numberColumn(0.3051, 0.02), name: "m" },
    { kind: "category", name: "c", values: ["Ann", "Bob"], gaps: "mean" },
  ];
  assertEquals(exampleRow({ columns }, undefined), { n: 40, m: 0.305, c: null });
});

Deno.test("the range of a column quotes its commonest text only if it is no name or id", async () => {
  const rows = Array.from({ length: 200 }, (_, k) => [
    k % 3 ? "blue" : "red",
    `C17${k % 21}`,
    k < 4 ? "Ann" : "",
    `note ${k}`,
  ]);
  const profile = await profileTable(tableOf([["color", "customer", "name", "note"], ...rows]), {});
  assertEquals(profile.map(({ range }) => range), ['"blue" 67 %', "", "", ""]);
});

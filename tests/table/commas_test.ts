/** Commas and points in numbers: decimal, between thousands, or either. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { tableOf, with30 } from "./table_fixture.ts";

/** A table of 60 rows whose numbers may have decimal commas. */
function withCommas(cell: (k: number) => string) {
  const rows = Array.from({ length: 60 }, (_, k) => [cell(k), `${k / 4}`, "ab"[k % 2]!]);
  return { ...tableOf([["x", "y", "class"], ...rows]), decimalComma: true };
}

Deno.test("decimal commas are read as points where cells are not cut at commas, with one warning", async () => {
  const comma = (k: number) => `${k - 30},${k % 10}5`;
  const options = { target: "class", weights: "w" };
  const table = (write: (text: string) => string): string[][] => [
    ["x", "y", "w", "class"],
    ...Array.from(
      { length: 60 },
      (_, k) => [
        write(comma(k)),
        k % 9 ? write(`${k * 7 % 60},5`) : "NA",
        write(`${k % 3},5`),
        "ab"[k % 2]!,
      ],
    ),
  ];
  const german = table((text) => text);
  const read = await tableDatasets({ ...tableOf(german), decimalComma: true }, options);
  assertEquals(
    read.warnings[0],
    'The columns "x", "y", "w" have decimal commas: "-30,05" is read as -30.05',
  );
  const english = table((text) => text.replace(",", "."));
  for (const part of ["training", "validation", "test"] as const) {
    const rows = [...read.lines[part]].map((line) => english[line - 1]!);
    const [x, y] = read.description.columns;
    assert(x?.kind === "number" && y?.kind === "number");
    const expected = rows.flatMap((row) =>
      [x, y].map(({ mean, deviation }, c) => (Number(row[c]) - mean) / deviation)
    );
    assertEquals(read[part].inputs, Float32Array.from(expected));
    assertEquals(read.weights![part], Float32Array.from(rows, (row) => Number(row[2])));
  }
  const quantity = await tableDatasets(
    { ...tableOf(german), decimalComma: true },
    { target: "x", without: ["class", "w"] },
  );
  assertEquals(quantity.description.target.kind, "quantity");
  assertStringIncludes(quantity.warnings[0]!, 'The columns "y", "x" have decimal commas');
});

Deno.test("the comma of another row is not named for a text", async () => {
  const cell = (k: number) => k === 3 ? "k.A." : k === 9 ? "1,5" : `${k}`;
  const reading = () => tableDatasets(with30("c", cell), { target: "class" });
  await rejectsSaying(reading, SyntaxError, '"k.A." on line 5', '2 rows have none ("k.A.", "1,5")');
});

Deno.test("a column with commas that may separate thousands is refused as features, target or weights", async () => {
  const asTarget = { target: "x", kind: "quantity", without: ["class"] } as const;
  for (const options of [{ target: "class" }, asTarget, { target: "class", weights: "x" }]) {
    await rejectsSaying(
      () => tableDatasets(withCommas((k) => `${k % 9 + 1},500`), options),
      SyntaxError,
      '"1,500" on line 2, column "x"',
      "1.500 or 1500",
    );
  }
});

Deno.test("a target with commas and points, or points between thousands, is refused", async () => {
  for (const odd of ["1.500", "1.500,5"]) {
    await rejectsSaying(
      () =>
        tableDatasets(withCommas((k) => k === 8 ? odd : `${k * 7 % 60},5`), {
          ...{ target: "x", kind: "quantity", without: ["class"] },
        }),
      SyntaxError,
      `"${odd}" on line 10`,
    );
  }
});

Deno.test("points that may separate thousands are refused where another column has decimal commas", async () => {
  const table = (price: (k: number) => string, area = (k: number) => `${k % 9},5`) => {
    const rows = Array.from({ length: 60 }, (_, k) => [area(k), price(k), "ab"[k % 2]!]);
    return { ...tableOf([["area", "price", "class"], ...rows]), decimalComma: true };
  };
  const price = (k: number) => k % 3 ? `${700 + k}` : `1.${100 + k}`;
  const weighted = { target: "class", weights: "price" };
  for (const options of [{ target: "price" }, { target: "class" }, weighted]) {
    const reading = () => tableDatasets(table(price), options);
    await rejectsSaying(reading, SyntaxError, '"1.100" on line 2', '"area" has decimal commas');
  }
  const isRead = async (source: ReturnType<typeof table>) => {
    const { description } = await tableDatasets(source, { target: "class" });
    assertEquals(description.columns.map(({ kind }) => kind), ["number", "number"]);
  };
  await isRead(table((k) => k === 30 ? "1.1300" : price(k)));
  await isRead(table(price, (k) => `${k % 9}`)); // no decimal commas: a point is one
});

Deno.test("one comma that cannot separate thousands makes all of them decimal", async () => {
  const { description } = await tableDatasets(
    withCommas((k) => k === 40 ? "0,5" : `${k * 7 % 60 + 1},500`),
    { target: "class" },
  );
  assertEquals(description.columns[0]!.kind, "number");
});

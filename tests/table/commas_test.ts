/** Commas and points in numbers: decimal, between thousands, or either. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import { tableOf } from "./table_fixture.ts";

Deno.test("a table is refused for numbers with commas", async () => {
  const rows = Array.from({ length: 60 }, (_, k) => [`${k * 7 % 60},5`, "ab"[k % 2]!]);
  await assertRejects(
    () => tableDatasets(tableOf([["x", "class"], ...rows]), { target: "class" }),
    SyntaxError,
    '"0,5" on line 2, column "x", has a comma: a number is wanted as 3.14',
  );
});

/** A table of 60 rows whose numbers may have decimal commas. */
function withCommas(cell: (k: number) => string) {
  const rows = Array.from({ length: 60 }, (_, k) => [cell(k), `${k / 4}`, "ab"[k % 2]!]);
  return { ...tableOf([["x", "y", "class"], ...rows]), decimalComma: true };
}

Deno.test("decimal commas are read as points where cells are not cut at commas, and told once", async () => {
  const comma = (k: number) => `${k - 30},${k % 10}5`;
  const options = { target: "class", weights: "w" };
  const table = (write: (text: string) => string): string[][] => [
    ["x", "y", "w", "class"],
    ...Array.from(
      { length: 60 },
      (
        _,
        k,
      ) => [
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
    const wanted = rows.flatMap((row) =>
      [x, y].map(({ mean, deviation }, c) => (Number(row[c]) - mean) / deviation)
    );
    assertEquals(read[part].inputs, Float32Array.from(wanted));
    assertEquals(read.weights![part], Float32Array.from(rows, (row) => Number(row[2])));
  }
  const quantity = await tableDatasets(
    { ...tableOf(german), decimalComma: true },
    { target: "x", without: ["class", "w"] },
  );
  assertEquals(quantity.description.target.kind, "quantity");
  assertStringIncludes(quantity.warnings[0]!, 'The columns "y", "x" have decimal commas');
});

Deno.test("a text is not said to have the comma of another row", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, k) => [k === 3 ? "k.A." : k === 9 ? "1,5" : `${k}`, "ab"[k % 2]!],
  );
  await assertRejects(
    () => tableDatasets(tableOf([["x", "class"], ...rows]), { target: "class" }),
    SyntaxError,
    '"k.A." on line 5, column "x", is no number, as most rows have; 2 rows have none ("k.A.", "1,5"): correct them',
  );
});

const TWO_MEANINGS: readonly [what: string, cell: (k: number) => string, message: string][] = [
  [
    "every comma may part thousands",
    (k) => `${k * 7 % 60 + 1},500`,
    '"1,500" on line 2, column "x", may be 1.500 or 1500, and no other row tells: write 1500 or 1,5000',
  ],
  [
    "there are commas and points",
    (k) => k === 8 ? "1.500" : `${k * 7 % 60},5`,
    '"0,5" on line 2, column "x", has a decimal comma, and "1.500" on line 10 a point: write either',
  ],
  [
    "there are points between thousands",
    (k) => k === 8 ? "1.500,5" : `${k * 7 % 60},5`,
    '"1.500,5" on line 10, column "x", has its thousands parted: a number is wanted as 3,14 or 1234567',
  ],
];

for (const [what, cell, message] of TWO_MEANINGS) {
  Deno.test(`a column with commas is refused where ${what}`, async () => {
    await assertRejects(
      () => tableDatasets(withCommas(cell), { target: "class" }),
      SyntaxError,
      `Cannot read the table: ${message}`,
    );
    await assertRejects(
      () => tableDatasets(withCommas(cell), { target: "x", kind: "quantity", without: ["class"] }),
      SyntaxError,
      message,
    );
  });
}

Deno.test("weights with commas that may part thousands are refused, as other numbers are", async () => {
  await assertRejects(
    () => tableDatasets(withCommas((k) => `${k % 9 + 1},500`), { target: "class", weights: "x" }),
    SyntaxError,
    'Cannot read the table: "1,500" on line 2, column "x", may be 1.500 or 1500',
  );
});

Deno.test("points that may part thousands are refused where another column has decimal commas", async () => {
  const table = (price: (k: number) => string, area = (k: number) => `${k % 9},5`) => {
    const rows = Array.from({ length: 60 }, (_, k) => [area(k), price(k), "ab"[k % 2]!]);
    return { ...tableOf([["area", "price", "class"], ...rows]), decimalComma: true };
  };
  const price = (k: number) => k % 3 ? `${700 + k}` : `1.${100 + k}`;
  for (
    const options of [{ target: "price" }, { target: "class" }, {
      target: "class",
      weights: "price",
    }]
  ) {
    await assertRejects(
      () => tableDatasets(table(price), options),
      SyntaxError,
      'Cannot read the table: "1.100" on line 2, column "price", may be 1.100 or 1100 where "area" has decimal commas, ' +
        "and no other row tells: write 1100 or 1.1000",
    );
  }
  const isRead = async (source: ReturnType<typeof table>) => {
    const { description } = await tableDatasets(source, { target: "class" });
    assertEquals(description.columns.map(({ kind }) => kind), ["number", "number"]);
  };
  await isRead(table((k) => k === 30 ? "1.1300" : price(k)));
  await isRead(table(price, (k) => `${k % 9}`)); // no decimal commas: a point is one
});

Deno.test("one comma that cannot part thousands tells what the others are", async () => {
  const { description } = await tableDatasets(
    withCommas((k) => k === 40 ? "0,5" : `${k * 7 % 60 + 1},500`),
    {
      target: "class",
    },
  );
  assertEquals(description.columns[0]!.kind, "number");
});

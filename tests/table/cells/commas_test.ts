/** Commas and points in numbers: decimal, between thousands, or either. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { tableOf } from "../table_fixture.ts";

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

/** Data sets of tables: their splits, scales and targets, and the warnings of its rows. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { RandomStream } from "../../../mod.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { tableOf } from "../table_fixture.ts";

/** How far off, relatively: the cells around 10⁶ are themselves rounded to 10⁻¹⁰ in float64, and vary by 1. */
const ROUNDINGS = 1e-10;

const COLORS = ["red", "green, dark", "😀", "__proto__"];

/** A table of random rows: numbers, categories, missing values, a class and a quantity. */
function randomTable(seed: number, rows: number): string[][] {
  const random = new RandomStream(seed, "data");
  const table = [["x", "color", "y", "class", "weight"]];
  for (let k = 0; k < rows; k++) {
    const missing = random.below(8) === 0;
    table.push([
      missing ? "NA" : (random.normal() * 1000).toFixed(3),
      random.below(10) === 0 ? "" : COLORS[random.below(COLORS.length)]!,
      (1e6 + random.normal()).toFixed(4),
      ["a", "b", "constructor"][random.below(3)]!,
      String(random.below(4)),
    ]);
  }
  return table;
}

for (const gaps of ["drop", "mean", "category"] as const) {
  Deno.test(`a random table becomes what a plain computation makes of it, gaps: ${gaps}`, async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const table = randomTable(seed, 200);
      const options = { target: "class", weights: "weight", gaps, splitSeed: seed };
      const { description, lines, ...data } = await tableDatasets(tableOf(table), options);
      const rowsOf = (part: "training" | "validation" | "test") =>
        [...lines[part]].map((line) => table[line - 1]!);
      const known = table.slice(1).filter(([x, color]) =>
        gaps !== "drop" || x !== "NA" && color !== ""
      );
      assertEquals(data.counts.training + data.counts.validation + data.counts.test, known.length);
      assertEquals(data.counts.withMissingValues, 200 - known.length);

      // Two plain passes over the training rows.
      const training = rowsOf("training");
      const momentsOf = (index: number) => {
        // In ten thousandths, whose sums are whole numbers below 2⁵³, and so exact.
        const values = training.map((row) => row[index]!).filter((cell) => cell !== "NA")
          .map((cell) => Math.round(Number(cell) * 10_000));
        const n = values.length;
        const sum = values.reduce((total, value) => total + value, 0);
        assert(Number.isSafeInteger(sum) && Number.isSafeInteger(values[0]! * n));
        let squares = 0;
        for (const value of values) squares += ((value * n - sum) / (n * 10_000)) ** 2;
        return { mean: sum / (n * 10_000), deviation: Math.sqrt(squares / n) };
      };
      const scales = [momentsOf(0), momentsOf(2)];
      const values = [...new Set(training.map(([, color]) => color!))]
        .filter((value) => value !== "" || gaps === "category").sort();
      const [x, color, y] = description.columns;
      assert(color?.kind === "category" && x?.kind === "number" && y?.kind === "number");
      for (const [k, column] of [x, y].entries()) {
        const expected = scales[k]!;
        assert(Math.abs(column.mean / expected.mean - 1) < ROUNDINGS);
        assert(Math.abs(column.deviation / expected.deviation - 1) < ROUNDINGS);
      }
      assertEquals(color.values, values);

      for (const part of ["training", "validation", "test"] as const) {
        const rows = rowsOf(part);
        const expected = rows.flatMap((row) => [
          row[0] === "NA" ? 0 : (Number(row[0]) - x.mean) / x.deviation,
          ...values.map((value) => value === row[1] ? 1 : 0),
          (Number(row[2]) - y.mean) / y.deviation,
        ]);
        assertEquals(data[part].inputs, Float32Array.from(expected));
        const labels = rows.map((row) => ["a", "b", "constructor"].indexOf(row[3]!));
        assertEquals(data[part].labels, Uint8Array.from(labels));
        assertEquals(data.weights![part], Float32Array.from(rows, (row) => Number(row[4])));
      }
      assertEquals(data.training.weights, data.weights!.training);
      assertEquals(data.training.classNames, ["a", "b", "constructor"]);
    }
  });
}

Deno.test("quantities are standardized by the training rows, several at once too", async () => {
  const table = randomTable(9, 100);
  const options = { target: ["y", "weight"], gaps: "mean", without: ["class"] } as const;
  const data = await tableDatasets(tableOf(table), options);
  const { target } = data.description;
  assert(target.kind === "quantity");
  assertEquals(target.quantities.map(({ name }) => name), ["y", "weight"]);
  assertEquals([data.training.outputs, data.training.features], [2, 1 + COLORS.length]);
  const rows = [...data.lines.test].map((line) => table[line - 1]!);
  const [y, weight] = target.quantities;
  const expected = rows.flatMap((row) => [
    (Number(row[2]) - y!.mean) / y!.deviation,
    (Number(row[4]) - weight!.mean) / weight!.deviation,
  ]);
  assertEquals(data.test.targets, Float32Array.from(expected));
  assertEquals(data.found, '"y" and "weight" are quantities, since there are several targets');
});

Deno.test("a part of quantities is one of quantities, also where each is the mean", async () => {
  const rows = [["x", "y", "part"], ["1", "2", "train"], ["2", "4", "train"], ["3", "3", "test"]];
  const padded = [...rows, ...rows.slice(1, 3), ["4", "3", "validation"]];
  const options = { target: "y", kind: "quantity", split: "part" } as const;
  const { validation, test } = await tableDatasets(tableOf(padded), options);
  assertEquals([test.targets, test.classification], [Float32Array.of(0), false]);
  assertEquals(validation.classification, false);
});

Deno.test("the same split seed gives the same rows, whatever their order, missing values and left-out columns", async () => {
  const table = randomTable(3, 300);
  const turned = [table[0]!, ...table.slice(1).reverse()];
  const rowsOf = async (rows: string[][], options: Partial<TableOptions>) => {
    const read = { target: "class", gaps: "mean", ...options } as const;
    const { lines } = await tableDatasets(tableOf(rows), read);
    return [...lines.test].map((line) => rows[line - 1]!.join()).sort();
  };
  const rows = await rowsOf(table, {});
  assertEquals(await rowsOf(turned, {}), rows);
  assertEquals(await rowsOf(table, { without: ["color"] }), rows);
  assertEquals((await rowsOf(table, { splitSeed: 2 })).join() === rows.join(), false);
  const dropped = new Set(await rowsOf(table, { gaps: "drop" }));
  assertEquals(dropped.isSubsetOf(new Set(rows)), true);
});

Deno.test("a column names the split, and validation rows are dealt out where it names none", async () => {
  const cells = (k: number) => [`${k / 7}`, k % 2 ? "a" : "b", k < 80 ? "train" : "test"];
  const rows = Array.from({ length: 100 }, (_, k) => cells(k));
  const options = { target: "class", split: "part" };
  const header = ["x", "class", "part"];
  const two = await tableDatasets(tableOf([header, ...rows]), options);
  assertEquals([two.counts.training, two.counts.validation, two.counts.test], [68, 12, 20]);
  assertEquals(two.training.features, 1);
  assertEquals([...two.lines.test].every((line) => line > 81), true);
  const three = rows.map((row, k) => k % 10 === 0 ? [...row.slice(0, 2), "Validation"] : row);
  const { counts } = await tableDatasets(tableOf([header, ...three]), options);
  assertEquals([counts.training, counts.validation, counts.test], [72, 10, 18]);
});

Deno.test("a table of more features than memory holds names its widest column", {
  ignore: !LONG_TESTS,
}, async () => {
  // 999 kinds of text in each of many columns.
  const names = Array.from({ length: 120 }, (_, c) => `c${c}`);
  const rows = Array.from({ length: 2200 }, (_, k) => [
    ...names.map((name) => `${name} ${k % 999}`),
    "ab"[k % 2]!,
  ]);
  const reading = () => tableDatasets(tableOf([[...names, "class"], ...rows]), { target: "class" });
  await rejectsSaying(reading, SyntaxError, "2200 rows", "too many for memory", 'such as "c');
});

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

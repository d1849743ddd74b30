/** Whole numbers that float64 cannot hold: they are codes, and neighbors are never merged. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { isRounded } from "../../lib/table/cells.ts";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { tableOf, warned, with30 } from "./table_fixture.ts";

/** Ids of 19 digits that follow each other: float64 has one number for all of them. */
const id = (k: number) => String(1_234_567_890_123_456_780n + BigInt(k));

/** The first of them that float64 cannot hold, as sentences name it. */
const FIRST = '"1234567890123456780" on line 2 has more digits';

const ofTarget = (cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30("c", cell), { target: "c", without: ["class"], ...options });

Deno.test("a whole number is rounded if float64 has none that is equal to it", () => {
  const rounded = "9007199254740993|-9007199254740993| 1234567890123456789 |+12345678901234567|" +
    "9007199254740993.0|-9007199254740993,00 ";
  assertEquals(rounded.split("|").filter((cell) => !isRounded(cell)), []);
  const held = "9007199254740992|-9223372036854775808|1000000000000000000|123456789012345|" +
    "9007199254740992.0|0.12345678901234567|9007199254740993.5|1e30|1234567890123456a||01067";
  assertEquals(held.split("|").filter(isRounded), []);
});

Deno.test("whole numbers that float64 cannot hold are categories, each a different one, with a warning", async () => {
  for (const sign of ["", "-"]) {
    const { description, warnings } = await tableDatasets(
      with30("c", (k) => `${sign}${id(k % 5)}`),
      { target: "class" },
    );
    const values = [0, 1, 2, 3, 4].map((k) => `${sign}${id(k)}`);
    assertEquals(description.columns[1], { kind: "category", name: "c", values, gaps: "drop" });
    warned(warnings, ['"c" is read as categories', `"${sign}1234567890123456780" on line 2`]);
  }
});

Deno.test("a target of few whole numbers that float64 cannot hold is a class, each number a different one", async () => {
  const { found, training, warnings } = await ofTarget((k) => id(k % 3));
  assertStringIncludes(found, `"c" is a class, since ${FIRST}`);
  assertEquals(training.classNames, [0, 1, 2].map(id));
  assertEquals(warnings, []);
  const rows = Array.from({ length: 200 }, (_, k) => [`${k * 7 % 31}`, id(k % 25)]);
  const many = await tableDatasets(tableOf([["x", "c"], ...rows]), { target: "c" });
  assertEquals(many.training.classes, 25); // more than 20 numbers would be a quantity
});

Deno.test("the same id written twice, with spaces, is reported; its neighbors are not", async () => {
  const cells = [id(0), id(1), `${id(1)} `];
  warned((await ofTarget((k) => cells[k % 3]!, { kind: "class" })).warnings, [
    `"${id(1)}" (10 rows) and "${id(1)} " (10 rows)`,
  ]);
});

Deno.test("one of several targets is not rounded either, unless `kind` makes it a quantity", async () => {
  const targets = { target: ["x", "c"], without: [] };
  for (
    const cell of [
      (k: number) => id(1000 * k),
      (k: number) => id(k % 3),
      (k: number) => `12345678901234567${k}e1`,
    ]
  ) {
    await rejectsSaying(() => ofTarget(cell, targets), SyntaxError, '"c" has codes');
  }
  const { warnings } = await ofTarget((k) => id(1000 * k), { ...targets, kind: "quantity" });
  assertStringIncludes(warnings.join(), '"c" is rounded');
  const old = await ofTarget((k) => id(1000 * k), { ...targets, rounded: ["c"] });
  assertEquals(old.warnings, []);
  const measured = await ofTarget((k) => k % 2 ? `${k}.5` : id(1000 * k), targets);
  assertEquals(measured.training.outputs, 2);
});

Deno.test("a quantity may be rounded if `kind` makes it one, with a warning", async () => {
  const { found, warnings } = await ofTarget((k) => id(1000 * k), { kind: "quantity" });
  assertStringIncludes(found, '"c" is a quantity');
  warned(warnings, ['"c" is rounded', FIRST]);
});

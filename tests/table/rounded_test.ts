/** Whole numbers that float64 cannot hold: they are codes, and neighbours are never merged. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { isRounded } from "../../lib/table/cells.ts";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { tableOf, with30 } from "./table_fixture.ts";

/** Ids of 19 digits that follow each other: float64 has one number for all of them. */
const id = (k: number) => String(1_234_567_890_123_456_780n + BigInt(k));

/** What is said of the first of them that float64 cannot hold. */
const WHY = '"1234567890123456780" on line 2 has more digits than float64 holds, as ids have: ' +
  "numbers are written with at most 15";

const ofColumn = (cell: (k: number) => string, name = "c") =>
  tableDatasets(with30(name, cell), { target: "class" });

const ofTarget = (cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30("c", cell), { target: "c", without: ["class"], ...options });

Deno.test("a whole number is rounded if float64 has none that is equal to it", () => {
  const rounded = [
    "9007199254740993",
    "-9007199254740993",
    " 1234567890123456789 ",
    "+12345678901234567",
    "9007199254740993.0",
    "-9007199254740993,00 ",
  ];
  assertEquals(rounded.filter((cell) => !isRounded(cell)), []);
  const held = [
    "9007199254740992",
    "-9223372036854775808",
    "1000000000000000000",
    "123456789012345",
    "9007199254740992.0",
  ];
  const none = [
    "0.12345678901234567",
    "9007199254740993.5",
    "1e30",
    "1234567890123456a",
    "",
    "01067",
  ];
  assertEquals([...held, ...none].filter(isRounded), []);
});

Deno.test("whole numbers that float64 cannot hold are categories, each its own, which is told", async () => {
  const { description, warnings } = await ofColumn((k) => id(k % 5));
  assertEquals(description.columns[1], {
    kind: "category",
    name: "c",
    values: [0, 1, 2, 3, 4].map(id),
    gaps: "drop",
  });
  assertEquals(warnings, [`The column "c" is read as categories, since ${WHY}`]);
  const { warnings: [negative] } = await ofColumn((k) => `-${id(k % 5)}`);
  assertStringIncludes(negative!, '"-1234567890123456780" on line 2 has more digits');
});

Deno.test("a few whole numbers that float64 cannot hold make the whole column one of codes", async () => {
  const { description } = await ofColumn((k) => k % 5 ? `${k % 5}` : id(0));
  assertEquals(description.columns[1]!.kind, "category");
});

Deno.test("whole numbers that float64 cannot hold and that are all different are left out, as what they are", async () => {
  const told = async (name: string) => (await ofColumn((k) => id(k * k), name)).warnings;
  assertEquals(await told("c"), [
    `The column "c" is left out: every row has another text, like a name; ${WHY}`,
  ]);
  assertEquals(await told("order_id"), [
    'The column "order_id" is left out: it is an id, as its numbers are all different',
  ]);
});

Deno.test("whole numbers that float64 cannot hold do not count the rows, and are equal only as texts", async () => {
  const same = await ofColumn(() => id(0), "id");
  assertEquals(same.warnings, [`The column "id" is left out: every row has "${id(0)}"`]);
  const two = await ofColumn((k) => id(k % 2), "id");
  assertEquals(two.description.columns.length, 2);
  assertEquals(two.warnings.length, 1);
});

Deno.test("numbers of which some have fractions are measured, however many digits others have", async () => {
  const { description, warnings } = await ofColumn((k) => k % 2 ? `${k}.5` : id(1000 * k));
  assertEquals(description.columns[1]!.kind, "number");
  assertEquals(warnings, []);
});

Deno.test("a target of few whole numbers that float64 cannot hold is a class, each number its own", async () => {
  const { found, training, warnings } = await ofTarget((k) => id(k % 3));
  assertEquals(found, `"c" is a class, since ${WHY}`);
  assertEquals(training.classNames, [0, 1, 2].map(id));
  assertEquals(warnings, []);
  const rows = Array.from({ length: 200 }, (_, k) => [`${k * 7 % 31}`, id(k % 25)]);
  const many = await tableDatasets(tableOf([["x", "c"], ...rows]), { target: "c" });
  assertEquals(many.training.classes, 25); // more than 20 numbers would be a quantity
});

Deno.test("the same id written twice, with spaces, is told of; its neighbours are not", async () => {
  const cells = [id(0), id(1), `${id(1)} `];
  assertEquals((await ofTarget((k) => cells[k % 3]!, { kind: "class" })).warnings, [
    `The target "c" has "${id(1)}" (10 rows) and "${
      id(1)
    } " (10 rows), which are different classes: write them alike`,
  ]);
});

Deno.test("a target of whole numbers that float64 cannot hold is refused if they are all different", async () => {
  await assertRejects(
    () => ofTarget((k) => id(1000 * k)),
    SyntaxError,
    `Cannot learn "c" of the table: every row has another number, and ${WHY}; choose another target, ` +
      'or take them for a quantity by `kind: "quantity"`, which rounds them',
  );
});

Deno.test("one of several targets is not rounded either, unless it is said to be a quantity", async () => {
  const targets = { target: ["x", "c"], without: [] };
  for (const cell of [(k: number) => id(1000 * k), (k: number) => id(k % 3)]) {
    await assertRejects(
      () => ofTarget(cell, targets),
      SyntaxError,
      `Cannot learn "x", "c" of the table at once: several targets must all be quantities, and "c" has codes, since ${WHY}; ` +
        'choose another target, or take them for quantities by `kind: "quantity"`, which rounds them',
    );
  }
  await assertRejects(() => ofTarget((k) => `12345678901234567${k}e1`, targets), SyntaxError);
  const { warnings } = await ofTarget((k) => id(1000 * k), { ...targets, kind: "quantity" });
  assertStringIncludes(warnings.join(), 'The target "c" is rounded to what float64 holds');
  const old = await ofTarget((k) => id(1000 * k), { ...targets, rounded: ["c"] });
  assertEquals(old.warnings, []);
  const measured = await ofTarget((k) => k % 2 ? `${k}.5` : id(1000 * k), targets);
  assertEquals(measured.training.outputs, 2);
});

Deno.test("a quantity may be rounded if it is said to be one, which is told", async () => {
  const { found, warnings } = await ofTarget((k) => id(1000 * k), { kind: "quantity" });
  assertEquals(found, '"c" is a quantity, as it is said to be');
  assertEquals(warnings, [
    'The target "c" is rounded to what float64 holds: "1234567890123456780" on line 2 has more digits',
  ]);
  await assertRejects(
    () => ofTarget(id, { kind: "quantity" }),
    SyntaxError,
    'Cannot learn the quantity "c" of the table: float64 rounds every row to 1234567890123456800, so there is nothing to learn',
  );
});

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

Deno.test("whole numbers that float64 cannot hold are categories, each a different one, with a warning", async () => {
  const { description, warnings } = await ofColumn((k) => id(k % 5));
  assertEquals(description.columns[1], {
    kind: "category",
    name: "c",
    values: [0, 1, 2, 3, 4].map(id),
    gaps: "drop",
  });
  warned(warnings, ['"c" is read as categories', FIRST]);
  const { warnings: [negative] } = await ofColumn((k) => `-${id(k % 5)}`);
  assertStringIncludes(negative!, '"-1234567890123456780" on line 2 has more digits');
});

Deno.test("a few whole numbers that float64 cannot hold make the whole column one of codes", async () => {
  const { description } = await ofColumn((k) => k % 5 ? `${k % 5}` : id(0));
  assertEquals(description.columns[1]!.kind, "category");
});

Deno.test("whole numbers that float64 cannot hold and that are all different are left out, as what they are", async () => {
  const warningsOf = async (name: string) => (await ofColumn((k) => id(k * k), name)).warnings;
  warned(await warningsOf("c"), ['"c" is left out', "like a name", FIRST]);
  warned(await warningsOf("order_id"), ['"order_id" is left out', "it is an id"]);
});

Deno.test("whole numbers that float64 cannot hold do not count the rows, and are equal only as texts", async () => {
  const same = await ofColumn(() => id(0), "id");
  warned(same.warnings, ['"id" is left out', `every row has "${id(0)}"`]);
  const two = await ofColumn((k) => id(k % 2), "id");
  assertEquals(two.description.columns.length, 2);
  assertEquals(two.warnings.length, 1);
});

Deno.test("numbers of which some have fractions are measured, however many digits others have", async () => {
  const { description, warnings } = await ofColumn((k) => k % 2 ? `${k}.5` : id(1000 * k));
  assertEquals(description.columns[1]!.kind, "number");
  assertEquals(warnings, []);
});

Deno.test("a target of few whole numbers that float64 cannot hold is a class, each number a different one", async () => {
  const { found, training, warnings } = await ofTarget((k) => id(k % 3));
  assertStringIncludes(found, '"c" is a class');
  assertStringIncludes(found, FIRST);
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

Deno.test("a target of whole numbers that float64 cannot hold is refused if they are all different", async () => {
  await rejectsSaying(
    () => ofTarget((k) => id(1000 * k)),
    SyntaxError,
    'Cannot learn "c"',
    FIRST,
    '`kind: "quantity"`',
  );
});

Deno.test("one of several targets is not rounded either, unless `kind` makes it a quantity", async () => {
  const targets = { target: ["x", "c"], without: [] };
  for (const cell of [(k: number) => id(1000 * k), (k: number) => id(k % 3)]) {
    await rejectsSaying(
      () => ofTarget(cell, targets),
      SyntaxError,
      'Cannot learn "x", "c"',
      '"c" has codes',
      FIRST,
      '`kind: "quantity"`',
    );
  }
  await rejectsSaying(
    () => ofTarget((k) => `12345678901234567${k}e1`, targets),
    SyntaxError,
    '"c" has codes',
  );
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
  await rejectsSaying(
    () => ofTarget(id, { kind: "quantity" }),
    SyntaxError,
    'the quantity "c"',
    "float64 rounds every row to 1234567890123456800",
  );
});

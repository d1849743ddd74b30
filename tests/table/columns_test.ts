/** Which columns of a table are learned from, and as what; the others are left out, with a reason. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import type { TableSource } from "../../lib/table/source.ts";
import { tableOf, tableOfText, with30 } from "./table_fixture.ts";

const LEFT_OUT: readonly [what: string, cell: (k: number) => string, why: string][] = [
  ["texts like names", (k) => `name ${k}`, "every row has another text, like a name"],
  [
    "texts mostly different",
    (k) => `name ${k >> 1 === 0 ? 0 : k}`,
    "29 of its 30 texts are different, like names",
  ],
  ["one text", () => "same", 'every row has "same"'],
  ["one number", () => "7", "every row has 7"],
  [
    "one text and gaps",
    (k) => k % 9 === 0 ? "" : "same",
    'every row has "same" or a missing value',
  ],
  ["gaps only", () => "NA", "there is nothing in it"],
];

for (const [what, cell, why] of LEFT_OUT) {
  Deno.test(`a column of ${what} is left out, and that is told`, async () => {
    const { warnings, description, counts } = await tableDatasets(with30("extra", cell), {
      target: "class",
    });
    assertEquals(warnings, [`The column "extra" is left out: ${why}`]);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assertEquals(counts.withGaps, 0);
  });
}

Deno.test("a column that numbers the rows is left out by its name, and told of under another", async () => {
  for (const name of ["id", "Unnamed: 0", "X", "rowid", "PassengerId", "customer_id"]) {
    const { warnings } = await tableDatasets(with30(name, (k) => `${k + 1}`), { target: "class" });
    assertEquals(warnings, [`The column "${name}" is left out: it numbers the rows`]);
  }
  for (const name of ["hour", "x1"]) {
    const table = with30(name, (k) => `${k}`);
    const { warnings, training } = await tableDatasets(table, { target: "class" });
    assertEquals(training.features, 2);
    assertStringIncludes(
      warnings[0]!,
      `The column "${name}" counts the rows: \`without: ["${name}"]\` leaves it out if`,
    );
  }
});

Deno.test("a column that is called an id is left out if its whole numbers are all different", async () => {
  const id = (k: number) => `${(k * 7919) % 100_003}`;
  for (const name of ["id", "kunden_id", "Customer ID", "PassengerId"]) {
    const { warnings } = await tableDatasets(with30(name, id), { target: "class", gaps: "mean" });
    assertEquals(warnings, [
      `The column "${name}" is left out: it is an id, as its numbers are all different`,
    ]);
  }
  const isLeftOut = async (table: TableSource) =>
    (await tableDatasets(table, { target: "class", gaps: "mean" })).warnings.some((text) =>
      text.includes("it is an id")
    );
  assertEquals(await isLeftOut(with30("x_id", (k) => k === 3 ? "" : id(k))), true);
  assertEquals(await isLeftOut(with30("x_id", (k) => id(k % 29))), false);
  assertEquals(await isLeftOut(with30("x_id", (k) => `${id(k)}.5`)), false);
  assertEquals(await isLeftOut(with30("weight", id)), false);

  const many = (cell: (k: number) => string) => {
    const rows = Array.from({ length: 1200 }, (_, k) => [cell(k), `${k * 7 % 100}`, "ab"[k % 2]!]);
    return tableOf([["x_id", "x", "class"], ...rows]);
  };
  const { warnings } = await tableDatasets(many(id), { target: "class" });
  assertStringIncludes(warnings[0]!, "it is an id, as its first 1000 numbers are all different");
  assertEquals(await isLeftOut(many((k) => id(k && k - 1))), false);
});

Deno.test("a column that counts is learned from if it is the only one, whatever its name", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => [`${k + 1}`, `${(k * k) / 4}`]);
  const { description, warnings } = await tableDatasets(tableOf([["X", "Y"], ...rows]), {
    target: "Y",
  });
  assertEquals(description.columns.map(({ name }) => name), ["X"]);
  assertEquals(warnings, [
    'The column "X" counts the rows: besides the target there is no other to learn from',
  ]);
});

Deno.test("numbers of which one begins with a zero are codes, and categories of their own", async () => {
  const codes = ["10115", "01067", "04109"];
  const { description, warnings } = await tableDatasets(with30("zip", (k) => codes[k % 3]!), {
    target: "class",
  });
  assertEquals(description.columns[1], {
    kind: "category",
    name: "zip",
    values: ["01067", "04109", "10115"],
    gaps: "drop",
  });
  assertEquals(warnings, [
    'The column "zip" is read as categories, since "01067" on line 3 begins with a zero, as codes do: ' +
    "numbers are written without",
  ]);
  const told = async (cell: (k: number) => string) =>
    (await tableDatasets(with30("zip", cell), { target: "class" })).warnings.at(-1);
  assertEquals(
    await told((k) => k % 5 ? codes[k % 3]! : "1067"),
    'The column "zip" has "1067" (6 rows) and "01067" (8 rows), which are different categories: write them alike',
  );
  assertEquals(
    await told((k) => `0${1067 + k * 7}`),
    'The column "zip" is left out: every row has another text, like a name; "01067" on line 2 begins with a zero, ' +
      "as codes do: numbers are written without",
  );
  for (const other of ["0.5", "-3"]) { // which no codes are
    const cell = (k: number) => k === 9 ? other : k % 2 ? "0123" : `${k}`;
    const { description } = await tableDatasets(with30("zip", cell), { target: "class" });
    assertEquals(description.columns[1]!.kind, "number");
  }
});

Deno.test("texts of more than a thousand kinds are left out", async () => {
  const rows = Array.from(
    { length: 4000 },
    (_, k) => [`${(k * 7) % 100}`, `t${k % 1500}`, "ab"[k % 2]!],
  );
  const { warnings } = await tableDatasets(tableOf([["x", "t", "class"], ...rows], 500), {
    target: "class",
  });
  assertStringIncludes(
    warnings[0]!,
    'The column "t" is left out: it has more than 1000 different texts',
  );
});

Deno.test("a target of few rows and nearly as many numbers may be a quantity, which is told", async () => {
  const rows = Array.from({ length: 10 }, (_, k) => [`${(k * 7) % 10}`, `${k}`]);
  await assertRejects(
    () => tableDatasets(tableOf([["x", "y"], ...rows]), { target: "y" }),
    SyntaxError,
    'validation and test would have none; "y" is taken for 10 classes, each of which trains; ' +
      'if it is a quantity, say so by `kind: "quantity"`',
  );
  const twice = [...rows, ...rows.slice(0, 6)];
  const data = await tableDatasets(tableOf([["x", "y"], ...twice]), { target: "y" });
  assertEquals(data.warnings, [
    'The target "y" has 10 classes in 16 rows, nearly every row its own: if it is a quantity, say so by `kind: "quantity"`',
  ]);
});

Deno.test("the same number written in two ways makes two classes, which is told", async () => {
  const cells = ["0", "1", "1.0"];
  const { warnings } = await tableDatasets(with30("c", (k) => cells[k % 3]!), {
    target: "c",
    without: ["class"],
  });
  assertEquals(warnings, [
    'The target "c" has "1" (10 rows) and "1.0" (10 rows), which are different classes: write them alike',
  ]);
});

Deno.test("spaces and capitals make another category or class, which is told with the rows", async () => {
  const cell = (k: number) => k < 6 ? "Red" : k % 3 ? "red" : "red ";
  const { warnings } = await tableDatasets(with30("c", cell), { target: "class" });
  assertEquals(warnings, [
    'The column "c" has "Red" (6 rows) and "red " (8 rows) and "red" (16 rows), which are different ' +
    "categories: write them alike",
  ]);
  const ofTarget = await tableDatasets(with30("c", cell), { target: "c", without: ["class"] });
  assertEquals(
    ofTarget.warnings[0],
    'The target "c" has "Red" (6 rows) and "red " (8 rows) and "red" (16 rows), which are different ' +
      "classes: write them alike",
  );
  const many = (k: number) => ["a", "A", "b", "B", "c", "C", "d", "D", "e", "E"][k % 10]!;
  const { warnings: [told] } = await tableDatasets(with30("c", many), { target: "class" });
  assertStringIncludes(told!, '"c" (3 rows) and "C" (3 rows), 2 more of such, which are');
});

const NUMBERS_IN_TEXTS: readonly [cell: (k: number) => string, what: string][] = [
  [(k) => `${k % 9} kg`, 'numbers with "kg", such as "0 kg": write the numbers alone'],
  [(k) => `$${k % 9}.50`, 'numbers with "$", such as "$0.50": write the numbers alone'],
  [(k) => `${k % 9}%`, 'numbers with "%", such as "0%": write the numbers alone'],
  [
    (k) => k % 9 < 4 ? "none" : `1,${234 + k % 9}`,
    'numbers with commas, such as "1,238": write them as 3.14 or 1234567',
  ],
  [
    (k) => `${8 + k % 9}:30`,
    'clock times, such as "8:30": write numbers in their place, such as the hour',
  ],
];

for (const [cell, what] of NUMBERS_IN_TEXTS) {
  Deno.test(`a column is told of that has ${what}`, async () => {
    const told = async (options: TableOptions) =>
      (await tableDatasets(with30("c", cell), options)).warnings;
    assertEquals(
      (await told({ target: "class" }))[0],
      `The column "c" is read as categories, but has ${what}`,
    );
    assertEquals(
      (await told({ target: "c", without: ["class"] }))[0],
      `The target "c" is read as classes, but has ${what}`,
    );
  });
}

Deno.test("a column that is left out is told of too where it has numbers with units", async () => {
  const { warnings } = await tableDatasets(with30("c", (k) => `${k} kg`), { target: "class" });
  assertEquals(warnings, [
    'The column "c" is left out: every row has another text, like a name; it has numbers with "kg", ' +
    'such as "0 kg": write the numbers alone',
  ]);
  const rows = Array.from(
    { length: 4000 },
    (_, k) => [`${k % 1500} kg`, `${k * 7 % 100}`, "ab"[k % 2]!],
  );
  const many = await tableDatasets(tableOf([["c", "x", "class"], ...rows], 500), {
    target: "class",
  });
  assertStringIncludes(many.warnings[0]!, 'too many for categories; it has numbers with "kg"');
});

Deno.test("categories that begin with numbers are not taken for numbers with units", async () => {
  for (
    const cell of [
      (k: number) => `${2 + 2 * (k % 2)}WD`,
      (k: number) => `${k % 6}${"ABCDEF"[k % 6]}`,
    ]
  ) {
    const { warnings } = await tableDatasets(with30("c", cell), { target: "class" });
    assertEquals(warnings, []);
  }
});

Deno.test("a few numbers among texts are categories", async () => {
  const { description } = await tableDatasets(
    with30("rooms", (k) => ["1", "2", "3", "3+"][k % 4]!),
    { target: "class" },
  );
  assertEquals(description.columns[1], {
    kind: "category",
    name: "rooms",
    values: ["1", "2", "3", "3+"],
    gaps: "drop",
  });
});

Deno.test("a text among few different numbers makes categories or classes of them, which is told", async () => {
  const told = async (cell: (k: number) => string, options: TableOptions) =>
    (await tableDatasets(with30("n", cell), options)).warnings.filter((text) => /since/.test(text));
  const stray = (k: number) => k === 7 ? "1,2x" : `${k % 5}`;
  const ofTarget = { target: "n", without: ["class"] };
  assertEquals(await told(stray, { target: "class" }), [
    'The column "n" is read as categories, since 1 of its 30 values is no number, "1,2x" on line 9: ' +
    "correct it or leave it empty to have numbers",
  ]);
  assertEquals(await told((k) => k % 9 ? `${k % 5}` : "low", ofTarget), [
    'The target "n" is read as classes, since 4 of its 30 values are no numbers, such as "low" on line 2: ' +
    "correct them or leave them empty to have numbers",
  ]);
  assertEquals(await told(stray, { ...ofTarget, kind: "class" }), []);
  assertEquals(await told((k) => k % 3 ? "low" : `${k % 5}`, { target: "class" }), []);
  assertEquals(await told((k) => `${k % 5}`, ofTarget), []);
});

Deno.test("a column without a value in any training row is left out, which is told", async () => {
  const parts = ["train", "validation", "test"];
  const text = (cell: (part: string) => string, other: (k: number) => string) => {
    const rows = Array.from({ length: 30 }, (_, k) => {
      const part = parts[k % 3]!;
      return `${cell(part)},${other(k)},${part},${"ab"[(k >> 2) % 2]}`;
    });
    return tableOfText(["late,x,part,class", ...rows].join("\n"));
  };
  const options = { target: "class", split: "part", gaps: "mean" } as const;
  for (const value of ["3.5", "red"]) {
    let k = 0;
    const late = (part: string) => part === "train" ? "" : `${value}${k++ % 2}`;
    const { description, warnings } = await tableDatasets(text(late, (k) => `${k % 7}`), options);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assert(
      warnings.some((warning) => warning.includes('"late"') && warning.includes("no training row")),
      warnings.join("; "),
    );
  }
  let k = 0;
  const late = (part: string) => part === "train" ? "" : `${k++ % 5}`;
  await assertRejects(
    () => tableDatasets(text(late, () => ""), options),
    SyntaxError,
    "Cannot learn from the table: no training row has a value in any column",
  );
});

/** Which columns of a table are learned from, and as what; the others are left out, with a reason. */

import { assert, assertEquals } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import type { TableSource } from "../../lib/table/source.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { tableOf, tableOfText, warned, with30 } from "./table_fixture.ts";

const LEFT_OUT: readonly [what: string, cell: (k: number) => string, why: string][] = [
  ["texts like names", (k) => `name ${k}`, "another text, like a name"],
  [
    "texts mostly different",
    (k) => `name ${k >> 1 === 0 ? 0 : k}`,
    "29 of its 30 texts",
  ],
  ["one text", () => "same", 'every row has "same"'],
  ["one number", () => "7", "every row has 7"],
  [
    "one text and missing values",
    (k) => k % 9 === 0 ? "" : "same",
    '"same" or a missing value',
  ],
  ["missing values only", () => "NA", "there is nothing in it"],
];

for (const [what, cell, why] of LEFT_OUT) {
  Deno.test(`a column of ${what} is left out with a warning`, async () => {
    const { warnings, description, counts } = await tableDatasets(with30("extra", cell), {
      target: "class",
    });
    warned(warnings, ['"extra" is left out', why]);
    assertEquals(description.columns.map(({ name }) => name), ["x"]);
    assertEquals(counts.withGaps, 0);
  });
}

Deno.test("a column that numbers the rows is left out by its name, and reported under another", async () => {
  for (const name of ["id", "Unnamed: 0", "X", "rowid", "PassengerId", "customer_id"]) {
    const { warnings } = await tableDatasets(with30(name, (k) => `${k + 1}`), { target: "class" });
    warned(warnings, [`"${name}" is left out`, "it numbers the rows"]);
  }
  for (const name of ["hour", "x1"]) {
    const table = with30(name, (k) => `${k}`);
    const { warnings, training } = await tableDatasets(table, { target: "class" });
    assertEquals(training.features, 2);
    warned(warnings, [`"${name}" counts the rows`, `\`without: ["${name}"]\``]);
  }
});

Deno.test("a column that is called an id is left out if its whole numbers are all different", async () => {
  const id = (k: number) => `${(k * 7919) % 100_003}`;
  for (const name of ["id", "kunden_id", "Customer ID", "PassengerId"]) {
    const { warnings } = await tableDatasets(with30(name, id), { target: "class", gaps: "mean" });
    warned(warnings, [`"${name}" is left out`, "it is an id"]);
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
  warned(warnings, ["it is an id", "first 1000 numbers"]);
  assertEquals(await isLeftOut(many((k) => id(k && k - 1))), false);
});

Deno.test("a column that counts is learned from if it is the only one, whatever its name", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => [`${k + 1}`, `${(k * k) / 4}`]);
  const { description, warnings } = await tableDatasets(tableOf([["X", "Y"], ...rows]), {
    target: "Y",
  });
  assertEquals(description.columns.map(({ name }) => name), ["X"]);
  warned(warnings, ['"X" counts the rows', "no other to learn from"]);
});

Deno.test("numbers of which one begins with a zero are codes, and separate categories", async () => {
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
  warned(warnings, ['"zip" is read as categories', '"01067" on line 3', "begins with a zero"]);
  const lastWarning = async (cell: (k: number) => string) =>
    (await tableDatasets(with30("zip", cell), { target: "class" })).warnings.slice(-1);
  warned(await lastWarning((k) => k % 5 ? codes[k % 3]! : "1067"), [
    '"1067" (6 rows) and "01067" (8 rows)',
  ]);
  warned(await lastWarning((k) => `0${1067 + k * 7}`), ['"zip" is left out', '"01067" on line 2']);
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
  warned(warnings, ['"t" is left out', "more than 1000 different texts"]);
});

Deno.test("a target of few rows and nearly as many numbers may be a quantity, with a hint", async () => {
  const rows = Array.from({ length: 10 }, (_, k) => [`${(k * 7) % 10}`, `${k}`]);
  await rejectsSaying(
    () => tableDatasets(tableOf([["x", "y"], ...rows]), { target: "y" }),
    SyntaxError,
    '"y" is taken for 10 classes',
    '`kind: "quantity"`',
  );
  const twice = [...rows, ...rows.slice(0, 6)];
  const data = await tableDatasets(tableOf([["x", "y"], ...twice]), { target: "y" });
  warned(data.warnings, ['"y" has 10 classes in 16 rows', '`kind: "quantity"`']);
});

Deno.test("the same number written in two ways makes two classes, with a warning", async () => {
  const cells = ["0", "1", "1.0"];
  const { warnings } = await tableDatasets(with30("c", (k) => cells[k % 3]!), {
    target: "c",
    without: ["class"],
  });
  warned(warnings, ['The target "c"', '"1" (10 rows) and "1.0" (10 rows)', "different classes"]);
});

Deno.test("spaces and capitals make another category or class, with a warning that counts the rows", async () => {
  const cell = (k: number) => k < 6 ? "Red" : k % 3 ? "red" : "red ";
  const { warnings } = await tableDatasets(with30("c", cell), { target: "class" });
  const groups = '"Red" (6 rows) and "red " (8 rows) and "red" (16 rows)';
  warned(warnings, ['The column "c"', groups, "different categories"]);
  const ofTarget = await tableDatasets(with30("c", cell), { target: "c", without: ["class"] });
  warned(ofTarget.warnings.slice(0, 1), ['The target "c"', groups, "different classes"]);
  const many = (k: number) => ["a", "A", "b", "B", "c", "C", "d", "D", "e", "E"][k % 10]!;
  const ofMany = await tableDatasets(with30("c", many), { target: "class" });
  warned(ofMany.warnings.slice(0, 1), ['"c" (3 rows) and "C" (3 rows), 2 more of such']);
});

const NUMBERS_IN_TEXTS: readonly [cell: (k: number) => string, what: string][] = [
  [(k) => `${k % 9} kg`, 'numbers with "kg", such as "0 kg"'],
  [(k) => `$${k % 9}.50`, 'numbers with "$", such as "$0.50"'],
  [(k) => `${k % 9}%`, 'numbers with "%", such as "0%"'],
  [
    (k) => k % 9 < 4 ? "none" : `1,${234 + k % 9}`,
    'numbers with commas, such as "1,238"',
  ],
  [
    (k) => `${8 + k % 9}:30`,
    'clock times, such as "8:30"',
  ],
];

for (const [cell, what] of NUMBERS_IN_TEXTS) {
  Deno.test(`a warning reports a column of ${what}`, async () => {
    const first = async (options: TableOptions) =>
      (await tableDatasets(with30("c", cell), options)).warnings.slice(0, 1);
    warned(await first({ target: "class" }), ['The column "c" is read as categories', what]);
    warned(await first({ target: "c", without: ["class"] }), [
      'The target "c" is read as classes',
      what,
    ]);
  });
}

Deno.test("numbers with units are reported of a column that is left out, too", async () => {
  const { warnings } = await tableDatasets(with30("c", (k) => `${k} kg`), { target: "class" });
  warned(warnings, ['"c" is left out', "like a name", 'numbers with "kg", such as "0 kg"']);
  const rows = Array.from(
    { length: 4000 },
    (_, k) => [`${k % 1500} kg`, `${k * 7 % 100}`, "ab"[k % 2]!],
  );
  const many = await tableDatasets(tableOf([["c", "x", "class"], ...rows], 500), {
    target: "class",
  });
  warned(many.warnings, ["too many for categories", 'numbers with "kg"']);
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

Deno.test("a text among few different numbers makes categories or classes of them, with a warning", async () => {
  const reasons = async (cell: (k: number) => string, options: TableOptions) =>
    (await tableDatasets(with30("n", cell), options)).warnings.filter((text) => /since/.test(text));
  const stray = (k: number) => k === 7 ? "1,2x" : `${k % 5}`;
  const ofTarget = { target: "n", without: ["class"] };
  warned(await reasons(stray, { target: "class" }), [
    ...['The column "n" is read as categories', "1 of its 30 values", '"1,2x" on line 9'],
  ]);
  warned(await reasons((k) => k % 9 ? `${k % 5}` : "low", ofTarget), [
    ...['The target "n" is read as classes', "4 of its 30 values", '"low" on line 2'],
  ]);
  assertEquals(await reasons(stray, { ...ofTarget, kind: "class" }), []);
  assertEquals(await reasons((k) => k % 3 ? "low" : `${k % 5}`, { target: "class" }), []);
  assertEquals(await reasons((k) => `${k % 5}`, ofTarget), []);
});

Deno.test("a column without a value in any training row is left out with a warning", async () => {
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
  await rejectsSaying(
    () => tableDatasets(text(late, () => ""), options),
    SyntaxError,
    "no training row has a value",
  );
});

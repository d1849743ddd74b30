/** Tables that nothing can be learned from, and what is said of them. */

import { assertRejects } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { tableOf, tableOfText } from "./table_fixture.ts";

const numbers = (cell: (k: number) => string, rows = 60) =>
  [
    "x,y,class",
    ...Array.from({ length: rows }, (_, k) => `${cell(k)},${(k * 7) % 60},${"ab"[k % 2]}`),
  ].join("\n");

const REFUSED: readonly [
  what: string,
  text: string,
  options: Partial<TableOptions>,
  message: string,
][] = [
  [
    "a target that is not there",
    "x,class\n1,a",
    { target: "clas" },
    'Cannot find the column "clas" in the table, did you mean class?',
  ],
  [
    "no target",
    "x,class\n1,a",
    { target: [] },
    "Cannot read the table without a target: one of its columns is wanted, x, class",
  ],
  [
    "a left-out column that is not there",
    "x,class\n1,a",
    { without: ["qqq"] },
    'Cannot find the column "qqq" in the table: there are x, class',
  ],
  [
    "several names in one target",
    "x,y,class\n1,2,a",
    { target: "x, y" },
    'Cannot find the column "x, y" in the table, but each of x, y: write `target: ["x", "y"]`',
  ],
  [
    "several names in one column that is left out",
    "x,y,class\n1,2,a",
    { without: ["x,y"] },
    'Cannot find the column "x,y" in the table, but each of x, y: write `without: ["x", "y"]`',
  ],
  [
    "two roles of a column",
    "x,class\n1,a",
    { weights: "class" },
    'Cannot use the column "class" as the weights: it is a target already',
  ],
  [
    "several targets as classes",
    "x,y,class\n1,2,a",
    { target: ["y", "class"], kind: "class" },
    "Cannot learn the classes of y, class at once",
  ],
  [
    "an unknown kind",
    "x,class\n1,a",
    { kind: "number" as never },
    'Cannot take a target for a "number": there are class, quantity',
  ],
  [
    "an unknown rule for gaps",
    "x,class\n1,a",
    { gaps: "fill" as never },
    'Cannot treat missing values as "fill": there are drop, mean, category',
  ],
  [
    "fractions that are not together 1",
    "x,class\n1,a",
    { split: [0.5, 0.5, 0.5] },
    "Cannot split data into [0.5,0.5,0.5]",
  ],
  ["no rows", "x,class", {}, "Cannot read the table: it has no rows below its header"],
  [
    "one row",
    "x,class\n1,a",
    { target: "x", kind: "quantity" },
    'Cannot learn the quantity "x" of the table: every row has 1',
  ],
  [
    "one row of a class",
    "x,class\n1,a",
    {},
    'Cannot learn the classes of "class" in the table: every row is of the class "a"',
  ],
  [
    "one class",
    numbers((k) => `${k}`).replaceAll(",b", ",a"),
    {},
    "so there is nothing to tell apart",
  ],
  [
    "two rows",
    "x,class\n1,a\n2,b",
    {},
    "Cannot split the 2 rows of the table: validation and test would have none; more rows are wanted",
  ],
  [
    "rows that all have gaps",
    "x,y,class\n1,,a\n,2,b\n3,,a\n,4,b\n5,,a\n,6,b",
    {},
    'of 6 rows 6 have missing values, which `gaps: "mean"` keeps',
  ],
  [
    "a target without values",
    "x,class\n1,\n2,NA",
    {},
    'Cannot learn "class" of the table: no row has a value',
  ],
  [
    "all values equal",
    "x,class\n1,a\n1,b\n1,a\n1,b",
    {},
    'besides the target no column is left to learn from. The column "x" is left out: every row has 1',
  ],
  [
    "a quantity that never changes",
    "x,y\n1,5\n2,5\n3,5",
    { target: "y", kind: "quantity" },
    'Cannot learn the quantity "y" of the table: every row has 5',
  ],
  [
    "nothing but the target",
    "class\na\nb",
    {},
    "besides the target no column is left to learn from",
  ],
  [
    "dates",
    numbers((k) => `2024-01-${k + 1}`),
    {},
    'Cannot use the column "x" of the table: it has dates, such as "2024-01-1" on line 2; leave it out by ' +
    '`without: ["x"]`, or write numbers in place of the dates, such as the year and the month',
  ],
  [
    "several columns of dates",
    "born,seen on,x,class\n2024-01-01,1/2/2024,1,a\n2024-01-02,1/3/2024,2,b",
    {},
    'Cannot use the columns "born", "seen on" of the table: they have dates, such as "2024-01-01" on line 2; ' +
    'leave them out by `without: ["born", "seen on"]`, or write numbers',
  ],
  [
    "dates of day, month and year",
    numbers((k) => `${k}/1/2024`),
    {},
    'it has dates, such as "0/1/2024"',
  ],
  [
    "a date as the target",
    numbers((k) => `2024-01-${k + 1}`),
    { target: "x" },
    "on line 2; choose another target, or write numbers",
  ],
  ["a date among numbers", numbers((k) => k === 50 ? "1/2/2024" : `${k}`), {}, "it has dates"],
  [
    "a text among numbers",
    numbers((k) => k === 50 ? "12a" : `${k}`),
    {},
    'Cannot read the table: "12a" on line 52, column "x", is no number, as most rows have: correct it or leave it empty, ' +
    'or leave the column out by `without: ["x"]`',
  ],
  [
    "several texts among numbers",
    numbers((k) => k % 20 ? `${k}` : k ? "k.A." : "-"),
    {},
    'Cannot read the table: "-" on line 2, column "x", is no number, as most rows have; 3 rows have none ("-", "k.A."): ' +
    'correct them or leave them empty, or leave the column out by `without: ["x"]`',
  ],
  [
    "many texts among numbers",
    numbers((k) => k % 6 ? `${k}` : `n${k}`),
    {},
    '10 rows have none ("n0", "n6", "n12", "n18", "n24", …): correct them',
  ],
  [
    "a target of numbers with a unit, all different",
    numbers((k) => `${k} kg`),
    { target: "x" },
    '"x" is taken for 60 classes, each of which trains; it has numbers with "kg", such as "0 kg": write the numbers alone',
  ],
  [
    "a text among numbers of a target",
    numbers((k) => k === 50 ? "12a" : `${k}`),
    { target: "x" },
    '"12a" on line 52, column "x", is no number',
  ],
  [
    "a quantity of texts",
    numbers((k) => `${k}`),
    { kind: "quantity" },
    '"a" on line 2, column "class", is no number, which a quantity is',
  ],
  [
    "several targets, one of them of texts",
    numbers((k) => `${k}`),
    { target: ["x", "class"] },
    'Cannot learn "x", "class" of the table at once: several targets must all be quantities, ' +
    'and "class" has texts, such as "a" on line 2',
  ],
  [
    "a quantity with units",
    numbers((k) => `${k} kg`),
    { target: "x", kind: "quantity" },
    '"0 kg" on line 2, column "x", is no number, which a quantity is: write the number without "kg"',
  ],
  [
    "numbers too large",
    numbers((k) => `${k % 2 ? "-" : ""}1.${k}e300`),
    {},
    'the column "x" of the table: its numbers are too large',
  ],
  [
    "a weight below 0",
    numbers((k) => `${k - 30}`),
    { weights: "x" },
    'the weight "-30" on line 2, column "x", is no number from 0 up',
  ],
  [
    "a weight that is no number",
    numbers((k) => k === 3 ? "" : "1"),
    { weights: "x" },
    'the weight "" on line 5',
  ],
  [
    "a part of no name",
    numbers(() => "tset"),
    { split: "x" },
    '"tset" on line 2, column "x", is none of training, validation, test, did you mean test?',
  ],
  [
    "no part to test",
    numbers(() => "train"),
    { split: "x" },
    "as its column says: no row is for test",
  ],
];

for (const [what, text, options, message] of REFUSED) {
  Deno.test(`a table is refused for ${what}`, async () => {
    await assertRejects(
      () => tableDatasets(tableOfText(text), { target: "class", ...options }),
      Error,
      message,
    );
  });
}

Deno.test({
  name: "a table of more features than memory holds names its widest column",
  ignore: !LONG_TESTS,
  fn: async () => {
    // 999 kinds of text in each of many columns.
    const names = Array.from({ length: 120 }, (_, c) => `c${c}`);
    const rows = Array.from({ length: 2200 }, (_, k) => [
      ...names.map((name) => `${name} ${k % 999}`),
      "ab"[k % 2]!,
    ]);
    await assertRejects(
      () => tableDatasets(tableOf([[...names, "class"], ...rows]), { target: "class" }),
      SyntaxError,
      "features are too many for memory; leave out a column, such as",
    );
  },
});

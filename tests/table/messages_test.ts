/** The sentences of the reader of tables, each pinned once: errors, and warnings. */

import { assertEquals } from "@std/assert";
import { type TableDatasets, tableDatasets } from "../../lib/table/datasets.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import { RowEncoder } from "../../lib/table/encode.ts";
import { encodeRow } from "../../lib/table/encode_row.ts";
import { type FoldFacts, foldsFor } from "../../lib/table/folds.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { parseTableDescription } from "../../lib/table/parse_description.ts";
import { targetReader } from "../../lib/table/target.ts";
import { foldsOfTime } from "../../lib/table/time_split.ts";
import { unreadNumbers } from "../../lib/table/unread_numbers.ts";
import { testSentences } from "../helpers/says.ts";
import { mass, penguins, tableOf, tableOfText, with30 } from "./table_fixture.ts";

const refused = (text: string, options: Partial<TableOptions> = {}) => () =>
  tableDatasets(tableOfText(text), { target: "class", ...options });

/** A table of 60 rows of a cell x, a number and a class. */
const numbers = (cell: (k: number) => string) =>
  [
    "x,y,class",
    ...Array.from({ length: 60 }, (_, k) => `${cell(k)},${(k * 7) % 60},${"ab"[k % 2]}`),
  ].join("\n");

const options = (options: Partial<TableOptions>) => refused("x,class\n1,a", options);

/** A table of 60 rows whose numbers may have decimal commas. */
const commas = (cell: (k: number) => string, decimalComma = true) => () => {
  const rows = Array.from({ length: 60 }, (_, k) => [cell(k), `${k / 4}`, "ab"[k % 2]!]);
  const table = { ...tableOf([["x", "y", "class"], ...rows]), decimalComma };
  return tableDatasets(table, { target: "class" });
};

/** A table whose column `late` is empty in the training rows, and `x` everywhere. */
const late = (): Promise<unknown> => {
  const part = (k: number) => ["train", "validation", "test"][k % 3]!;
  const rows = Array.from({ length: 30 }, (_, k) => [
    ...[part(k) === "train" ? "" : `${k % 5}`, "", part(k), "ab"[(k >> 2) % 2]!],
  ]);
  const table = tableOf([["late", "x", "part", "class"], ...rows]);
  return tableDatasets(table, { target: "class", split: "part", gaps: "mean" });
};

testSentences("tables", [
  [SyntaxError, "Cannot learn from the table: ", {
    "no training row has a value in any column": late,
    [
      'besides the target no column is left to learn from. The column "x" is left out: ' +
      "every row has 1"
    ]: refused("x,class\n1,a\n1,b\n1,a\n1,b"),
    "besides the target no column is left to learn from": refused("class\na\nb"),
  }],
  [SyntaxError, "Cannot split ", {
    [
      'the 10 rows of the table: validation and test would have none; "y" is taken for 10 ' +
      'classes, each of which trains; if it is a quantity, add `kind: "quantity"`'
    ]: refused("x,y\n0,0\n7,1\n4,2\n1,3\n8,4\n5,5\n2,6\n9,7\n6,8\n3,9", { target: "y" }),
    [
      'the 60 rows of the table: validation and test would have none; "x" is taken for 60 ' +
      'classes, each of which trains; it has numbers with "kg", such as "0 kg": write the numbers ' +
      "alone"
    ]: refused(numbers((k) => `${k} kg`), { target: "x" }),
    "the 2 rows of the table: validation and test would have none; of 3 rows 1 have no target":
      refused("x,class\n1,a\n2,b\n3,"),
    "the 2 rows of the table: validation and test would have none; expected more rows": refused(
      "x,class\n1,a\n2,b",
    ),
    [
      "the 0 rows of the table: training and validation and test would have none; of 6 rows 6 have " +
      'missing values, which `gaps: "mean"` keeps'
    ]: refused("x,y,class\n1,,a\n,2,b\n3,,a\n,4,b\n5,,a\n,6,b"),
    [
      'the table: "tset" on line 2, column "x", is none of training, validation, test, did you mean ' +
      "test?"
    ]: refused(numbers(() => "tset"), { split: "x" }),
    "the table by its column: no row is for test": refused(numbers(() => "train"), { split: "x" }),
  }],
  [SyntaxError, "Cannot use the ", {
    [
      'columns "born", "seen on" of the table: they have dates, such as "2024-01-01" on line 2; ' +
      'read them by `as: {"born":"date"}`, leave them out by `without: ["born", "seen on"]`, or ' +
      "write numbers instead of the dates, such as the year and the month"
    ]: refused("born,seen on,x,class\n2024-01-01,1/2/2024,1,a\n2024-01-02,1/3/2024,2,b"),
    [
      'column "x" of the table: its numbers are too large to be standardized; write them in a larger ' +
      "unit"
    ]: refused(numbers((k) => `${k % 2 ? "-" : ""}1.${k}e300`)),
    [
      'column "x" of the table: its numbers differ by too little to be standardized; write them in a ' +
      "smaller unit"
    ]: refused(numbers((k) => `${(k * 13) % 47}e-200`)),
    'table: the weight "-30" on line 2, column "x", is no number from 0 up': refused(
      numbers((k) => `${k - 30}`),
      { weights: "x" },
    ),
    'table: the weight "" on line 5, column "x", is no number from 0 up': refused(
      numbers((k) => k === 3 ? "" : "1"),
      { weights: "x" },
    ),
  }],
  [SyntaxError, "Cannot read the table: ", {
    "it has no rows below its header": refused("x,class"),
    [
      '"-" on line 2, column "x", is no number, as most rows have; 3 rows have none ("-", "k.A."): ' +
      'correct them or leave them empty, or leave the column out by `without: ["x"]`'
    ]: refused(numbers((k) => k % 20 ? `${k}` : k ? "k.A." : "-")),
    [
      '"n0" on line 2, column "x", is no number, as most rows have; 10 rows have none ("n0", "n6", ' +
      '"n12", "n18", "n24", …): correct them or leave them empty, or leave the column out by ' +
      '`without: ["x"]`'
    ]: refused(numbers((k) => k % 6 ? `${k}` : `n${k}`)),
    '"a" on line 2, column "class", is no number, which a quantity is': refused(
      numbers((k) => `${k}`),
      { kind: "quantity" },
    ),
    [
      '"0,5" on line 2, column "x", has a comma: expected a number such as 3.14 or 1234567, or leave ' +
      'the column out by `without: ["x"]`'
    ]: commas((k) => `${k * 7 % 60},5`, false),
    [
      '"0,5" on line 2, column "x", has a decimal comma, and "1.500" on line 10 a point: write either ' +
      "in the whole column"
    ]: commas((k) => k === 8 ? "1.500" : `${k * 7 % 60},5`),
    [
      '"1.500,5" on line 10, column "x", has a separator between its thousands: expected a number ' +
      'such as 3,14 or 1234567, or leave the column out by `without: ["x"]`'
    ]: commas((k) => k === 8 ? "1.500,5" : `${k * 7 % 60},5`),
  }],
  [RangeError, "Cannot find the column ", {
    '"clas" in the table, did you mean class?': refused("x,class\n1,a", { target: "clas" }),
    '"qqq" in the table: there are x, class': refused("x,class\n1,a", { without: ["qqq"] }),
    '"x, y" in the table, but each of x, y: write `target: ["x", "y"]`': refused(
      "x,y,class\n1,2,a",
      { target: "x, y" },
    ),
    '"x,y" in the table, but each of x, y: write `without: ["x", "y"]`': refused(
      "x,y,class\n1,2,a",
      { without: ["x,y"] },
    ),
  }],
  [RangeError, "Cannot ", {
    "read the table without a target: expected one of its columns, x, class": options({
      target: [],
    }),
    'use the column "class" as the weights: it is a target already': options({ weights: "class" }),
    "learn the classes of x, class at once: expected one target, or quantities": options({
      target: ["x", "class"],
      kind: "class",
    }),
    'learn a target of kind "number": there are class, quantity': options({
      kind: "number" as never,
    }),
    'treat missing values as "fill": there are drop, mean, category': options({
      gaps: "fill" as never,
    }),
    [
      "split data into [0.5,0.5,0.5]: expected the fractions of training, validation and test, above " +
      "0 and together 1, for example [0.7, 0.15, 0.15]"
    ]: options({ split: [0.5, 0.5, 0.5] }),
  }],
]);

/** The description with an entry changed; `path` such as "columns.1.mean". */
function changed(path: string, value: unknown, from: TableDescription = penguins): string {
  const description = structuredClone(from) as unknown as Record<string, unknown>;
  const names = path.split(".");
  let entry = description;
  for (const name of names.slice(0, -1)) entry = entry[name] as Record<string, unknown>;
  if (value === undefined) delete entry[names.at(-1)!];
  else entry[names.at(-1)!] = value;
  return JSON.stringify(description);
}

const described = (...change: Parameters<typeof changed>) => () =>
  parseTableDescription(changed(...change));

testSentences("descriptions of tables", [
  [SyntaxError, "Cannot read the description of a table: ", {
    "it is no JSON": () => parseTableDescription("{"),
    "expected an object for the JSON, got a list of 0": () => parseTableDescription("[]"),
    "expected an object for the JSON, got null": () => parseTableDescription("null"),
    "expected version 1 or 2, got 3": described("version", 3),
    "expected a list of one or more for columns, got a list of 0": described("columns", []),
    'the JSON has an entry "colums", did you mean columns?': described("colums", []),
    'expected number or level or category or date or words for columns[1].kind, got "text"':
      described(
        "columns.1.kind",
        "text",
      ),
    'columns[1] has no "mean"': described("columns.1.mean", undefined),
    'expected a number for columns[1].mean, got "x"': described("columns.1.mean", "x"),
    "expected a number above 0 for columns[1].deviation, got 0": described(
      "columns.1.deviation",
      0,
    ),
    "expected a number above 0 for columns[1].deviation, got -1": described(
      "columns.1.deviation",
      -1,
    ),
    'expected drop or mean or category for columns[1].gaps, got "fill"': described(
      "columns.1.gaps",
      "fill",
    ),
    "expected a text for columns[1].name, got 7": described("columns.1.name", 7),
    'there are two columns of the name "island"': described("columns.1.name", "island"),
    'there are two columns of the name "bill"': described("target.name", "bill"),
    "expected a list of one or more for columns[0].values, got a list of 0": described(
      "columns.0.values",
      [],
    ),
    'there are two columns[0].values of the name "a"': described("columns.0.values", ["a", "a"]),
    'there are two target.classes of the name "a"': described("target.classes", ["a", "a"]),
    "expected classes of the type number, got a, b": described("target", {
      ...{ kind: "class", name: "species", classes: ["a", "b"], type: "number" },
    }),
    'expected boolean or number for target.type, got "text"': described("target", {
      ...{ kind: "class", name: "species", classes: ["a", "b"], type: "text" },
    }),
    'there are two columns of the name "species"': described("leftOut", ["id", "species"]),
    "expected a text for target.classes[0], got 1": described("target.classes", [1]),
    "expected class or quantity for target.kind, got undefined": described("target", null),
    "expected a list of one or more for target.quantities, got a list of 0": described(
      "target.quantities",
      [],
      mass,
    ),
    "expected a text for target.quantities[0].unit, got 1": described(
      "target.quantities.0.unit",
      1,
      mass,
    ),
    "expected at most 100000 entries in columns[0].values, got 100001": described(
      "columns.0.values",
      Array.from({ length: 100_001 }, (_, k) => `${k}`),
    ),
    'expected decimal or hours or truth for columns[1].format.as, got "€"': described(
      "columns.1.format",
      { as: "€" },
    ),
    'expected . or , for columns[1].format.decimal, got "-"': described(
      "columns.1.format",
      { as: "decimal", decimal: "-" },
    ),
    'expected a text for columns[0].spellings["x"], got 1': described("columns.0.spellings", {
      x: 1,
    }),
    'expected another spelling of a value of "island", got "x"': described(
      "columns.0.spellings",
      { x: "Torgersen" },
    ),
    "expected a whole number for columns[0].first, got 0.5": described("columns.0", {
      ...{ kind: "date", name: "day", order: "dmy", first: 0.5, gaps: "mean" },
      parts: [{ part: "year", mean: 1, deviation: 1 }],
    }),
    'there are two columns[0].parts of the name "year"': described("columns.0", {
      ...{ kind: "date", name: "day", order: "dmy", first: 1, gaps: "mean" },
      parts: [1, 2].map((mean) => ({ part: "year", mean, deviation: 1 })),
    }),
    [`expected version 1 or 2, got "${"1".repeat(60)}…"`]: described("version", "1".repeat(1e6)),
    'the JSON has an entry "__proto__"': () =>
      parseTableDescription('{"version":1,"columns":[],"target":{},"__proto__":{}}'),
  }],
]);

const row: TableDescription = {
  ...penguins,
  columns: [
    { kind: "number", name: "size", mean: 1, deviation: 2, gaps: "drop" },
    { kind: "category", name: "color", values: ["", "green"], gaps: "category" },
  ],
};
const head = (...columns: string[]) => ({ name: "new.csv", columns });
const encoded = (size: string) => () => {
  const encoder = new RowEncoder(row, head("size", "color"));
  throw new SyntaxError(encoder.encode([size, "green"], 5, new Float32Array(3), 0)!.message);
};

testSentences("rows of tables", [
  [SyntaxError, "Cannot use new.csv: ", {
    '"big" on line 5, column "size", is no number: expected a number': encoded("big"),
    '"2024-01-31" on line 5, column "size", is a date: expected a number': encoded("2024-01-31"),
    '"31/1/2024" on line 5, column "size", is a date: expected a number': encoded("31/1/2024"),
    '"1e300" on line 5, column "size", is too far from the mean 1': encoded("1e300"),
    '"-inf" on line 5, column "size", is infinite: write a finite number, or leave it empty':
      encoded("-inf"),
    'the column "color" is missing, did you mean colour?': () =>
      new RowEncoder(row, head("size", "colour")),
    "the columns size, color are missing; it has x": () => new RowEncoder(row, head("x")),
    '"Adele" on line 2 is none of the classes, did you mean Adelie?': () =>
      targetReader(penguins, head("species"))(1).read(0, ["Adele"], 2),
    '"x" on line 2 is none of the classes, which are Adelie, Gentoo': () =>
      targetReader(penguins, head("species"))(1).read(0, ["x"], 2),
    '"x" on line 2, column "mass", is no number, or too far from the mean': () =>
      targetReader(mass, head("mass"))(1).read(0, ["x"], 2),
  }],
  [RangeError, "Cannot ", {
    'find the column "sise", did you mean size?': () => encodeRow(row, { sise: 1 }),
    'use "gren" for the column "color", did you mean green?': () =>
      encodeRow(row, { size: 1, color: "gren" }),
    'find the column "x": there are size, color': () => encodeRow(row, { x: 1 }),
    'use "x" for the column "color": no training row had it': () =>
      encodeRow(row, { size: 1, color: "x" }),
  }],
  [SyntaxError, "Cannot use the row: ", {
    'the column "size" has no value': () => encodeRow(row, { size: NaN }),
    '"Infinity" in the column "size" is infinite: write a finite number, or leave it empty': () =>
      encodeRow(row, { size: Infinity }),
  }],
  [SyntaxError, "Cannot ", {
    'find the target "mass" in new.csv: it has x y, z w': () =>
      targetReader(mass, head("x y", "z w")),
    'find the target "mass" in new.csv, did you mean masse?': () =>
      targetReader(mass, head("masse")),
  }],
]);

/** Tables with a second column or with options that lead to warnings. */
const read = (name: string, cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30(name, cell), { target: "class", ...options });
const asTarget = { target: "c", without: ["class"] } as const;
const parts = (columns: string[], cells: (k: number) => string[]) =>
  tableDatasets(
    tableOf([
      [...columns, "part"],
      ...Array.from({ length: 30 }, (_, k) => [
        ...cells(k),
        k < 20 ? "train" : k < 25 ? "val" : "test",
      ]),
    ]),
    { target: "class", split: "part" },
  );

/** What an error states of a number that is written in a way that is not read, and a warning of several. */
const ODD_NUMBERS: { readonly [text: string]: readonly [one: string, several: string] } = {
  "1e400": [
    "is too large for float64: write it in a larger unit",
    'numbers too large for float64, such as "1e400": write them in a larger unit',
  ],
  "inf": [
    "is infinite: write a finite number, or leave it empty",
    'infinite numbers, such as "inf": write finite numbers, or leave them empty',
  ],
  "−0.5": [
    'has "−" for a minus: write "-" instead',
    'numbers with "−" for a minus, such as "−0.5": write "-" instead',
  ],
  "(0.5)": [
    "is a negative number in parentheses: write it with a minus",
    'negative numbers in parentheses, such as "(0.5)": write them with a minus',
  ],
  "1 100": [
    "has spaces between its digits: write it without",
    'numbers with spaces between their digits, such as "1 100": write them without',
  ],
};

const oneOdd = (text: string) => (k: number) => k === 4 ? text : `${(k * 13) % 47}`;

testSentences(
  "numbers that are not read",
  Object.entries(ODD_NUMBERS).map(([text, [is]]) => [SyntaxError, "Cannot ", {
    [
      `read the table: "${text}" on line 6, column "c", ${is}, or leave the column out by ` +
      '`without: ["c"]`'
    ]: () => read("c", oneOdd(text)),
    [`read the table: "${text}" on line 6, column "c", ${is}`]: () =>
      read("c", oneOdd(text), { ...asTarget, kind: "quantity" }),
    [`use the row: "${text}" in the column "size" ${is}`]: () => encodeRow(row, { size: text }),
  }]),
);

/** What texts are, most of which are numbers or times. */
const UNREAD: { readonly [what: string]: readonly string[] } = {
  ...Object.fromEntries(
    Object.entries(ODD_NUMBERS).map(([text, [, several]]) => [several, ["1", text, "3"]]),
  ),
  'quarters, such as "2024Q1": write numbers instead, such as the year and the quarter': [
    ...["2024Q1", "2024Q2", "x"],
  ],
  'quarters, such as "1960-Q1": write numbers instead, such as the year and the quarter': [
    ...["1960-Q1", "Q2 1961"],
  ],
  'weeks, such as "2024-W10": write numbers instead, such as the year and the week': [
    ...["2024-W10", "2024W113"],
  ],
  'clock times, such as "0:30": write numbers instead, such as the hour': ["0:30", "8:05 pm"],
  'numbers with commas, such as "1,238": write them as 3.14 or 1234567': [
    ...["none", "1,238", "1,239", "1,240"],
  ],
  'numbers with "kg", such as "1 kg": write the numbers alone': ["1 kg", "2kg", "3 kg"],
  'numbers with "$", such as "$0.50": write the numbers alone': ["$0.50", "$1.50", "$2"],
  'numbers with "%", such as "0%": write the numbers alone': ["0%", "1%", "2%"],
};

Deno.test("numbers in texts that are not read are named, each sentence pinned once", () => {
  for (const [what, texts] of Object.entries(UNREAD)) assertEquals(unreadNumbers(texts), what);
});

/** The warnings of tables, one a line. */
const WARNINGS: { readonly [warnings: string]: () => Promise<TableDatasets> } = {
  'The column "c" is left out: every row has another text, like a name': () =>
    read("c", (k) => `name ${k}`),
  [
    'The column "c" is read as categories, since 1 of its 30 values is no number, "1,2x" on line 9: ' +
    "correct it or leave it empty to have numbers\n" +
    'No training row has "1,2x" in the column "c", as line 9 has: it is none of the categories'
  ]: () => read("c", (k) => k === 7 ? "1,2x" : `${k % 5}`),
  [
    'The target "c" is read as classes, but has weeks, such as "2024-W10": write numbers instead, ' +
    "such as the year and the week"
  ]: () => read("c", (k) => `2024-W${10 + k % 4}`, asTarget),
  [
    'The target "c" has numbers that may be dates, such as "20240110": write the year and the month ' +
    "in separate columns"
  ]: () => read("c", (k) => `202401${10 + k % 19}`, asTarget),
  [
    '20 of 30 rows are left out: they have missing values in "c" (20); `gaps: "mean"` keeps them\n' +
    'More than a third of the rows are lost for missing values: `without: ["c"]` keeps 20 more'
  ]: () => read("c", (k) => k % 3 ? "" : `${k % 5}`),
  [
    '4 values are missing in 4 of 30 rows, "c" (4): they count as the mean; `gaps: "drop"` leaves ' +
    "these rows out"
  ]: () => read("c", (k) => k % 9 ? `${k % 7}` : "", { gaps: "mean" }),
  [
    '10 of 30 rows are left out: they have no target; "None" on line 3 is read as a missing value: if ' +
    "it is a class, write another word for it"
  ]: () => read("c", (k) => ["minor", "None", "major"][k % 3]!, asTarget),
  'No training row is of the class "c", so it cannot be learned': () =>
    parts(["x", "class"], (k) => [`${k * 7 % 30}`, k === 29 ? "c" : "ab"[k % 2]!]),
  [
    'No training row has "blu" in the column "c", as line 31 has: it is none of the ' +
    "categories"
  ]: () =>
    parts(["x", "c", "class"], (k) => [`${k * 7 % 30}`, k === 29 ? "blu" : "blue", "ab"[k % 2]!]),
  'The column "c" has decimal commas: "0,5" is read as 0.5': () =>
    tableDatasets({ ...with30("c", (k) => `${k % 9},5`), decimalComma: true }, { target: "class" }),
};

/** What targets were found to be. */
const FOUND: { readonly [found: string]: () => Promise<TableDatasets> } = {
  '"class" is a class, since it has texts': () => read("c", (k) => `${k % 7}`),
  '"c" is a class, since float64 cannot tell "0.987654321098765430" from "0.987654321098765431"':
    () => read("c", (k) => `0.98765432109876543${k % 3}`, asTarget),
  '"c" is a class, since it has at most 20 different numbers, 0, 1': () =>
    read("c", (k) => `${k % 2}`, asTarget),
  '"c" is a quantity, as the options state': () =>
    read("c", (k) => `${k % 3}`, { ...asTarget, kind: "quantity" }),
  [
    '"c" is a quantity, since it has numbers with fractions, such as 0.5; `kind: "class"` makes each ' +
    "a class"
  ]: () => read("c", (k) => `${k % 3}.5`, asTarget),
  '"x" and "c" are quantities, since there are several targets': () =>
    read("c", (k) => `${k % 4}`, { target: ["x", "c"] }),
};

Deno.test("what is printed of tables, each sentence pinned once", async (t) => {
  for (const [warnings, read] of Object.entries(WARNINGS)) {
    await t.step(warnings, async () => assertEquals((await read()).warnings.join("\n"), warnings));
  }
  for (const [found, read] of Object.entries(FOUND)) {
    await t.step(found, async () => assertEquals((await read()).found, found));
  }
});

/** 60 rows of 6 days and 9 customers. */
const visits = (options: Partial<TableOptions>, cell: (k: number) => string = (k) => `${k % 6}`) =>
  tableDatasets(
    tableOf([
      ["day", "customer", "x", "class"],
      ...Array.from(
        { length: 60 },
        (_, k) => [cell(k), `c${k % 9}`, `${k * 7 % 31}`, "ab"[k % 2]!],
      ),
    ]),
    { target: "class", gaps: "category", ...options },
  );
const few = { split: [0.04, 0.01, 0.95] } as const;

testSentences("splits of tables", [
  [RangeError, "Cannot split the table ", {
    'by "customer" and "day" at once: expected one of split, splitBy and splitAfter': () =>
      visits({ splitBy: "customer", splitAfter: "day" }),
    'by the groups of "day": expected at least 3 different groups, got 2': () =>
      visits({ splitBy: "day" }, (k) => `${k % 2}`),
    'by the groups of "day" into 6 folds and a test part: expected at least 7 different groups, got 6':
      () => visits({ splitBy: "day", folds: 6 }),
    'after "day" into 6 folds and a test part: expected at least 7 different times, got 6': () =>
      visits({ splitAfter: "day", folds: 6 }),
  }],
  [SyntaxError, 'Cannot split the table after "day": ', {
    '"soon" on line 4 is no number, and fewer than 90 % of the rows have dates': () =>
      visits({ splitAfter: "day" }, (k) => k === 2 ? "soon" : `${k}`),
  }],
  [RangeError, "Cannot ", {
    'use the column "day" as the time of the split: it is a target already': () =>
      visits({ splitAfter: "day", target: "day" }),
    'use the column "class" as the groups of the split: it is a target already': () =>
      visits({ splitBy: "class" }),
    'deal rows to 1 folds: expected 0, "auto", or a whole number from 2 to 100': () =>
      visits({ folds: 1 }),
    "deal rows to folds 11 times: expected a whole number from 1 to 10": () =>
      visits({ folds: 5, repeat: 11 }),
    [
      'deal the rows of the table to folds 2 times after "day": folds of time are the same each ' +
      "time"
    ]: () => visits({ splitAfter: "day", folds: 2, repeat: 2 }),
    "deal 3 rows to 4 folds: expected at least 4 that need not stay together, got 3": () =>
      visits({ folds: 4, ...few }),
    "deal the rows of the table to 3 folds: expected at least 3 different times, got 2": () =>
      foldsOfTime(Float64Array.of(1, 1, 2), 3, "Cannot deal the rows of the table"),
  }],
]);

/** What is printed of a split, and its warnings. */
const SPLITS: { readonly [sentences: string]: () => Promise<TableDatasets> } = {
  'Rows of an equal "customer" stay together: of 9 groups 2 test': () =>
    visits({ splitBy: "customer" }),
  'Rows are split after "day": of 6 times the latest 1 test': () => visits({ splitAfter: "day" }),
  [
    'Rows of an equal "day" stay together: of 7 groups 1 test\n1 row has no value in "day": it is ' +
    "a group of its own"
  ]: () => visits({ splitBy: "day" }, (k) => k === 2 ? "" : `${k % 6}`),
  [
    'Rows are split after "day": of 58 times the latest 9 test\n3 rows have no value in "day": ' +
    "they count as the earliest\n" +
    "Out-of-fold results look inside the past, where later rows train too; only the test part lies " +
    "ahead of the rows that train\nAnswers that are clipped to the range of the training rows cannot " +
    "follow a trend beyond it"
  ]: () => visits({ splitAfter: "day", folds: 5, without: ["day"] }, (k) => k < 3 ? "" : `${k}`),
};

Deno.test("what is printed of splits, each sentence pinned once", async (t) => {
  for (const [sentences, read] of Object.entries(SPLITS)) {
    await t.step(sentences, async () => {
      const { splitFound, warnings } = await read();
      assertEquals([splitFound, ...warnings].join("\n"), sentences);
    });
  }
});

/** Why there are not 5 folds. */
const FOLDS: { readonly [why: string]: FoldFacts } = {
  "There are no folds: besides the test part there are 29 rows, fewer than 30": { rows: 29 },
  "There are no folds: besides the test part there are 100001 rows, more than 100000": {
    rows: 100_001,
  },
  "There are no folds: besides the test part the second-rarest class has 1 row": {
    rows: 40,
    classCounts: [1, 1, 38],
  },
  "There are 3 folds, not 5: besides the test part the second-rarest class has 3 rows": {
    rows: 40,
    classCounts: [2, 3, 35],
  },
  "There are 4 folds, not 5: besides the test part there are 4 groups or times": {
    rows: 40,
    units: 4,
  },
};

/** Warnings of folds and of copies. */
const DEALT: { readonly [warning: string]: () => Promise<TableDatasets> } = {
  "There are no folds: the split names 20 rows for validation": () => named("auto"),
  "The 20 rows that the split names for validation train in other folds": () => named(2),
  "Test rows with the same inputs as a training row: 2 of 30; where they are copies, the test result is too good":
    () => {
      const rows = Array.from({ length: 100 }, (_, k) => [
        ...[`${k * 3 % 100}`, `${k * 7 % 100}`, `${k * 9 % 100}`, "ab"[k % 2]!],
      ]);
      const parts = rows.map((row, k) => [...row, k < 70 ? "train" : "test"]);
      const copied = parts.with(80, [...rows[0]!, "test"]).with(90, [...rows[1]!, "test"]);
      return tableDatasets(
        tableOf([["x", "y", "z", "class", "part"], ...copied]),
        { target: "class", split: "part", folds: 5 },
      );
    },
};

const named = (folds: number | "auto") =>
  tableDatasets(
    tableOf([
      ["x", "class", "part"],
      ...Array.from(
        { length: 60 },
        (_, k) => [`${k * 7 % 60}`, "ab"[k % 2]!, ["train", "val", "test"][k % 3]!],
      ),
    ]),
    { target: "class", split: "part", folds },
  );

Deno.test("what is printed of folds and of copies, each sentence pinned once", async (t) => {
  for (const [why, facts] of Object.entries(FOLDS)) {
    await t.step(why, () => assertEquals(foldsFor(facts).why, why));
  }
  for (const [warning, read] of Object.entries(DEALT)) {
    await t.step(warning, async () => assertEquals((await read()).warnings.join("\n"), warning));
  }
});

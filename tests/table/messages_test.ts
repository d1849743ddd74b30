/** The sentences of the reader of tables, each pinned once: errors, and warnings. */

import { assertEquals } from "@std/assert";
import { type TableDatasets, tableDatasets } from "../../lib/table/datasets.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import { encodeRow, RowEncoder } from "../../lib/table/encode.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { parseTableDescription } from "../../lib/table/parse_description.ts";
import { checkFractions } from "../../lib/table/split.ts";
import { targetReader } from "../../lib/table/target.ts";
import { testMessages } from "../helpers/says.ts";
import { mass, penguins, tableOf, tableOfText, with30 } from "./table_fixture.ts";

const refused = (text: string, options: Partial<TableOptions> = {}) => () =>
  tableDatasets(tableOfText(text), { target: "class", ...options });

/** A table of 60 rows of a cell x, a number and a class. */
const numbers = (cell: (k: number) => string) =>
  [
    "x,y,class",
    ...Array.from({ length: 60 }, (_, k) => `${cell(k)},${(k * 7) % 60},${"ab"[k % 2]}`),
  ].join("\n");

/** A table whose column `late` is empty in the training rows, and `x` everywhere. */
const late = (): Promise<unknown> => {
  const part = (k: number) => ["train", "validation", "test"][k % 3]!;
  const rows = Array.from({ length: 30 }, (_, k) => [
    ...[part(k) === "train" ? "" : `${k % 5}`, "", part(k), "ab"[(k >> 2) % 2]!],
  ]);
  const table = tableOf([["late", "x", "part", "class"], ...rows]);
  return tableDatasets(table, { target: "class", split: "part", gaps: "mean" });
};

testMessages("tables", [
  [
    "no value in the training rows",
    late,
    SyntaxError,
    "Cannot learn from the table: no training row has a value in any column",
  ],
  [
    "few rows of many numbers",
    refused("x,y\n0,0\n7,1\n4,2\n1,3\n8,4\n5,5\n2,6\n9,7\n6,8\n3,9", { target: "y" }),
    SyntaxError,
    'Cannot split the 10 rows of the table: validation and test would have none; "y" is taken for 10 ' +
    'classes, each of which trains; if it is a quantity, add `kind: "quantity"`',
  ],
  [
    "a class that is read as a missing value",
    refused("x,class\n1,a\n2,None\n3,a\n4,None"),
    SyntaxError,
    'Cannot learn the classes of "class" in the table: every row is of the class "a", so there is nothing to ' +
    'tell apart; "None" on line 3 is read as a missing value: if it is a class, write another word for it',
  ],
  [
    "a target that is not there",
    refused("x,class\n1,a", { target: "clas" }),
    RangeError,
    'Cannot find the column "clas" in the table, did you mean class?',
  ],
  [
    "no target",
    refused("x,class\n1,a", { target: [] }),
    RangeError,
    "Cannot read the table without a target: expected one of its columns, x, class",
  ],
  [
    "a left-out column that is not there",
    refused("x,class\n1,a", { without: ["qqq"] }),
    RangeError,
    'Cannot find the column "qqq" in the table: there are x, class',
  ],
  [
    "several names in one target",
    refused("x,y,class\n1,2,a", { target: "x, y" }),
    RangeError,
    'Cannot find the column "x, y" in the table, but each of x, y: write `target: ["x", "y"]`',
  ],
  [
    "several names in one column that is left out",
    refused("x,y,class\n1,2,a", { without: ["x,y"] }),
    RangeError,
    'Cannot find the column "x,y" in the table, but each of x, y: write `without: ["x", "y"]`',
  ],
  [
    "two roles of a column",
    refused("x,class\n1,a", { weights: "class" }),
    RangeError,
    'Cannot use the column "class" as the weights: it is a target already',
  ],
  [
    "several targets as classes",
    refused("x,y,class\n1,2,a", { target: ["y", "class"], kind: "class" }),
    RangeError,
    "Cannot learn the classes of y, class at once: expected one target, or quantities",
  ],
  [
    "an unknown kind",
    refused("x,class\n1,a", { kind: "number" as never }),
    RangeError,
    'Cannot learn a target of kind "number": there are class, quantity',
  ],
  [
    "an unknown rule for missing values",
    refused("x,class\n1,a", { gaps: "fill" as never }),
    RangeError,
    'Cannot treat missing values as "fill": there are drop, mean, category',
  ],
  [
    "fractions that are not together 1",
    refused("x,class\n1,a", { split: [0.5, 0.5, 0.5] }),
    RangeError,
    "Cannot split data into [0.5,0.5,0.5]: expected the fractions of training, validation and test, above 0 " +
    "and together 1, for example [0.7, 0.15, 0.15]",
  ],
  [
    "no rows",
    refused("x,class"),
    SyntaxError,
    "Cannot read the table: it has no rows below its header",
  ],
  [
    "one row",
    refused("x,class\n1,a", { target: "x", kind: "quantity" }),
    SyntaxError,
    'Cannot learn the quantity "x" of the table: every row has 1, so there is nothing to learn',
  ],
  [
    "one row of a class",
    refused("x,class\n1,a"),
    SyntaxError,
    'Cannot learn the classes of "class" in the table: every row is of the class "a", so there is nothing to ' +
    "tell apart",
  ],
  [
    "one class",
    refused(numbers((k) => `${k}`).replaceAll(",b", ",a")),
    SyntaxError,
    'Cannot learn the classes of "class" in the table: every row is of the class "a", so there is nothing to ' +
    "tell apart",
  ],
  [
    "two rows",
    refused("x,class\n1,a\n2,b"),
    SyntaxError,
    "Cannot split the 2 rows of the table: validation and test would have none; expected more rows",
  ],
  [
    "rows that all have missing values",
    refused("x,y,class\n1,,a\n,2,b\n3,,a\n,4,b\n5,,a\n,6,b"),
    SyntaxError,
    "Cannot split the 0 rows of the table: training and validation and test would have none; of 6 rows 6 " +
    'have missing values, which `gaps: "mean"` keeps',
  ],
  [
    "a target without values",
    refused("x,class\n1,\n2,NA"),
    SyntaxError,
    'Cannot learn "class" of the table: no row has a value',
  ],
  [
    "all values equal",
    refused("x,class\n1,a\n1,b\n1,a\n1,b"),
    SyntaxError,
    'Cannot learn from the table: besides the target no column is left to learn from. The column "x" is left ' +
    "out: every row has 1",
  ],
  [
    "a quantity that never changes",
    refused("x,y\n1,5\n2,5\n3,5", { target: "y", kind: "quantity" }),
    SyntaxError,
    'Cannot learn the quantity "y" of the table: every row has 5, so there is nothing to learn',
  ],
  [
    "nothing but the target",
    refused("class\na\nb"),
    SyntaxError,
    "Cannot learn from the table: besides the target no column is left to learn from",
  ],
  [
    "dates",
    refused(numbers((k) => `2024-01-${k + 1}`)),
    SyntaxError,
    'Cannot use the column "x" of the table: it has dates, such as "2024-01-1" on line 2; leave it out by ' +
    '`without: ["x"]`, or write numbers instead of the dates, such as the year and the month',
  ],
  [
    "several columns of dates",
    refused("born,seen on,x,class\n2024-01-01,1/2/2024,1,a\n2024-01-02,1/3/2024,2,b"),
    SyntaxError,
    'Cannot use the columns "born", "seen on" of the table: they have dates, such as "2024-01-01" on line 2; ' +
    'leave them out by `without: ["born", "seen on"]`, or write numbers instead of the dates, such as the ' +
    "year and the month",
  ],
  [
    "dates of day, month and year",
    refused(numbers((k) => `${k}/1/2024`)),
    SyntaxError,
    'Cannot use the column "x" of the table: it has dates, such as "0/1/2024" on line 2; leave it out by ' +
    '`without: ["x"]`, or write numbers instead of the dates, such as the year and the month',
  ],
  [
    "a date as the target",
    refused(numbers((k) => `2024-01-${k + 1}`), { target: "x" }),
    SyntaxError,
    'Cannot use the column "x" of the table: it has dates, such as "2024-01-1" on line 2; choose another ' +
    "target, or write numbers instead of the dates, such as the year and the month",
  ],
  [
    "a date among numbers",
    refused(numbers((k) => k === 50 ? "1/2/2024" : `${k}`)),
    SyntaxError,
    'Cannot use the column "x" of the table: it has dates, such as "1/2/2024" on line 52; leave it out by ' +
    '`without: ["x"]`, or write numbers instead of the dates, such as the year and the month',
  ],
  [
    "a text among numbers",
    refused(numbers((k) => k === 50 ? "12a" : `${k}`)),
    SyntaxError,
    'Cannot read the table: "12a" on line 52, column "x", is no number, as most rows have: correct it or ' +
    'leave it empty, or leave the column out by `without: ["x"]`',
  ],
  [
    "several texts among numbers",
    refused(numbers((k) => k % 20 ? `${k}` : k ? "k.A." : "-")),
    SyntaxError,
    'Cannot read the table: "-" on line 2, column "x", is no number, as most rows have; 3 rows have none ' +
    '("-", "k.A."): correct them or leave them empty, or leave the column out by `without: ["x"]`',
  ],
  [
    "many texts among numbers",
    refused(numbers((k) => k % 6 ? `${k}` : `n${k}`)),
    SyntaxError,
    'Cannot read the table: "n0" on line 2, column "x", is no number, as most rows have; 10 rows have none ' +
    '("n0", "n6", "n12", "n18", "n24", …): correct them or leave them empty, or leave the column out by ' +
    '`without: ["x"]`',
  ],
  [
    "a target of numbers with a unit, all different",
    refused(numbers((k) => `${k} kg`), { target: "x" }),
    SyntaxError,
    'Cannot split the 60 rows of the table: validation and test would have none; "x" is taken for 60 ' +
    'classes, each of which trains; it has numbers with "kg", such as "0 kg": write the numbers alone',
  ],
  [
    "a text among numbers of a target",
    refused(numbers((k) => k === 50 ? "12a" : `${k}`), { target: "x" }),
    SyntaxError,
    'Cannot read the table: "12a" on line 52, column "x", is no number, as most rows have: correct it or ' +
    "leave it empty",
  ],
  [
    "a quantity of texts",
    refused(numbers((k) => `${k}`), { kind: "quantity" }),
    SyntaxError,
    'Cannot read the table: "a" on line 2, column "class", is no number, which a quantity is',
  ],
  [
    "several targets, one of them of texts",
    refused(numbers((k) => `${k}`), { target: ["x", "class"] }),
    SyntaxError,
    'Cannot learn "x", "class" of the table at once: several targets must all be quantities, and "class" has ' +
    'texts, such as "a" on line 2',
  ],
  [
    "a quantity with units",
    refused(numbers((k) => `${k} kg`), { target: "x", kind: "quantity" }),
    SyntaxError,
    'Cannot read the table: "0 kg" on line 2, column "x", is no number, which a quantity is: write the ' +
    'number without "kg"',
  ],
  [
    "numbers too large",
    refused(numbers((k) => `${k % 2 ? "-" : ""}1.${k}e300`)),
    SyntaxError,
    'Cannot use the column "x" of the table: its numbers are too large to be standardized; write them in a ' +
    "larger unit",
  ],
  [
    "a weight below 0",
    refused(numbers((k) => `${k - 30}`), { weights: "x" }),
    SyntaxError,
    'Cannot use the table: the weight "-30" on line 2, column "x", is no number from 0 up',
  ],
  [
    "a weight that is no number",
    refused(numbers((k) => k === 3 ? "" : "1"), { weights: "x" }),
    SyntaxError,
    'Cannot use the table: the weight "" on line 5, column "x", is no number from 0 up',
  ],
  [
    "a part of no name",
    refused(numbers(() => "tset"), { split: "x" }),
    SyntaxError,
    'Cannot split the table: "tset" on line 2, column "x", is none of training, validation, test, did you ' +
    "mean test?",
  ],
  [
    "no part to test",
    refused(numbers(() => "train"), { split: "x" }),
    SyntaxError,
    "Cannot split the table by its column: no row is for test",
  ],
]);

/** A table of 60 rows whose numbers may have decimal commas. */
const commas = (cell: (k: number) => string) => () => {
  const rows = Array.from({ length: 60 }, (_, k) => [cell(k), `${k / 4}`, "ab"[k % 2]!]);
  const table = { ...tableOf([["x", "y", "class"], ...rows]), decimalComma: true };
  return tableDatasets(table, { target: "class" });
};

testMessages("tables with decimal commas", [
  [
    "numbers where every comma may separate thousands",
    commas((k) => `${k * 7 % 60 + 1},500`),
    SyntaxError,
    'Cannot read the table: "1,500" on line 2, column "x", may be 1.500 or 1500, and no other row decides: ' +
    "write 1500 or 1,5000",
  ],
  [
    "numbers that are cut at commas",
    () => {
      const rows = Array.from({ length: 60 }, (_, k) => [`${k * 7 % 60},5`, "ab"[k % 2]!]);
      return tableDatasets(tableOf([["x", "class"], ...rows]), { target: "class" });
    },
    SyntaxError,
    'Cannot read the table: "0,5" on line 2, column "x", has a comma: expected a number such as 3.14 or ' +
    '1234567, or leave the column out by `without: ["x"]`',
  ],
  [
    "points that may separate thousands",
    () => {
      const rows = Array.from(
        { length: 60 },
        (_, k) => [`${k % 9},5`, `1.${100 + k}`, "ab"[k % 2]!],
      );
      const table = tableOf([["area", "price", "class"], ...rows]);
      return tableDatasets({ ...table, decimalComma: true }, { target: "class" });
    },
    SyntaxError,
    'Cannot read the table: "1.100" on line 2, column "price", may be 1.100 or 1100 where "area" has decimal ' +
    "commas, and no other row decides: write 1100 or 1.1000",
  ],
  [
    "numbers where there are commas and points",
    commas((k) => k === 8 ? "1.500" : `${k * 7 % 60},5`),
    SyntaxError,
    'Cannot read the table: "0,5" on line 2, column "x", has a decimal comma, and "1.500" on line 10 a ' +
    "point: write either in the whole column",
  ],
  [
    "numbers where there are points between thousands",
    commas((k) => k === 8 ? "1.500,5" : `${k * 7 % 60},5`),
    SyntaxError,
    'Cannot read the table: "1.500,5" on line 10, column "x", has a separator between its thousands: ' +
    'expected a number such as 3,14 or 1234567, or leave the column out by `without: ["x"]`',
  ],
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

testMessages("descriptions of tables", [
  [
    "no JSON",
    () => parseTableDescription("{"),
    SyntaxError,
    "Cannot read the description of a table: it is no JSON",
  ],
  [
    "no object",
    () => parseTableDescription("[]"),
    SyntaxError,
    "Cannot read the description of a table: expected an object for the JSON, got a list of 0",
  ],
  [
    "null",
    () => parseTableDescription("null"),
    SyntaxError,
    "Cannot read the description of a table: expected an object for the JSON, got null",
  ],
  [
    "a later version",
    () => parseTableDescription(changed("version", 2)),
    SyntaxError,
    "Cannot read the description of a table: expected version 1, got 2",
  ],
  [
    "no columns",
    () => parseTableDescription(changed("columns", [])),
    SyntaxError,
    "Cannot read the description of a table: expected a list of one or more for columns, got a list of 0",
  ],
  [
    "an unknown entry",
    () => parseTableDescription(changed("colums", [])),
    SyntaxError,
    'Cannot read the description of a table: the JSON has an entry "colums", did you mean columns?',
  ],
  [
    "an unknown kind",
    () => parseTableDescription(changed("columns.1.kind", "text")),
    SyntaxError,
    'Cannot read the description of a table: expected number or category for columns[1].kind, got "text"',
  ],
  [
    "a missing mean",
    () => parseTableDescription(changed("columns.1.mean", undefined)),
    SyntaxError,
    'Cannot read the description of a table: columns[1] has no "mean"',
  ],
  [
    "a mean that is no number",
    () => parseTableDescription(changed("columns.1.mean", "x")),
    SyntaxError,
    'Cannot read the description of a table: expected a number for columns[1].mean, got "x"',
  ],
  [
    "a deviation of 0",
    () => parseTableDescription(changed("columns.1.deviation", 0)),
    SyntaxError,
    "Cannot read the description of a table: expected a number above 0 for columns[1].deviation, got 0",
  ],
  [
    "a deviation below 0",
    () => parseTableDescription(changed("columns.1.deviation", -1)),
    SyntaxError,
    "Cannot read the description of a table: expected a number above 0 for columns[1].deviation, got -1",
  ],
  [
    "an unknown rule for missing values",
    () => parseTableDescription(changed("columns.1.gaps", "fill")),
    SyntaxError,
    "Cannot read the description of a table: expected drop or mean or category for columns[1].gaps, got " +
    '"fill"',
  ],
  [
    "a name that is no text",
    () => parseTableDescription(changed("columns.1.name", 7)),
    SyntaxError,
    "Cannot read the description of a table: expected a text for columns[1].name, got 7",
  ],
  [
    "two columns of one name",
    () => parseTableDescription(changed("columns.1.name", "island")),
    SyntaxError,
    'Cannot read the description of a table: there are two columns of the name "island"',
  ],
  [
    "a target among the columns",
    () => parseTableDescription(changed("target.name", "bill")),
    SyntaxError,
    'Cannot read the description of a table: there are two columns of the name "bill"',
  ],
  [
    "no categories",
    () => parseTableDescription(changed("columns.0.values", [])),
    SyntaxError,
    "Cannot read the description of a table: expected a list of one or more for columns[0].values, got a " +
    "list of 0",
  ],
  [
    "a category twice",
    () => parseTableDescription(changed("columns.0.values", ["a", "a"])),
    SyntaxError,
    'Cannot read the description of a table: there are two columns[0].values of the name "a"',
  ],
  [
    "a class twice",
    () => parseTableDescription(changed("target.classes", ["a", "a"])),
    SyntaxError,
    'Cannot read the description of a table: there are two target.classes of the name "a"',
  ],
  [
    "classes that are no texts",
    () => parseTableDescription(changed("target.classes", [1])),
    SyntaxError,
    "Cannot read the description of a table: expected a text for target.classes[0], got 1",
  ],
  [
    "no target",
    () => parseTableDescription(changed("target", null)),
    SyntaxError,
    "Cannot read the description of a table: expected class or quantity for target.kind, got undefined",
  ],
  [
    "no quantities",
    () => parseTableDescription(changed("target.quantities", [], mass)),
    SyntaxError,
    "Cannot read the description of a table: expected a list of one or more for target.quantities, got a " +
    "list of 0",
  ],
  [
    "a unit that is no text",
    () => parseTableDescription(changed("target.quantities.0.unit", 1, mass)),
    SyntaxError,
    "Cannot read the description of a table: expected a text for target.quantities[0].unit, got 1",
  ],
  [
    "too many categories",
    () =>
      parseTableDescription(
        changed("columns.0.values", Array.from({ length: 100_001 }, (_, k) => `${k}`)),
      ),
    SyntaxError,
    "Cannot read the description of a table: expected at most 100000 entries in columns[0].values, got 100001",
  ],
  [
    "an own key of an object",
    () => parseTableDescription('{"version":1,"columns":[],"target":{},"__proto__":{}}'),
    SyntaxError,
    'Cannot read the description of a table: the JSON has an entry "__proto__"',
  ],
]);

const id = (k: number) => String(1_234_567_890_123_456_780n + BigInt(k));
const ofTarget = (cell: (k: number) => string, options: Partial<TableOptions> = {}) => () =>
  tableDatasets(with30("c", cell), { target: "c", without: ["class"], ...options });

testMessages("numbers that float64 does not hold", [
  [
    "a target of different ids",
    ofTarget((k) => id(1000 * k)),
    SyntaxError,
    'Cannot learn "c" of the table: every row has another number, and "1234567890123456780" on line 2 has ' +
    "more digits than float64 holds, as ids have: numbers are written with at most 15; choose another " +
    'target, or make them a quantity by `kind: "quantity"`, which rounds them',
  ],
  [
    "ids among several targets",
    ofTarget((k) => id(1000 * k), { target: ["x", "c"], without: [] }),
    SyntaxError,
    'Cannot learn "x", "c" of the table at once: several targets must all be quantities, and "c" has codes, ' +
    'since "1234567890123456780" on line 2 has more digits than float64 holds, as ids have: numbers are ' +
    'written with at most 15; choose another target, or make them quantities by `kind: "quantity"`, which ' +
    "rounds them",
  ],
  [
    "a quantity of ids that are rounded to one number",
    ofTarget(id, { kind: "quantity" }),
    SyntaxError,
    'Cannot learn the quantity "c" of the table: float64 rounds every row to 1234567890123456800, so there ' +
    "is nothing to learn",
  ],
  [
    "a target of different numbers that are merged",
    ofTarget((k) => `0.1234567890123456${10 + k}`),
    SyntaxError,
    'Cannot learn "c" of the table: every row has another number, and float64 cannot tell ' +
    '"0.123456789012345610" from "0.123456789012345611"; choose another target, or make them a quantity by ' +
    '`kind: "quantity"`, which rounds them',
  ],
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

testMessages("rows of tables", [
  [
    "a text for a number",
    encoded("big"),
    SyntaxError,
    'Cannot use new.csv: "big" on line 5, column "size", is no number: expected a number',
  ],
  [
    "a date for a number",
    encoded("2024-01-31"),
    SyntaxError,
    'Cannot use new.csv: "2024-01-31" on line 5, column "size", is a date: expected a number',
  ],
  [
    "another date",
    encoded("31/1/2024"),
    SyntaxError,
    'Cannot use new.csv: "31/1/2024" on line 5, column "size", is a date: expected a number',
  ],
  [
    "a number that float32 does not hold",
    encoded("1e300"),
    SyntaxError,
    'Cannot use new.csv: "1e300" on line 5, column "size", is too far from the mean 1',
  ],
  [
    "an infinite number",
    encoded("-inf"),
    SyntaxError,
    'Cannot use new.csv: "-inf" on line 5, column "size", is infinite: write a finite number, or leave it ' +
    "empty",
  ],
  [
    "a column that is missing",
    () => new RowEncoder(row, head("size", "colour")),
    SyntaxError,
    'Cannot use new.csv: the column "color" is missing, did you mean colour?',
  ],
  [
    "all columns missing",
    () => new RowEncoder(row, head("x")),
    SyntaxError,
    "Cannot use new.csv: the columns size, color are missing; it has x",
  ],
  [
    "a column of no such name",
    () => encodeRow(row, { sise: 1 }),
    RangeError,
    'Cannot find the column "sise", did you mean size?',
  ],
  [
    "a column of no name near it",
    () => encodeRow(row, { x: 1 }),
    RangeError,
    'Cannot find the column "x": there are size, color',
  ],
  [
    "an unknown text",
    () => encodeRow(row, { size: 1, color: "gren" }),
    RangeError,
    'Cannot use "gren" for the column "color", did you mean green?',
  ],
  [
    "an unknown text of no name near it",
    () => encodeRow(row, { size: 1, color: "x" }),
    RangeError,
    'Cannot use "x" for the column "color": there are green',
  ],
  [
    "a value that is missing",
    () => encodeRow(row, {}),
    SyntaxError,
    'Cannot use the row: the column "size" has no value',
  ],
  [
    "NaN",
    () => encodeRow(row, { size: NaN }),
    SyntaxError,
    'Cannot use the row: the column "size" has no value',
  ],
  [
    "infinity",
    () => encodeRow(row, { size: Infinity }),
    SyntaxError,
    'Cannot use the row: "Infinity" in the column "size" is infinite: write a finite number, or leave it ' +
    "empty",
  ],
  [
    "a missing target",
    () => targetReader(mass, head("x y", "z w")),
    SyntaxError,
    'Cannot find the target "mass" in new.csv: it has x y, z w',
  ],
  [
    "a target whose name is near",
    () => targetReader(mass, head("masse")),
    SyntaxError,
    'Cannot find the target "mass" in new.csv, did you mean masse?',
  ],
  [
    "an unknown class",
    () => targetReader(penguins, head("species"))(1).read(0, ["Adele"], 2),
    SyntaxError,
    'Cannot use new.csv: "Adele" on line 2 is none of the classes, did you mean Adelie?',
  ],
  [
    "another unknown class",
    () => targetReader(penguins, head("species"))(1).read(0, ["x"], 2),
    SyntaxError,
    'Cannot use new.csv: "x" on line 2 is none of the classes, which are Adelie, Gentoo',
  ],
  [
    "a quantity that is no number",
    () => targetReader(mass, head("mass"))(1).read(0, ["x"], 2),
    SyntaxError,
    'Cannot use new.csv: "x" on line 2, column "mass", is no number, or too far from the mean',
  ],
  [
    "two fractions",
    () => checkFractions([0.7, 0.3] as never),
    RangeError,
    "Cannot split data into [0.7,0.3]: expected the fractions of training, validation and test, above 0 and " +
    "together 1, for example [0.7, 0.15, 0.15]",
  ],
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

/** Numbers that are written in ways that are not read: what an error states of one, and a warning of several. */
const ODD_NUMBERS = [
  [
    "1e400",
    "is too large for float64: write it in a larger unit",
    "numbers too large for float64",
    "write them in a larger unit",
  ],
  [
    "inf",
    "is infinite: write a finite number, or leave it empty",
    "infinite numbers",
    "write finite numbers, or leave them empty",
  ],
  [
    "−0.5",
    'has "−" for a minus: write "-" instead',
    'numbers with "−" for a minus',
    'write "-" instead',
  ],
  [
    "(0.5)",
    "is a negative number in parentheses: write it with a minus",
    "negative numbers in parentheses",
    "write them with a minus",
  ],
  [
    "1 100",
    "has spaces between its digits: write it without",
    "numbers with spaces between their digits",
    "write them without",
  ],
] as const;

const oneOdd = (text: string) => (k: number) => k === 4 ? text : `${(k * 13) % 47}`;

testMessages("numbers that are not read", [
  ...ODD_NUMBERS.flatMap(([text, is]) =>
    [
      [
        `${text} in a column`,
        () => read("c", oneOdd(text)),
        SyntaxError,
        `Cannot read the table: "${text}" on line 6, column "c", ${is}, or leave the column out by ` +
        '`without: ["c"]`',
      ],
      [
        `${text} in a quantity`,
        () => read("c", oneOdd(text), { ...asTarget, kind: "quantity" }),
        SyntaxError,
        `Cannot read the table: "${text}" on line 6, column "c", ${is}`,
      ],
      [
        `${text} in a row`,
        () => encodeRow(row, { size: text }),
        SyntaxError,
        `Cannot use the row: "${text}" in the column "size" ${is}`,
      ],
    ] as const
  ),
  [
    "a target of too many texts",
    () => read("c", (k) => k % 3 ? `(${k}.5)` : `${k}.5`, asTarget),
    SyntaxError,
    'Cannot split the 30 rows of the table: validation and test would have none; "c" is taken for 30 classes, ' +
    'each of which trains; it has negative numbers in parentheses, such as "(1.5)": write them with a minus',
  ],
  [
    "numbers too small for their squares",
    () => read("c", (k) => `${(k * 13) % 47}e-200`),
    SyntaxError,
    'Cannot use the column "c" of the table: its numbers differ by too little to be standardized; write them ' +
    "in a smaller unit",
  ],
  [
    "numbers too large for their squares",
    () => read("c", (k) => `${(k * 13) % 47}e200`),
    SyntaxError,
    'Cannot use the column "c" of the table: its numbers are too large to be standardized; write them in a ' +
    "larger unit",
  ],
]);

/** What a target was found to be, and the warnings of a table. */
const PRINTED: readonly (readonly [
  what: string,
  read: () => Promise<TableDatasets>,
  found: string,
  warnings: readonly string[],
])[] = [
  ["names", () => read("c", (k) => `name ${k}`), '"class" is a class, since it has texts', [
    'The column "c" is left out: every row has another text, like a name',
  ]],
  [
    "many texts",
    () => read("c", (k) => `name ${k >> 1 && k}`),
    '"class" is a class, since it has texts',
    ['The column "c" is left out: 29 of its 30 texts are different, like names'],
  ],
  ["ids", () => read("c_id", (k) => `${k * k}`), '"class" is a class, since it has texts', [
    'The column "c_id" is left out: it is an id, as its numbers are all different',
  ]],
  ["row numbers", () => read("id", (k) => `${k}`), '"class" is a class, since it has texts', [
    'The column "id" is left out: it numbers the rows',
  ]],
  [
    "an ascending column",
    () => read("hour", (k) => `${k}`),
    '"class" is a class, since it has texts',
    ['The column "hour" counts the rows: `without: ["hour"]` leaves it out if it only numbers them'],
  ],
  ["nothing", () => read("c", () => "NA"), '"class" is a class, since it has texts', [
    'The column "c" is left out: there is nothing in it',
  ]],
  [
    "codes",
    () => read("c", (k) => ["10115", "01067", "04109"][k % 3]!),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, since "01067" on line 3 begins with a zero, as codes do: numbers ' +
      "are written without",
    ],
  ],
  [
    "codes that all differ",
    () => read("c", (k) => `0${1067 + k * 7}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is left out: every row has another text, like a name; "01067" on line 2 begins with a ' +
      "zero, as codes do: numbers are written without",
    ],
  ],
  ["rounded codes", () => read("c", (k) => id(k % 5)), '"class" is a class, since it has texts', [
    'The column "c" is read as categories, since "1234567890123456780" on line 2 has more digits than ' +
    "float64 holds, as ids have: numbers are written with at most 15",
  ]],
  [
    "merged numbers",
    () => read("c", (k) => `0.98765432109876543${k % 4}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, since float64 cannot tell "0.987654321098765430" from ' +
      '"0.987654321098765431"',
    ],
  ],
  [
    "dates as numbers",
    () => read("c", (k) => `202401${10 + k % 20}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" has numbers that may be dates, such as "20240110": write the year and the month in ' +
      "separate columns",
    ],
  ],
  [
    "like texts",
    () => read("c", (k) => k % 2 ? "Red" : "red"),
    '"class" is a class, since it has texts',
    ['The column "c" has "red" (15 rows) and "Red" (15 rows), which are different categories: write them alike'],
  ],
  [
    "a text among numbers",
    () => read("c", (k) => k === 7 ? "1,2x" : `${k % 5}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, since 1 of its 30 values is no number, "1,2x" on line 9: correct ' +
      "it or leave it empty to have numbers",
      'No training row has "1,2x" in the column "c", as line 9 has: it is none of the categories',
    ],
  ],
  ["a unit", () => read("c", (k) => `${k % 9} kg`), '"class" is a class, since it has texts', [
    'The column "c" is read as categories, but has numbers with "kg", such as "0 kg": write the numbers alone',
  ]],
  [
    "quarters",
    () => read("c", (k) => `2024Q${1 + k % 4}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, but has quarters, such as "2024Q1": write numbers instead, such ' +
      "as the year and the quarter",
    ],
  ],
  [
    "quarters that all differ",
    () => read("c", (k) => `${1960 + k}-Q${1 + k % 4}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is left out: every row has another text, like a name; it has quarters, such as ' +
      '"1960-Q1": write numbers instead, such as the year and the quarter',
    ],
  ],
  [
    "weeks",
    () => read("c", (k) => `2024-W${10 + k % 4}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, but has weeks, such as "2024-W10": write numbers instead, such as ' +
      "the year and the week",
    ],
  ],
  [
    "a target of weeks",
    () => read("c", (k) => `2024-W${10 + k % 4}`, asTarget),
    '"c" is a class, since it has texts',
    [
      'The target "c" is read as classes, but has weeks, such as "2024-W10": write numbers instead, such as ' +
      "the year and the week",
    ],
  ],
  [
    "times of day",
    () => read("c", (k) => `${k % 4}:30`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, but has clock times, such as "0:30": write numbers instead, such ' +
      "as the hour",
    ],
  ],
  [
    "a target of dates as numbers",
    () => read("c", (k) => `202401${10 + k % 19}`, asTarget),
    '"c" is a quantity, since it has 19 different numbers in 30 rows; `kind: "class"` makes each a class',
    [
      'The target "c" has numbers that may be dates, such as "20240110": write the year and the month in ' +
      "separate columns",
    ],
  ],
  ...ODD_NUMBERS.map(([text, , several, instead]) =>
    [
      `${text} among a few numbers`,
      () => read("c", (k) => k % 3 === 1 ? text : `${k % 4}`),
      '"class" is a class, since it has texts',
      [`The column "c" is read as categories, but has ${several}, such as "${text}": ${instead}`],
    ] as const
  ),
  [
    "commas",
    () => read("c", (k) => k % 9 < 4 ? "none" : `1,${234 + k % 9}`),
    '"class" is a class, since it has texts',
    [
      'The column "c" is read as categories, but has numbers with commas, such as "1,238": write them as 3.14 ' +
      "or 1234567",
    ],
  ],
  [
    "missing values",
    () => read("c", (k) => k % 9 ? `${k % 7}` : ""),
    '"class" is a class, since it has texts',
    ['4 of 30 rows are left out: they have missing values in "c" (4); `gaps: "mean"` keeps them'],
  ],
  [
    "missing values in most rows",
    () => read("c", (k) => k % 3 ? "" : `${k % 5}`),
    '"class" is a class, since it has texts',
    [
      '20 of 30 rows are left out: they have missing values in "c" (20); `gaps: "mean"` keeps them',
      'More than a third of the rows are lost for missing values: `without: ["c"]` keeps 20 more',
    ],
  ],
  [
    "missing values as a category",
    () => read("c", (k) => k % 9 ? "ab"[k % 2]! : "", { gaps: "category" }),
    '"class" is a class, since it has texts',
    [
      '4 values are missing in 4 of 30 rows, "c" (4): they count as a separate category; `gaps: "drop"` leaves ' +
      "these rows out",
    ],
  ],
  [
    "missing numbers",
    () => read("c", (k) => k % 9 ? `${k % 7}` : "", { gaps: "mean" }),
    '"class" is a class, since it has texts',
    [
      '4 values are missing in 4 of 30 rows, "c" (4): they count as the mean; `gaps: "drop"` leaves these rows ' +
      "out",
    ],
  ],
  [
    "a rounded target",
    () => read("c", (k) => id(1000 * k), { ...asTarget, kind: "quantity" }),
    '"c" is a quantity, as the options state',
    ['The target "c" is rounded to what float64 holds: "1234567890123456780" on line 2 has more digits'],
  ],
  [
    "a merged target",
    () => read("c", (k) => `0.98765432109876543${k % 3}`, asTarget),
    '"c" is a class, since float64 cannot tell "0.987654321098765430" from "0.987654321098765431"',
    [],
  ],
  [
    "a target of few numbers",
    () => read("c", (k) => `${k % 3}`, asTarget),
    '"c" is a class, since it has at most 20 different numbers, 0, 1, 2; `kind: "quantity"` makes it one',
    [],
  ],
  [
    "a target of two numbers",
    () => read("c", (k) => `${k % 2}`, asTarget),
    '"c" is a class, since it has at most 20 different numbers, 0, 1',
    [],
  ],
  [
    "a target of fractions",
    () => read("c", (k) => `${k % 3}.5`, asTarget),
    '"c" is a quantity, since it has numbers with fractions, such as 0.5; `kind: "class"` makes each a class',
    [],
  ],
  [
    "a target of many numbers",
    () => read("c", (k) => `${k * k}`, asTarget),
    '"c" is a quantity, since it has more than 20 different numbers; `kind: "class"` makes each a class',
    [],
  ],
  [
    "a target of some numbers",
    () => read("c", (k) => `${k % 16}`, asTarget),
    '"c" is a quantity, since it has 16 different numbers in 30 rows; `kind: "class"` makes each a class',
    [],
  ],
  [
    "several targets",
    () => read("c", (k) => `${k % 4}`, { target: ["x", "c"] }),
    '"x" and "c" are quantities, since there are several targets',
    [],
  ],
  [
    "a class read as missing",
    () => read("c", (k) => ["minor", "None", "major"][k % 3]!, asTarget),
    '"c" is a class, since it has texts',
    [
      '10 of 30 rows are left out: they have no target; "None" on line 3 is read as a missing value: if it is ' +
      "a class, write another word for it",
    ],
  ],
  [
    "a class without training rows",
    () => parts(["x", "class"], (k) => [`${k * 7 % 30}`, k === 29 ? "c" : "ab"[k % 2]!]),
    '"class" is a class, since it has texts',
    ['No training row is of the class "c", so it cannot be learned'],
  ],
  [
    "an unknown text",
    () =>
      parts(["x", "c", "class"], (k) => [`${k * 7 % 30}`, k === 29 ? "blu" : "blue", "ab"[k % 2]!]),
    '"class" is a class, since it has texts',
    ['No training row has "blu" in the column "c", as line 31 has: it is none of the categories'],
  ],
  [
    "decimal commas",
    () =>
      tableDatasets({ ...with30("c", (k) => `${k % 9},5`), decimalComma: true }, {
        target: "class",
      }),
    '"class" is a class, since it has texts',
    ['The column "c" has decimal commas: "0,5" is read as 0.5'],
  ],
];

Deno.test("what is printed of tables, each sentence pinned once", async (t) => {
  for (const [what, read, found, warnings] of PRINTED) {
    await t.step(what, async () => {
      const datasets = await read();
      assertEquals([datasets.found, datasets.warnings], [found, warnings]);
    });
  }
});

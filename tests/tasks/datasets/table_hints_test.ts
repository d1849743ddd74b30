/** What is taken for something else is said, with what to do: a file, and the hint. */

import { assertStringIncludes } from "@std/assert";
import { encodeRow } from "../../../lib/table/encode.ts";
import { tableDatasets } from "../../../lib/table/datasets.ts";
import type { TableOptions } from "../../../lib/table/options.ts";
import { CsvTable } from "../../../tasks/datasets/csv/table.ts";

/** A file of 60 rows: a number, a column of its own, and a class. */
const file = (cell: (k: number) => string) =>
  [
    "x;c;class",
    ...Array.from({ length: 60 }, (_, k) => `${k * 7 % 31};${cell(k)};${"ab"[(k >> 1) % 2]}`),
  ].join("\n");

/** A few different numbers, and now and then another text. */
const few = (text: string) => file((k) => k % 9 === 4 ? text : `${k * 13 % 17}`);

/** Many different numbers, and once another text, on line 6. */
const many = (text: string) => file((k) => k === 4 ? text : `${k * 13 % 47}`);

const ofTarget = { target: "c", without: ["class"] };

const HINTS: readonly [
  what: string,
  text: string,
  hint: string,
  options?: TableOptions,
][] = [
  [
    "a JSON file",
    '[\n  { "x": 1, "class": "a" },\n  { "x": 2, "class": "b" }\n]\n',
    "Cannot read the file: it is JSON: write its rows as CSV, with the names of the columns on the first line",
  ],
  [
    "a JSON file on one line",
    '[{"x":1,"class":"a"},{"x":2,"class":"b"}]',
    "it is JSON: write its rows",
  ],
  ["a JSON file of columns", '{"x": [1, 2], "class": ["a", "b"]}\n', "it is JSON: write its rows"],
  ["a JSON Lines file", '{"x":1,"class":"a"}\n{"x":2,"class":"b"}\n', "it is JSON: write its rows"],
  ["JSON Lines of lists", '[1,"a"]\n[2,"b"]\n', "it is JSON: write its rows"],
  [
    "days without hyphens",
    file((k) => `202401${10 + k % 19}`),
    'The column "c" has numbers that may be dates, such as "20240110": ' +
    "write the year and the month in separate columns",
  ],
  ["days that were made floats", file((k) => `202401${10 + k % 19}.0`), 'such as "20240110.0"'],
  [
    "days with a time, without hyphens",
    file((k) => `202401${10 + k % 19}050000`),
    'has numbers that may be dates, such as "20240110050000"',
  ],
  [
    "days with a time to the minute",
    file((k) => `202401${10 + k % 19}2359.0`),
    'has numbers that may be dates, such as "202401102359.0"',
  ],
  [
    "thousands parted by a space that does not break, among a few",
    file((k) => k % 9 === 4 ? "1\u00a0100" : `${k * 13 % 17}`),
    'The column "c" is read as categories, but has numbers with spaces between their digits, such as "1\u00a0100": ' +
    "write them without",
  ],
  [
    "thousands parted by spaces, among many",
    file((k) => k === 4 ? "-1 234 100,5" : `${k * 13 % 47}`),
    '"-1 234 100,5" on line 6, column "c", has spaces between its digits: write it without',
  ],
  [
    "thousands parted by a narrow space, in a quantity",
    file((k) => `${1 + k}\u202f100.25`),
    '"1\u202f100.25" on line 2, column "c", has spaces between its digits',
    { ...ofTarget, kind: "quantity" },
  ],
  ["months without hyphens", file((k) => `2024${10 + k % 3}`), 'may be dates, such as "202410"'],
  [
    "days without hyphens as the target",
    file((k) => `202401${10 + k % 19}`),
    'The target "c" has numbers that may be dates, such as "20240110"',
    ofTarget,
  ],
  [
    "quarters",
    file((k) => `2024Q${1 + k % 4}`),
    'The column "c" is read as categories, but has quarters, such as "2024Q1": write numbers instead, ' +
    "such as the year and the quarter",
  ],
  ["quarters before their year", file((k) => `Q${1 + k % 4} 2024`), 'quarters, such as "Q1 2024"'],
  [
    "quarters that are left out",
    file((k) => `${1960 + k}-Q${1 + k % 4}`),
    'The column "c" is left out: every row has another text, like a name; it has quarters, such as "1960-Q1"',
  ],
  [
    "weeks",
    file((k) => `2024-W${10 + k % 20}`),
    'The column "c" is read as categories, but has weeks, such as "2024-W10": write numbers instead, ' +
    "such as the year and the week",
  ],
  ["days of weeks", file((k) => `2024-W05-${1 + k % 7}`), 'has weeks, such as "2024-W05-1"'],
  [
    "weeks as the target",
    file((k) => `2024-W${10 + k % 20}`),
    'The target "c" is read as classes, but has weeks, such as "2024-W10"',
    ofTarget,
  ],
  [
    "a number too large for float64, among a few",
    few("1e400"),
    'The column "c" is read as categories, but has numbers too large for float64, such as "1e400": ' +
    "write them in a larger unit",
  ],
  [
    "a number too large for float64, among many",
    many("1e400"),
    '"1e400" on line 6, column "c", is too large for float64: write it in a larger unit',
  ],
  [
    "infinity, among a few",
    few("inf"),
    'The column "c" is read as categories, but has infinite numbers, such as "inf": write finite numbers, ' +
    "or leave them empty",
  ],
  [
    "infinity, among many",
    many("-Infinity"),
    '"-Infinity" on line 6, column "c", is infinite: write a finite number, or leave it empty',
  ],
  [
    "infinity in a target",
    few("+inf"),
    'The target "c" is read as classes, but has infinite numbers, such as "+inf"',
    ofTarget,
  ],
  [
    "another minus, among a few",
    few("−0.5"),
    'The column "c" is read as categories, but has numbers with "−" for a minus, such as "−0.5": ' +
    'write "-" instead',
  ],
  [
    "another minus, among many",
    many("−0.5"),
    '"−0.5" on line 6, column "c", has "−" for a minus: write "-" instead',
  ],
  [
    "another minus in most rows",
    file((k) => k % 3 ? `−0.${k}` : `0.${k}`),
    'every row has another text, like a name; it has numbers with "−" for a minus, such as "−0.1"',
  ],
  [
    "a dash for a minus",
    few("–3"),
    'has numbers with "–" for a minus, such as "–3": write "-" instead',
  ],
  [
    "another minus in a quantity",
    file((k) => `−0.${k}`),
    '"−0.0" on line 2, column "c", has "−" for a minus',
    { ...ofTarget, kind: "quantity" },
  ],
  [
    "parentheses, among a few",
    few("(0.5)"),
    'The column "c" is read as categories, but has negative numbers in parentheses, such as "(0.5)": ' +
    "write them with a minus",
  ],
  [
    "parentheses, among many",
    many("(1,234.50)"),
    '"(1,234.50)" on line 6, column "c", is a negative number in parentheses: write it with a minus',
  ],
  [
    "parentheses as the target, all different",
    file((k) => k % 3 ? `(${k}.5)` : `${k}.5`),
    '"c" is taken for 60 classes, each of which trains; it has negative numbers in parentheses, such as "(1.5)"',
    ofTarget,
  ],
  [
    "numbers too small for their squares",
    file((k) => `${k * 13 % 47}e-200`),
    'Cannot use the column "c" of the file: its numbers differ by too little to be standardized; ' +
    "write them in a smaller unit",
  ],
  [
    "numbers too large for their squares",
    file((k) => `${k * 13 % 47}e200`),
    'Cannot use the column "c" of the file: its numbers are too large to be standardized; ' +
    "write them in a larger unit",
  ],
];

/** All that is said of a file: warnings, or why it is refused. */
async function saidOf(text: string, options: TableOptions): Promise<string> {
  const open = () => Promise.resolve(new Blob([text]).stream());
  try {
    const table = await CsvTable.open({ name: "the file", open });
    return (await tableDatasets(table, options)).warnings.join("\n");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}

for (const [what, text, hint, options = { target: "class" }] of HINTS) {
  Deno.test(`a table's hint for ${what}`, async () => {
    assertStringIncludes(await saidOf(text, options), hint);
  });
}

/** Files that are none of these: nothing is said of them. */
const USUAL: readonly [what: string, text: string][] = [
  ["names in brackets", file((k) => `${k % 9}`).replace("x;c;class", "[x];[c];class")],
  ["numbers that are no dates", file((k) => k ? `202401${10 + k % 19}` : "20241301")],
  [
    "long numbers that are no times",
    file((k) => k ? `202401${10 + k % 19}050000` : "20240110056000"),
  ],
  ["numbers in pairs", file((k) => `${1 + k * 3 % 7 % 2} 00`)],
  ["words that begin with a year", file((k) => `2024 ${["spring", "autumn"][k * 3 % 7 % 2]}`)],
  ["texts in parentheses", file((k) => ["(low)", "(high)"][k * 3 % 7 % 2]!)],
  ["small numbers that differ enough", file((k) => `${k * 13 % 47}e-50`)],
];

for (const [what, text] of USUAL) {
  Deno.test(`a table needs no hint for ${what}`, async () => {
    const said = await saidOf(text, { target: "class" });
    if (said !== "") throw new Error(said);
  });
}

Deno.test("a row that is given by its columns has no line", () => {
  const columns = [{ kind: "number", name: "size", mean: 1, deviation: 2, gaps: "mean" }] as const;
  const target = { kind: "class", name: "class", classes: ["a", "b"] } as const;
  const said = (size: string) => {
    try {
      return String(encodeRow({ version: 1, columns, target }, { size }));
    } catch (error) {
      return (error as Error).message;
    }
  };
  assertStringIncludes(
    said("tall"),
    'Cannot use the row: "tall" in the column "size" is no number: expected a number',
  );
  assertStringIncludes(said("−0.5"), '"−0.5" in the column "size" has "−" for a minus');
  assertStringIncludes(said("inf"), '"inf" in the column "size" is infinite');
});

/** Tables with values that may be read in a wrong way: each gives a hint. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { encodeRow } from "../../../lib/table/encode_row.ts";
import { tableDatasets } from "../../../lib/table/datasets.ts";
import type { TableOptions } from "../../../lib/table/options.ts";
import { CsvTable } from "../../../tasks/tables/csv/table.ts";
import { throwsSaying } from "../../helpers/says.ts";

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
const ofQuantity = { ...ofTarget, kind: "quantity" } as const;

/** How JSON files begin. */
const JSON_FILES = [
  '[\n  { "x": 1, "class": "a" },\n  { "x": 2, "class": "b" }\n]\n',
  '[{"x":1,"class":"a"},{"x":2,"class":"b"}]',
  '{"x": [1, 2], "class": ["a", "b"]}\n',
  '{"x":1,"class":"a"}\n{"x":2,"class":"b"}\n',
  '[1,"a"]\n[2,"b"]\n',
];

/** A file, and the parts of its hint, between dots: where, which value, what next. */
const HINTS: readonly (readonly [text: string, parts: string, options?: TableOptions])[] = [
  ...JSON_FILES.map((text) => [text, "the file: it is JSON … as CSV"] as const),
  [
    file((k) => `202401${10 + k % 19}`),
    'column "c" … may be dates … "20240110": … the year and the month',
  ],
  [file((k) => `202401${10 + k % 19}.0`), 'may be dates … "20240110.0"'],
  [file((k) => `202401${10 + k % 19}050000`), 'may be dates … "20240110050000"'],
  [file((k) => `202401${10 + k % 19}2359.0`), 'may be dates … "202401102359.0"'],
  [few("1\u00a0100"), 'column "c" … categories … spaces between … "1\u00a0100"'],
  [many("-1 234 100,5"), '"-1 234 100,5" on line 6, column "c" … spaces between'],
  [
    file((k) => `${1 + k}\u202f100.25`),
    '"1\u202f100.25" on line 2, column "c" … spaces between',
    ofQuantity,
  ],
  [file((k) => `2024${10 + k % 3}`), 'may be dates … "202410"'],
  [file((k) => `202401${10 + k % 19}`), 'target "c" … may be dates … "20240110"', ofTarget],
  [
    file((k) => `2024Q${1 + k % 4}`),
    'column "c" … categories … quarters, such as "2024Q1" … the year and the quarter',
  ],
  [file((k) => `Q${1 + k % 4} 2024`), 'quarters, such as "Q1 2024"'],
  [
    file((k) => `${1960 + k}-Q${1 + k % 4}`),
    'column "c" is left out … quarters, such as "1960-Q1"',
  ],
  [
    file((k) => `2024-W${10 + k % 20}`),
    'column "c" … categories … weeks, such as "2024-W10" … the year and the week',
  ],
  [file((k) => `2024-W05-${1 + k % 7}`), 'weeks, such as "2024-W05-1"'],
  [
    file((k) => `2024-W${10 + k % 20}`),
    'target "c" … classes … weeks, such as "2024-W10"',
    ofTarget,
  ],
  [few("1e400"), 'column "c" … categories … too large for float64 … "1e400" … in a larger unit'],
  [many("1e400"), '"1e400" on line 6, column "c" … too large for float64 … in a larger unit'],
  [few("inf"), 'column "c" … categories … infinite … "inf" … empty'],
  [many("-Infinity"), '"-Infinity" on line 6, column "c" … infinite … empty'],
  [few("+inf"), 'target "c" … classes … infinite … "+inf"', ofTarget],
  [few("−0.5"), 'column "c" … categories … "−" for a minus … "−0.5" … write "-"'],
  [many("−0.5"), '"−0.5" on line 6, column "c" … "−" for a minus … write "-"'],
  [file((k) => k % 3 ? `−0.${k}` : `0.${k}`), 'another text … "−" for a minus … "−0.1"'],
  [few("–3"), '"–" for a minus … "–3" … write "-"'],
  [file((k) => `−0.${k}`), '"−0.0" on line 2, column "c" … "−" for a minus', ofQuantity],
  [few("(0.5)"), 'column "c" … categories … in parentheses … "(0.5)" … with a minus'],
  [many("(1,234.50)"), '"(1,234.50)" on line 6, column "c" … in parentheses … with a minus'],
  [
    file((k) => k % 3 ? `(${k}.5)` : `${k}.5`),
    '"c" … 60 classes … in parentheses … "(1.5)"',
    ofTarget,
  ],
  [file((k) => `${k * 13 % 47}e-200`), 'column "c" of the file … too little … in a smaller unit'],
  [file((k) => `${k * 13 % 47}e200`), 'column "c" of the file … too large … in a larger unit'],
];

/** All messages about a file: warnings, or the error. */
async function messagesOf(text: string, options: TableOptions): Promise<string> {
  const open = () => Promise.resolve(new Blob([text]).stream());
  try {
    const table = await CsvTable.from({ name: "the file", open });
    return (await tableDatasets(table, options)).warnings.join("\n");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}

for (const [k, [text, parts, options = { target: "class" }]] of HINTS.entries()) {
  Deno.test(`a table's hint ${k + 1}: ${parts}`, async () => {
    const messages = await messagesOf(text, options);
    for (const part of parts.split(" … ")) assertStringIncludes(messages, part);
  });
}

/** Files without anything odd: they give no message. */
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
    assertEquals(await messagesOf(text, { target: "class" }), "");
  });
}

Deno.test("a row that is given by its columns has no line", () => {
  const columns = [{ kind: "number", name: "size", mean: 1, deviation: 2, gaps: "mean" }] as const;
  const target = { kind: "class", name: "class", classes: ["a", "b"] } as const;
  const refused = (size: string, ...parts: string[]) =>
    throwsSaying(() => encodeRow({ version: 1, columns, target }, { size }), SyntaxError, ...parts);
  refused("tall", "the row", '"tall" in the column "size"', "no number");
  refused("−0.5", '"−0.5" in the column "size"', '"−" for a minus');
  refused("inf", '"inf" in the column "size"', "infinite");
});

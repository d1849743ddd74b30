import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { longTestsWith, testsWith } from "../../../helpers/tests_with.ts";
import { writeXlsx } from "../../../helpers/write_xlsx.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");
const longTest = longTestsWith("read", "write");

const ORDERS = [
  ["id", "share", "day", "moment", "clock", "paid"],
  ["007", 0.2, { date: 45322 }, { date: 45322.520833333336 }, { date: 0.5 }, true],
  [null, -3, null, { date: 45323 }, { date: 0.25 }, false],
  [null, null, null, null, null, null],
  [" x ", { error: "#N/A" }, { date: 45323 }, null, null, null],
] as const;

test("a workbook gives values and not formats: a share is 0.2, and a day has no time", async () => {
  const { columns, rows, lines, warnings } = await readContent(writeXlsx({ Orders: ORDERS }));
  assertEquals(columns, ["id", "share", "day", "moment", "clock", "paid"]);
  assertEquals(rows, [
    ["007", "0.2", "2024-01-31", "2024-01-31T12:30:00", "12:00:00", "true"],
    ["", "-3", "", "2024-02-01T00:00:00", "06:00:00", "false"],
    [" x ", "", "2024-02-01", "", "", ""],
  ]);
  assertEquals(lines, [2, 3, 5]);
  assertEquals(warnings, []);
});

test("the first sheet is read and the others are reported; a sheet is chosen by its name", async () => {
  const file = writeXlsx({ "A & B": [["a"], [1]], C: [["c"], [3]] });
  const first = await readContent(file);
  assertEquals([first.columns, first.rows], [["a"], [["1"]]]);
  assertEquals(first.warnings, ['The sheet "A & B" is read; there are others: C']);
  const second = await readContent(file, { sheet: "C" });
  assertEquals([second.columns, second.rows, second.warnings], [["c"], [["3"]], []]);
});

test("whole numbers of over 15 digits are reported, since the workbook has rounded them", async () => {
  const { warnings } = await readContent(
    writeXlsx({ A: [["id", "n"], [1234567890123456, 1e15 + 0.5]] }),
  );
  assertStringIncludes(warnings[0]!, "are rounded in the workbook itself: id; store them as text");
});

test("a column without a name gets one, and an empty one is left out", async () => {
  const { columns, rows } = await readContent(
    writeXlsx({ A: [["a", null, null, "d"], [1, null, 2, 3]] }),
  );
  assertEquals(columns, ["a", "unnamed column 2", "d"]);
  assertEquals(rows, [["1", "2", "3"]]);
});

test("a cell at the end of a sheet makes no cells before it; too many columns and rows are refused", async () => {
  const far = sheetOf(
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
  );
  const { columns, rows, lines } = await readContent(writeXlsx({ A: far }));
  assertEquals([columns, rows, lines], [["1", "unnamed column 2"], [["", "2"]], [1_048_576]]);
  const header = "<c><v>1</v></c>".repeat(16_384);
  const wide = sheetOf(`<row>${header}</row>${"<row><c><v>1</v></c></row>".repeat(6_103)}`);
  await assertRejects(
    () => readContent(writeXlsx({ A: wide })),
    SyntaxError,
    "it has over 100000000 cells, the most of a sheet",
  );
});

test("a duration is a number of hours, also of a day and more", async () => {
  const duration = (number: number, format = "[h]:mm") => ({ number, format });
  const { rows } = await readContent(
    writeXlsx({
      A: [
        ["hours", "minutes", "of the day"],
        [duration(26.5 / 24), duration(1 / 24 / 3, "[mm]:ss"), { number: 0.5, format: "h:mm" }],
        [duration(0.25), duration(-1.5, "[hh]:mm:ss"), { number: 0.25, format: "h:mm AM/PM" }],
        [duration(7 / 3 / 24), duration(2, '"day" [ss]'), null],
      ],
    }),
  );
  assertEquals(rows, [
    ["26.5", String(1 / 3), "12:00:00"],
    ["6", "-36", "06:00:00"],
    [String(7 / 3), "48", ""],
  ]);
});

const OF_NUMBERS = [
  "0_D_M_",
  "#,##0.00_);[Red](#,##0.00)",
  '0" days"',
  "0\\d",
  "[$-409]0",
  "[Yellow]0",
  "*d0",
  "General",
  "[>=100]0;0.0",
  "0.00E+00",
  "[Hotpink]0_y",
  '"[h]"0',
  "# ?/?",
];
const OF_DATES = [
  "d/m/yyyy;@",
  "[$-F800]dddd\\,\\ mmmm\\ dd",
  'yyyy"年"m"月"',
  "mmm-yy",
  "[Red]YYYY\\-MM\\-DD",
];

test("letters in quotes, escaped, of padding and in brackets make no date of a number", async () => {
  const file = writeXlsx({
    A: [
      ["a", "b"],
      ...OF_NUMBERS.map((format) => [{ number: 45322, format }, "number"]),
      ...OF_DATES.map((format) => [{ number: 45322, format }, "date"]),
    ],
  });
  const { rows } = await readContent(file);
  for (const [k, [cell, kind]] of rows.entries()) {
    assertEquals(
      cell,
      kind === "number" ? "45322" : "2024-01-31",
      [...OF_NUMBERS, ...OF_DATES][k],
    );
  }
});

/** A sheet of this XML in its rows, and after them. */
const sheetOf = (rows: string, after = "") =>
  `<?xml version="1.0"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
  `<sheetPr/><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData>${after}</worksheet>`;

const text = (of: string) => `<is><t>${of}</t></is>`;

const VALID: { readonly [what: string]: string } = {
  "cells and rows without an address": sheetOf(
    `<row><c t="inlineStr">${text("a")}</c><c t="inlineStr">${text("b")}</c></row>` +
      '<row><c><v>1</v></c><c t="str"><f>"x"</f><v>x</v></c></row>',
  ),
  "an address in a text": sheetOf(
    `<row r="1"><c r="A1" t="inlineStr">${text("a")}</c><c r="B1" t="inlineStr">${
      text("b")
    }</c></row>` +
      `<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr">${text("x")}</c></row>` +
      `<row r="4"><c r="A4" t="inlineStr">${
        text(' r="ZZZ9999999" <c r="XFD1048576"/>'.replaceAll("<", "&lt;"))
      }</c></row>`,
  ),
  "white space and other parts after the rows": sheetOf(
    `\n  <row r='1'>\n    <c r='A1' t='inlineStr'>${text("a")}</c> <c r='B1' t='inlineStr'>\n${
      text("b")
    }\n</c>\n  </row>\n <row r="2" spans="1:2"\n><c r="A2" ><v>1</v></c><c r="B2" t="inlineStr">${
      text("x")
    }</c></row>\n`,
    '\n  <mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells>\n  <pageMargins left="0.7"/>\n',
  ),
  "a prefix, comments, sections of text and entities": sheetOf(
    `<row r="1"><c r="A1" t="inlineStr">${text("&#97;")}</c><c r="B1" t="inlineStr">${
      text("<![CDATA[b]]>")
    }</c></row><!-- <row r="9"> --><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr">${
      text("&#x78;")
    }</c></row>`,
  ).replaceAll(/<(\/?)(?=[a-z])/g, "<$1x:").replace("xmlns=", "xmlns:x="),
  "texts of several runs, without how they are spoken": sheetOf(
    `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>` +
      `<row r="2"><c r="A2" t="n"><v>1</v></c><c r="B2" t="s"><v>2</v></c></row>`,
  ),
};

const SHARED =
  '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si>' +
  '<si><r><rPr><b/></rPr><t>b</t></r></si><si><r><t>x</t></r><rPh sb="0" eb="1"><t>y</t></rPh></si></sst>';

for (const [what, xml] of Object.entries(VALID)) {
  test(`a sheet is read with ${what}`, async () => {
    const file = writeXlsx({ A: xml }, { more: { "xl/sharedStrings.xml": SHARED } });
    const { columns, rows } = await readContent(file);
    assertEquals([columns, rows[0]], [["a", "b"], ["1", "x"]]);
  });
}

test("dates count from 1904 where the workbook does, and as ISO 8601 where a cell does", async () => {
  const file = writeXlsx({ A: [["a"], [{ date: 43860 }], [{ date: 43860.75 }]] }, {
    replace: (xml) => xml.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'),
  });
  assertEquals((await readContent(file)).rows, [["2024-01-31T00:00:00"], ["2024-01-31T18:00:00"]]);
  const iso = sheetOf(
    `<row><c t="inlineStr">${text("a")}</c></row>` +
      '<row><c t="d"><v>2024-01-31T00:00:00</v></c></row><row><c t="d"><v>2024-02-01</v></c></row>',
  );
  assertEquals((await readContent(writeXlsx({ A: iso }))).rows, [["2024-01-31"], ["2024-02-01"]]);
});

test("the first day of 1904 is a date, and a time alone stays a time", async () => {
  const day = (number: number) => ({ number, format: "dd/mm/yyyy" });
  const clock = (number: number) => ({ number, format: "h:mm" });
  const rows = [["day", "clock"], [day(-1), clock(0)], [day(0), clock(0.5)], [day(1), clock(0.75)]];
  const in1904 = writeXlsx({ A: rows }, {
    replace: (xml) => xml.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'),
  });
  assertEquals((await readContent(in1904)).rows, [
    ["1903-12-31", "00:00:00"],
    ["1904-01-01", "12:00:00"],
    ["1904-01-02", "18:00:00"],
  ]);
});

test("the days of 1900 that never were are a time, and the last of February", async () => {
  const rows = [["a"], ...[0, 1, 59, 60, 61].map((date) => [{ date }])];
  assertEquals((await readContent(writeXlsx({ A: rows }))).rows.flat(), [
    "00:00:00",
    "1900-01-01",
    "1900-02-28",
    "1900-02-28",
    "1900-03-01",
  ]);
});

test("a day before March 1900 is the one that Excel shows", async () => {
  const { rows } = await readContent(writeXlsx({ A: [["a"], [{ date: 1 }], [{ date: 61 }]] }));
  assertEquals(rows, [["1900-01-01"], ["1900-03-01"]]);
});

test("a chart that is a sheet of its own is not a table", async () => {
  const file = writeXlsx({ Chart: "<chartsheet/>", A: [["a"], [1]] }, {
    replace: (xml) =>
      xml.replace(
        '/worksheet" Target="worksheets/sheet1.xml',
        '/chartsheet" Target="worksheets/sheet1.xml',
      ),
  });
  const { rows, warnings } = await readContent(file);
  assertEquals([rows, warnings], [[["1"]], []]);
});

longTest("a sheet with all rows that Excel has is read", async () => {
  const lines = Array.from(
    { length: 1_048_575 },
    (_, r) => `<row r="${r + 2}"><c r="A${r + 2}"><v>${r}</v></c></row>`,
  );
  const xml = sheetOf(`<row r="1"><c r="A1" t="inlineStr">${text("a")}</c></row>${lines.join("")}`);
  const { rows } = await readContent(writeXlsx({ A: xml }));
  assertEquals([rows.length, rows.at(-1)], [1_048_575, ["1048574"]]);
});

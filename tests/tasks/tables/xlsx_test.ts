import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { formatZip } from "../../../lib/formats/zip.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { sheetXml, writeXlsx } from "../../helpers/write_xlsx.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

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
  await assertRejects(
    () => readContent(file, { sheet: "D" }),
    SyntaxError,
    'it has no sheet "D"; its sheets are A & B, C',
  );
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

test("a sheet that reaches too far is refused before it is read", async () => {
  const far =
    '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>';
  await assertRejects(
    () => readContent(writeXlsx({ A: far })),
    SyntaxError,
    "a sheet reaches to row 1048576, column 16384",
  );
  const strange = sheetXml([["a"]]).replace('"A1"', '"ZZZZ99999999"');
  await assertRejects(
    () => readContent(writeXlsx({ A: strange })),
    SyntaxError,
    "no address of a cell",
  );
});

test("an archive that is no workbook, an empty sheet and a damaged one are refused", async () => {
  const wrong: [Uint8Array, string][] = [
    [formatZip([["a.txt", new Uint8Array(3)]]), "it is a ZIP file, and no workbook in XLSX"],
    [writeXlsx({ A: [] }), 'its sheet "A" is empty'],
    [writeXlsx({ A: [["a"], [1]] }).slice(0, 300), "damaged workbook"],
    [writeXlsx({ A: "<worksheet><sheetData><row" }), "Cannot read"],
  ];
  for (const [file, message] of wrong) {
    const error = await assertRejects(() => readContent(file), SyntaxError);
    assertStringIncludes(error.message, message);
  }
});

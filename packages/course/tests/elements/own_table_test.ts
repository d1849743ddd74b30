/** The reader's own table in a figure: what is read, and what the sentences say. */

import { assertEquals, assertThrows } from "@std/assert";
import { MAX_ROWS, OwnTableError, planeOf, readOwnTable } from "../../elements/own_table.ts";

function csv(rows: readonly string[], header = "a,b,kind"): string {
  return [header, ...rows].join("\n") + "\n";
}

const ROWS = Array.from({ length: 12 }, (_, k) => `${k},${k * k},${k % 2 === 0 ? "even" : "odd"}`);

Deno.test("a table has its columns of numbers, and those of few values", () => {
  const table = readOwnTable("\ufeff" + csv(ROWS).replaceAll("\n", "\r\n"));
  assertEquals([table.names, table.rows.length], [["a", "b", "kind"], 12]);
  assertEquals([table.numeric, table.classes], [[0, 1], [2]]);
  const { columns, inputs, labels, classNames } = planeOf(table, 1, 0, 2);
  assertEquals([columns, classNames], [["b", "a"], ["even", "odd"]]);
  assertEquals([inputs[3], labels[3]], [[9, 3], 1]);
});

Deno.test("quotes, semicolons, tabs and decimal commas are read", () => {
  const rows = ROWS.map((row) => row.replace(",", ";0,").replace(/,(\w+)$/, ';"the ""$1"""'));
  const table = readOwnTable(csv(rows, "a;b;kind"));
  assertEquals(table.rows[3], ["3", "0,9", 'the "odd"']);
  assertEquals(planeOf(table, 0, 1, 2).inputs[3], [3, 0.9]);
  assertEquals(readOwnTable(csv(ROWS, "a,b,kind").replaceAll(",", "\t")).numeric, [0, 1]);
  const lines = readOwnTable(csv([...ROWS, '7,8,"two\nlines"']));
  assertEquals(lines.rows.at(-1), ["7", "8", "two\nlines"]);
  const open = readOwnTable(csv([...ROWS, '7,8,"no end']));
  assertEquals(open.rows.at(-1), ["7", "8", '"no end']);
});

Deno.test("rows with an empty cell are left out, and no more are read than a figure learns", () => {
  const table = readOwnTable(csv([...ROWS, ",5,odd", "6,7,", "8,NA,odd"]));
  assertEquals([table.rows.length, planeOf(table, 0, 1, 2).inputs.length], [15, 12]);
  const long = Array.from({ length: 3 * MAX_ROWS }, (_, k) => ROWS[k % 12]!);
  const { rows } = readOwnTable(csv([...long, ...ROWS.map(() => "99,1,last")]));
  assertEquals([rows.length, rows.at(-1)![2]], [MAX_ROWS, "last"]);
});

/** Files, and the sentences that they get. */
const REFUSED: readonly (readonly [text: string, sentence: string])[] = [
  [
    "",
    "Cannot use the file: expected at least 3 columns with their names in the first line, got 0.",
  ],
  [
    csv(["1,2"], "a,b"),
    "Cannot use the file: expected at least 3 columns with their names in the first line, got 2.",
  ],
  [csv(["1,2,x"]), "Cannot use the file: expected at least 10 rows below the names, got 1."],
  [csv([...ROWS, "1,2"]), "Cannot use the file: expected 3 cells in row 13, got 2."],
  [
    csv(ROWS.map((row) => `x${row}`)),
    "Cannot use the file: expected at least 2 columns of numbers, got 1.",
  ],
  [
    csv(ROWS.map((row, k) => `${row}${k}`)),
    "Cannot use the file: expected a column of 2 to 6 different values for the class, got none.",
  ],
];

Deno.test("a file that is no such table gets one sentence", () => {
  for (const [file, sentence] of REFUSED) {
    const { message } = assertThrows(() => readOwnTable(file), OwnTableError);
    assertEquals(message, sentence);
  }
});

/** The readers of tables in files, for fuzzing: whole files on the disk, each of one format. @module */

import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { openTable } from "../../tasks/data/tables/open_table.ts";
import { utf8 } from "../helpers/bytes.ts";
import { CONVERTED, writeParquet } from "../helpers/write_parquet.ts";
import { sheetXml, writeXlsx, type XlsxCell } from "../helpers/write_xlsx.ts";
import type { Target } from "./targets.ts";

/** Reads a file as a table, to its last row. */
async function readTable(bytes: Uint8Array, folder: string): Promise<void> {
  const path = join(folder, "table");
  await Deno.writeFile(path, bytes);
  const table = await openTable(path);
  for await (const _ of table.open()) { /* read */ }
}

const tableTarget = (
  name: string,
  more: Pick<Target, "seeds"> & Partial<Target>,
): Target => ({
  name,
  share: 3,
  disk: true,
  read: readTable,
  errors: [SyntaxError],
  ...more,
});

const PARQUET = [
  { name: "a", type: "DOUBLE", values: [[1.5, null, 3]] },
  { name: "b", type: "BYTE_ARRAY", converted: CONVERTED.UTF8, values: [["x", "007", null]] },
  { name: "c", type: "INT32", converted: CONVERTED.DECIMAL, scale: 2, values: [[1, 2, 3]] },
  { name: "d", type: "INT64", converted: CONVERTED.TIMESTAMP_MILLIS, values: [[0n, 1n, null]] },
  { name: "e", type: "INT32", repeated: true, values: [[1, 2, 3]] },
] as const;

const SHEET: readonly (readonly XlsxCell[])[] = [
  ["a", "b", "c", "d"],
  [1, "x & y", { date: 45322.5 }, true],
  [null, "", { error: "#N/A" }, false],
];

function database(): Uint8Array {
  using database = new DatabaseSync(":memory:");
  database.exec(
    "pragma page_size = 512; create table t (a, b text);" +
      "insert into t values (1, 'x'), (2.5, null), (x'00', 'y');",
  );
  return database.serialize();
}

const JSON_SEEDS = [
  '[{"a":1,"b":"x"},{"a":null,"c":[1]}]',
  '{"a":[1,2.5],"b":["x",null]}',
  '{"a":{"0":1,"1":2},"b":{"0":true,"1":false}}',
  '{"a":1,"b":"x"}\n{"b":"y","a":12345678901234567890}\n',
];

/** All of them. */
export const TABLE_TARGETS: readonly Target[] = [
  tableTarget("parquet", {
    seeds: () => [
      writeParquet(PARQUET),
      writeParquet(PARQUET.slice(0, 2), { codec: 2, pack: gzipSync }),
      writeParquet(PARQUET.slice(0, 2), { codec: 6, pack: zstdCompressSync }),
    ],
    words: ["PAR1", [0xff, 0xff, 0xff, 0xff, 0x0f], [0x80, 0x80, 0x80, 0x80, 0x08], [0x1c], [
      0x15,
      0,
    ]],
  }),
  tableTarget("workbook", {
    seeds: () => [writeXlsx({ A: SHEET, B: [] })],
    words: ["PK\x01\x02", "PK\x03\x04", "xl/workbook.xml", "<sheet ", 'r="XFD1048576"'],
  }),
  tableTarget("sheet", {
    seeds: () => [utf8(sheetXml(SHEET))],
    words: [
      ...'r="XFD1048576" r="A1" t="s" t="b" s="1" s="99" <c> </c> <row> </row> <v>'.split(" "),
      ..."</v> &amp; &#0; &#x41; <!-- ]]> <![CDATA[ <v>1e999</v>".split(" "),
      '<c r="B3"/>',
    ],
    read: (bytes, folder) => readTable(writeXlsx({ A: new TextDecoder().decode(bytes) }), folder),
  }),
  tableTarget("sqlite", {
    seeds: () => [database()],
    words: ["SQLite format 3\0", [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], "create table", [13], [5]],
  }),
  tableTarget("json table", {
    seeds: () => JSON_SEEDS.map(utf8),
    words: '{ } [ ] , : " \n null 1e999 "__proto__": \\u0000 -0 [[[[[[[[ 99999999999999999999'
      .split(" "),
  }),
];

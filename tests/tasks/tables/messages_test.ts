/** The sentences of the readers of tables, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { formatZip } from "../../../lib/formats/zip.ts";
import type { OpenTableOptions } from "../../../tasks/tables/open_table.ts";
import { concat } from "../../helpers/bytes.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";
import { type Files, writeFiles } from "../../helpers/write_files.ts";
import { CONVERTED, writeParquet } from "../../helpers/write_parquet.ts";
import { writeXlsx } from "../../helpers/write_xlsx.ts";
import { readFile } from "./read_file.ts";

/** Reads files as one table. */
const read = (files: Files, options: OpenTableOptions = {}) => () =>
  inFolder(async (folder) => {
    await writeFiles(folder, files);
    await readFile(Object.keys(files).map((name) => join(folder, name)), options);
  });

const readOne = (content: Uint8Array | string, options?: OpenTableOptions) =>
  read({ table: content }, options);

/** Reads a database of these statements. */
const query = (statements: string, options?: OpenTableOptions) => () =>
  inFolder(async (folder) => {
    const path = join(folder, "table");
    const database = new DatabaseSync(path);
    database.exec(statements);
    database.close();
    await readFile(path, options);
  });

const TWO_TABLES = "create table orders (a); create table items (b)";

const FORMS = "expected a list of objects, an object of columns, or JSON Lines";

/** What is read, and the end of its sentence. */
const OF_TABLE: readonly (readonly [call: () => unknown, rest: string])[] = [
  [
    readOne(Uint8Array.of(97, 44, 0xff), { encoding: "shift_jis" }),
    "it is no text in shift_jis; --encoding names another",
  ],
  [readOne("[1]"), `${FORMS}; item 1 is no object`],
  [
    readOne('{"a":[1],"b":2'),
    "it is a damaged JSON file, or uses what is not read (Expected ',' or '}' " +
    "after property value in JSON at position 14 (line 1 column 15))",
  ],
  [readOne('{"a":1}\n{"a":\n'), "line 2 is no whole JSON: Unexpected end of JSON input"],
  [readOne('{"a":1}\n[1]\n'), "expected an object on line 2"],
  [readOne('{"a":[1],"b":[2,3]}'), 'the columns "a" and "b" have not the same rows'],
  [readOne("[{}]"), "it has no columns"],
  [
    readOne('[{"a":1," a ":2}]'),
    'the columns 1 and 2 are both called "a"; give them different names',
  ],
  [readOne('[{"a":"\\u0000"}]'), "a text has a character of zero"],
  [
    readOne(formatZip([["a", new Uint8Array()]])),
    "it is a ZIP file, and no workbook in XLSX; save it as XLSX or CSV",
  ],
  [readOne(writeXlsx({ A: [] })), 'its sheet "A" is empty'],
  [
    readOne(writeXlsx({ A: [["a"]], B: [] }), { sheet: "C" }),
    'it has no sheet "C"; its sheets are A, B',
  ],
  [
    readOne(writeXlsx({ A: '<worksheet><sheetData><c r="1A"/></sheetData></worksheet>' })),
    '"1A" is no address of a cell',
  ],
  [
    readOne(writeXlsx({ A: '<worksheet><sheetData><row r="0"/></sheetData></worksheet>' })),
    '"0" is no number of a row',
  ],
  [
    readOne(writeXlsx({ A: "<worksheet><c><v>one</v></c></worksheet>" })),
    'the cell column 1 of row 0 has "one", which is no number',
  ],
  [
    readOne(writeXlsx({ A: '<worksheet><c r="A1" t="s"><v>7</v></c></worksheet>' })),
    "the cell A1 has the text 7, which it lacks",
  ],
  [
    readOne(writeXlsx({ A: "<worksheet><row></worksheet>" })),
    'it is a damaged workbook, or uses what is not read (it ends "worksheet" within "row")',
  ],
  [
    readOne(writeXlsx({ A: "<worksheet><row" })),
    "it is a damaged workbook, or uses what is not read (it ends too soon)",
  ],
  [
    readOne(writeXlsx({ A: `<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>` })),
    'it is a damaged workbook, or uses what is not read ("<!DOCTYPE a [<!ENTITY b "c"" is no tag)',
  ],
  [
    readOne(writeXlsx({ A: "<a>".repeat(257) })),
    "it is a damaged workbook, or uses what is not read (its tags are too deep)",
  ],
  [
    readOne(
      writeParquet([{ name: "a", type: "INT32", converted: CONVERTED.DATE, values: [[9e8]] }]),
    ),
    "a date is before the year 0 or after 9999",
  ],
  [
    readOne("PAR1"),
    "it is a damaged Parquet file, or uses what is not read",
  ],
  [query("create view v as select 1 as a; drop view v"), "it has no tables"],
  [
    query("create view v as select 1 as a"),
    "it has no tables; views and virtual tables are not read: v",
  ],
  [
    query("create table t (a); create view v as select * from t", { query: "select * from v" }),
    'the query "select * from v" fails: it reads v; views and virtual tables are not read',
  ],
  [
    query(TWO_TABLES),
    "it has several tables: orders, items; choose one with --query 'select * from orders'",
  ],
  [
    query(TWO_TABLES, { query: "drop table orders" }),
    'the query "drop table orders" fails: not authorized',
  ],
  [
    query(TWO_TABLES, { query: "select c from orders" }),
    'the query "select c from orders" fails: no such column: c',
  ],
];

/** How files begin that earlier versions read, and the end of their sentences: each with the command that helps. */
const OF_LEFT: readonly (readonly [start: string | readonly number[], rest: string])[] = [
  ...["ARROW1", "FEA1"].map((start) =>
    [
      start,
      "Arrow and Feather files are not read; write it as Parquet, and name that file: `python3 -c 'import pandas; " +
      'pandas.read_feather("FOLDER/table").to_parquet("FOLDER/table.parquet")\'`',
    ] as const
  ),
  [
    [0xff, 0xff, 0xff, 0xff],
    "streams of Arrow are not read; write it as Parquet, and name that file: `python3 -c 'import polars; " +
    'polars.read_ipc_stream("FOLDER/table").write_parquet("FOLDER/table.parquet")\'`',
  ],
  [
    [4, 0x22, 0x4d, 0x18],
    "files that are compressed by LZ4 are not read; unpack it, and name that file: `lz4 -d FOLDER/table FOLDER/table.unpacked`",
  ],
  [
    [0x28, 0xb5, 0x2f, 0xfd],
    "files that are compressed by Zstandard are not read; unpack it, and name that file: " +
    "`zstd -d FOLDER/table -o FOLDER/table.unpacked`",
  ],
];

const startingWith = (start: string | readonly number[]) =>
  concat(
    typeof start === "string" ? new TextEncoder().encode(start) : Uint8Array.from(start),
    new Uint8Array(9),
  );

const OF_SEVERAL: readonly MessageRow[] = [
  [
    "files of other columns",
    read({ "1.csv": "a,b\n1,2\n", "2.csv": "a,c\n1,2\n" }),
    SyntaxError,
    "Cannot read FOLDER/2.csv with FOLDER/1.csv as one table: expected the same columns, but it lacks b, and " +
    "it also has c",
  ],
  [
    "a name of no encoding",
    readOne("a,b\n1,2\n", { encoding: "klingon" }),
    RangeError,
    'Cannot use "klingon" as an encoding: expected utf-8, utf-16le, windows-1252 or another name ' +
    "of the Encoding Standard, such as windows-1251 or shift_jis",
  ],
  [
    "files of other delimiters",
    read({ "1.csv": "a,b\n1,2\n", "2.csv": "a;b\n1;2\n" }),
    SyntaxError,
    'Cannot read FOLDER/2.csv with FOLDER/1.csv as one table: expected the same delimiter, got ";" and ","',
  ],
  [
    "a pattern without a file",
    () => inFolder((folder) => readFile(join(folder, "*.csv"))),
    Error,
    "Cannot find a file that matches 'FOLDER/*.csv'",
  ],
  [
    "a folder",
    () => inFolder((folder) => readFile(folder)),
    Error,
    "Cannot read FOLDER: expected a file of a table, got a folder",
  ],
];

testMessages("tasks/tables", [
  ...[
    ...OF_TABLE,
    ...OF_LEFT.map(([start, rest]) => [readOne(startingWith(start)), rest] as const),
  ].map(([call, rest]): MessageRow => [
    rest,
    call,
    SyntaxError,
    `Cannot read FOLDER/table: ${rest}`,
  ]),
  ...OF_SEVERAL,
], { ignore: !granted("read", "write") });

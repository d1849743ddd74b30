/** The sentences of the readers of tables, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { formatZip } from "../../../lib/formats/zip.ts";
import type { OpenTableOptions } from "../../../tasks/tables/open_table.ts";
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
    readOne(writeXlsx({ A: '<worksheet><sheetData><c r="ZZ999999"/></sheetData></worksheet>' })),
    "a sheet reaches to row 999999, column 702: it may have 100000000 cells at most",
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

const OF_SEVERAL: readonly MessageRow[] = [
  [
    "files of other columns",
    read({ "1.csv": "a,b\n1,2\n", "2.csv": "a,c\n1,2\n" }),
    SyntaxError,
    "Cannot read FOLDER/2.csv with FOLDER/1.csv as one table: expected the same columns, but it lacks b, and " +
    "it also has c",
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
  ...OF_TABLE.map(([call, rest]): MessageRow => [
    rest,
    call,
    SyntaxError,
    `Cannot read FOLDER/table: ${rest}`,
  ]),
  ...OF_SEVERAL,
], { ignore: !granted("read", "write") });

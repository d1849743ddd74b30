/** The sentences of the readers of tables, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { formatZip } from "../../../lib/formats/zip.ts";
import type { OpenTableOptions } from "../../../tasks/tables/open_table.ts";
import { concat } from "../../helpers/bytes.ts";
import { pickle as latin1 } from "../../formats/pickle_fixtures.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { type Files, writeFiles } from "../../helpers/write_files.ts";
import { CONVERTED, writeParquet } from "../../helpers/write_parquet.ts";
import { writeXlsx } from "../../helpers/write_xlsx.ts";
import { readFile } from "./read_file.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** Reads files as one table. */
const read = (files: Files, options: OpenTableOptions = {}) =>
  inFolder(async (folder) => {
    await writeFiles(folder, files);
    await readFile(Object.keys(files).map((name) => join(folder, name)), options);
  });

const readOne = (content: Uint8Array | string, options?: OpenTableOptions) =>
  read({ table: content }, options);

/** Reads a database of these statements. */
const query = (statements: string, options?: OpenTableOptions) =>
  inFolder(async (folder) => {
    const path = join(folder, "table");
    const database = new DatabaseSync(path);
    database.exec(statements);
    database.close();
    await readFile(path, options);
  });

const TWO_TABLES = "create table orders (a); create table items (b)";

/** The beginning of a file that earlier versions read. */
const readLeft = (start: string) => readOne(concat(latin1(start), new Uint8Array(9)));

pin("tasks/tables", [
  () => readOne(Uint8Array.of(97, 44, 0xff), { encoding: "shift_jis" }),
  () => readOne("[1]"),
  () => readOne('{"a":[1],"b":2'),
  () => readOne('{"a":1}\n{"a":\n'),
  () => readOne('{"a":1}\n[1]\n'),
  () => readOne('{"a":[1],"b":[2,3]}'),
  () => readOne("[{}]"),
  () => readOne('[{"a":1," a ":2}]'),
  () => readOne('[{"a":"\\u0000"}]'),
  () => readOne(formatZip([["a", new Uint8Array()]])),
  () => readOne(writeXlsx({ A: [] })),
  () => readOne(writeXlsx({ A: [["a"]], B: [] }), { sheet: "C" }),
  () => readOne(writeXlsx({ A: '<worksheet><sheetData><c r="1A"/></sheetData></worksheet>' })),
  () => readOne(writeXlsx({ A: '<worksheet><sheetData><row r="0"/></sheetData></worksheet>' })),
  () => readOne(writeXlsx({ A: "<worksheet><c><v>one</v></c></worksheet>" })),
  () => readOne(writeXlsx({ A: '<worksheet><c r="A1" t="s"><v>7</v></c></worksheet>' })),
  () => readOne(writeXlsx({ A: "<worksheet><row></worksheet>" })),
  () => readOne(writeXlsx({ A: "<worksheet><row" })),
  () => readOne(writeXlsx({ A: `<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>` })),
  () => readOne(writeXlsx({ A: "<a>".repeat(257) })),
  () =>
    readOne(
      writeParquet([{ name: "a", type: "INT32", converted: CONVERTED.DATE, values: [[9e8]] }]),
    ),
  () => readOne("PAR1"),
  () => query("create view v as select 1 as a; drop view v"),
  () => query("create view v as select 1 as a"),
  () => query("create table t (a); create view v as select * from t", { query: "select * from v" }),
  () => query(TWO_TABLES),
  () => query(TWO_TABLES, { query: "drop table orders" }),
  () => query(TWO_TABLES, { query: "select c from orders" }),
  () => readLeft("ARROW1"),
  () => readLeft("FEA1"),
  () => readLeft("\xff\xff\xff\xff"),
  () => readLeft("\x04\x22\x4d\x18"),
  () => readLeft("\x28\xb5\x2f\xfd"),
  () => read({ "1.csv": "a,b\n1,2\n", "2.csv": "a,c\n1,2\n" }),
  () => readOne("a,b\n1,2\n", { encoding: "klingon" }),
  () => read({ "1.csv": "a,b\n1,2\n", "2.csv": "a;b\n1;2\n" }),
  () => inFolder((folder) => readFile(join(folder, "*.csv"))),
  () => inFolder((folder) => readFile(folder)),
], { ignore: !granted("read", "write") });

/** The sentences of the readers of tables, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { formatZip } from "../../../../lib/formats/zip.ts";
import { tableDatasets } from "../../../../lib/table/encode/datasets.ts";
import { encodeRow } from "../../../../lib/table/encode/encode.ts";
import type { TableOptions } from "../../../../lib/table/columns/options.ts";
import {
  clockText,
  decimalText,
  float32Text,
  hasTime,
  instantText,
  numberText,
  plainText,
} from "../../../../tasks/data/tables/cells.ts";
import { CsvTable } from "../../../../tasks/data/tables/csv/table.ts";
import type { OpenTableOptions } from "../../../../tasks/data/tables/open_table.ts";
import { concat } from "../../../helpers/bytes.ts";
import { pickle as latin1 } from "../../../formats/pickle_fixtures.ts";
import { inFolder } from "../../../helpers/in_folder.ts";
import { granted } from "../../../helpers/run_task.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import { type Files, writeFiles } from "../../../helpers/write_files.ts";
import { CONVERTED, writeParquet } from "../../../helpers/write_parquet.ts";
import { sheetXml, writeXlsx } from "../../../helpers/write_xlsx.ts";
import { ENDLESS, ORDERS } from "./databases.ts";
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

const PARQUET = writeParquet([{ name: "a", type: "DOUBLE", values: [[1, 2]] }]);

const VIEWS = `${ORDERS} ${ENDLESS} create virtual table words using fts5(word);`;

const TWO_TABLES = "create table orders (a); create table items (b)";

/** The beginning of a file that earlier versions read. */
const readLeft = (start: string) => readOne(concat(latin1(start), new Uint8Array(9)));

pin("tasks/data/tables", [
  () => readOne(Uint8Array.of(97, 44, 0xff), { encoding: "shift_jis" }),
  () => readOne("[1,2]"),
  () => readOne('[["a"],[1]]'),
  () => readOne('[{"a":1},'),
  () => readOne('{"a":1,"b":2}\n{"a":1,'),
  () => readOne('{"a":1,"b":2}\n[1]\n'),
  () => readOne('{"a":[1],"b":2'),
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
  () => readOne(writeXlsx({ A: [["a"], [1]] }).slice(0, 300)),
  () => readOne(writeXlsx({ A: sheetXml([["a"]]).replace('"A1"', '"ZZZZ99999999"') })),
  () =>
    readOne(
      writeParquet([{ name: "a", type: "INT32", converted: CONVERTED.DATE, values: [[9e8]] }]),
    ),
  () => readOne("PAR1"),
  () => readOne(PARQUET.slice(0, 60)),
  () => readOne(PARQUET.slice().fill(7, 20, 60)),
  () => readOne(PARQUET.slice().fill(255, -8, -4)),
  () =>
    readOne(
      writeParquet([{
        name: "a",
        type: "BYTE_ARRAY",
        converted: CONVERTED.UTF8,
        values: [[Uint8Array.of(0xff)]],
      }]),
    ),
  () => query("create view v as select 1 as a; drop view v"),
  () => query("create view v as select 1 as a"),
  () => query("create table t (a); create view v as select * from t", { query: "select * from v" }),
  () => query(TWO_TABLES),
  () => query(TWO_TABLES, { query: "drop table orders" }),
  () => query(TWO_TABLES, { query: "select c from orders" }),
  () => query(ORDERS, { query: "select nothing" }),
  () => query(ORDERS, { query: "attach 'other.db' as other" }),
  () => query(ORDERS, { query: "vacuum into 'other.db'" }),
  () => query(ORDERS, { query: "delete from orders returning id" }),
  () => query(ORDERS, { query: "pragma hard_heap_limit" }),
  () => query(ORDERS, { query: "select id from orders; select 1" }),
  () => query(ORDERS, { query: "" }),
  () => query(ORDERS, { query: "select load_extension('other')" }),
  () => query(ORDERS, { query: "select id, price as id from orders" }),
  () => query(ORDERS, { query: "select zeroblob(900000000) as a, id from orders" }),
  () => query(VIEWS, { query: "select * from endless" }),
  () => query(VIEWS, { query: "select count(*) from ENDLESS" }),
  () => query(VIEWS, { query: "select * from words" }),
  () => query(VIEWS, { query: "select count(*) from WORDS" }),
  () => query(ENDLESS),
  () => query("pragma user_version = 1"),
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

/** The warnings of a file with values that may be read in a wrong way, or its error. */
async function hint(text: string, options: TableOptions = { target: "class" }): Promise<string> {
  const open = () => Promise.resolve(new Blob([text]).stream());
  const table = await CsvTable.from({ name: "the file", open });
  return (await tableDatasets(table, options)).warnings.join("\n") || "no hint";
}

/** A row that is given by its columns, and so has no line. */
const rowOf = (size: string) => {
  const columns = [{ kind: "number", name: "size", mean: 1, deviation: 2, gaps: "mean" }] as const;
  const target = { kind: "class", name: "class", classes: ["a", "b"] } as const;
  return encodeRow({ version: 1, columns, target }, { size });
};

pin("hints on values", [
  () => hint('[\n  { "x": 1, "class": "a" },\n  { "x": 2, "class": "b" }\n]\n'),
  () => hint('[{"x":1,"class":"a"},{"x":2,"class":"b"}]'),
  () => hint('{"x": [1, 2], "class": ["a", "b"]}\n'),
  () => hint('{"x":1,"class":"a"}\n{"x":2,"class":"b"}\n'),
  () => hint('[1,"a"]\n[2,"b"]\n'),
  () => hint(file((k) => `202401${10 + k % 19}`)),
  () => hint(file((k) => `202401${10 + k % 19}.0`)),
  () => hint(file((k) => `202401${10 + k % 19}050000`)),
  () => hint(file((k) => `202401${10 + k % 19}2359.0`)),
  () => hint(few("1\u00a0100")),
  () => hint(many("-1 234 100,5")),
  () => hint(file((k) => `${1 + k}\u202f100.25`), ofQuantity),
  () => hint(file((k) => `2024${10 + k % 3}`)),
  () => hint(file((k) => `202401${10 + k % 19}`), ofTarget),
  () => hint(file((k) => `2024Q${1 + k % 4}`)),
  () => hint(file((k) => `Q${1 + k % 4} 2024`)),
  () => hint(file((k) => `${1960 + k}-Q${1 + k % 4}`)),
  () => hint(file((k) => `2024-W${10 + k % 20}`)),
  () => hint(file((k) => `2024-W05-${1 + k % 7}`)),
  () => hint(file((k) => `2024-W${10 + k % 20}`), ofTarget),
  () => hint(few("1e400")),
  () => hint(many("1e400")),
  () => hint(few("inf")),
  () => hint(many("-Infinity")),
  () => hint(few("+inf"), ofTarget),
  () => hint(few("−0.5")),
  () => hint(many("−0.5")),
  () => hint(file((k) => k % 3 ? `−0.${k}` : `0.${k}`)),
  () => hint(few("–3")),
  () => hint(file((k) => `−0.${k}`), ofQuantity),
  () => hint(few("(0.5)")),
  () => hint(many("(1,234.50)")),
  () => hint(file((k) => k % 3 ? `(${k}.5)` : `${k}.5`), ofTarget),
  () => hint(file((k) => `${k * 13 % 47}e-200`)),
  () => hint(file((k) => `${k * 13 % 47}e200`)),
  () => hint(file((k) => `${k % 9}`).replace("x;c;class", "[x];[c];class")),
  () => hint(file((k) => k ? `202401${10 + k % 19}` : "20241301")), // no dates
  () => hint(file((k) => k ? `202401${10 + k % 19}050000` : "20240110056000")), // no times
  () => hint(file((k) => `${1 + k * 3 % 7 % 2} 00`)),
  () => hint(file((k) => `2024 ${["spring", "autumn"][k * 3 % 7 % 2]}`)),
  () => hint(file((k) => ["(low)", "(high)"][k * 3 % 7 % 2]!)),
  () => hint(file((k) => `${k * 13 % 47}e-50`)),
  () => rowOf("tall"),
  () => rowOf("−0.5"),
  () => rowOf("inf"),
]);

const DAYS = 86_400_000_000_000n;

pin("cells of typed files", [
  () => numberText(1.5),
  () => numberText(0.1 + 0.2),
  () => numberText(-0),
  () => numberText(NaN),
  () => numberText(1e21),
  () => numberText(Infinity),
  () => float32Text(NaN),
  () => decimalText(1250n, 2),
  () => decimalText(-5n, 2),
  () => decimalText(100n, 2),
  () => decimalText(12345678901234567890123n, 3),
  () => decimalText(7n, 0),
  () => decimalText(7n, -2),
  () => decimalText(0n, 4),
  () => plainText("a\r\nb\rc\nd"),
  () => plainText("a\ud800"),
  () => plainText("a\0"),
  () => [0n, DAYS, -DAYS, 1n, DAYS + 1n].map(hasTime).join(),
  () => instantText(19753n * DAYS, false),
  () => instantText(19753n * DAYS, true),
  () => instantText(19753n * DAYS + 45_000_000_000_000n, true),
  () => instantText(-1_500_000_000n, true),
  () => instantText(1n, true),
  () => instantText(10n ** 30n, false),
  () => clockText(45_000_000_000_000n),
  () => clockText(3_723_004_000_000n),
]);

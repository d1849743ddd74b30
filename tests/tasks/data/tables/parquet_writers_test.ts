/** Files of other programs, with their nulls, dictionaries, groups of rows and codecs: the values that were written. */

import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { testsWith } from "../../../helpers/tests_with.ts";
import { GROUPS, HYPARQUET, NAMES, ROWS } from "./parquet/rows.mjs";
import { readFile } from "./read_file.ts";

const test = testsWith("read", "write");

type Rows = readonly (readonly (string | null | undefined)[])[];

/** The files, and the columns and rows in each. */
const FILES: { readonly [file: string]: readonly [columns: readonly string[], rows: Rows] } = {
  ...filesOf("duckdb", "uncompressed snappy gzip zstd lz4_raw brotli v2", NAMES as string[]),
  ...filesOf("hyparquet", "uncompressed snappy gzip brotli encodings", HYPARQUET),
  "duckdb_groups": [["small", "level"], GROUPS],
};

function filesOf(writer: string, names: string, columns: readonly string[]): typeof FILES {
  const rows: Rows = ROWS.map((row) => columns.map((name) => row[NAMES.indexOf(name)]));
  return Object.fromEntries(
    names.split(" ").map((name) => [`${writer}_${name}`, [columns, rows]]),
  );
}

for (const [name, [columns, rows]] of Object.entries(FILES)) {
  test(`${name}.parquet has the values that were written`, async () => {
    const path = fromFileUrl(new URL(`./parquet/${name}.parquet`, import.meta.url));
    const table = await readFile(path);
    assertEquals(table.columns, columns);
    assertEquals(table.rows, rows.map((row) => row.map((text) => text ?? "")));
  });
}

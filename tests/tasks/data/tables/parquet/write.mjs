/**
 * Writes the Parquet files beside it, of the rows in `rows.mjs`, by npm's `@duckdb/node-api` 1.5 and `hyparquet-writer` 0.17.
 * No test needs them. In a folder outside the checkout:
 *
 *     npm install @duckdb/node-api hyparquet-writer
 *     node CHECKOUT/tests/tasks/data/tables/parquet/write.mjs
 */

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { GROUPS, ROWS, TYPES } from "./rows.mjs";

const FOLDER = dirname(fileURLToPath(import.meta.url));
const found = createRequire(join(process.cwd(), "package.json"));
const { DuckDBInstance } = found("@duckdb/node-api");
const { ByteWriter, parquetWrite } = await import(
  found.resolve("hyparquet-writer")
);

const connection = await (await DuckDBInstance.create()).connect();

async function insert(table, types, rows) {
  const literal = (text) => text === null ? "null" : `'${text}'`;
  await connection.run(`create table ${table} (${types.join(", ")})`);
  const values = rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ");
  await connection.run(`insert into ${table} values ${values}`);
}
await insert("orders", TYPES, ROWS);
await insert("many", [TYPES[1], TYPES[4]], GROUPS);

async function duck(name, table, options) {
  const path = join(FOLDER, `duckdb_${name}.parquet`);
  await connection.run(`copy ${table} to '${path}' (format parquet, ${options})`);
}
for (const codec of ["uncompressed", "snappy", "gzip", "zstd", "lz4_raw", "brotli"]) {
  await duck(codec, "orders", `compression ${codec}`);
}
await duck("v2", "orders", "compression zstd, parquet_version v2");
await duck("groups", "many", "compression zstd, row_group_size 2048");

const int = (text) => text === null ? null : Number(text);
const columnsOf = () => {
  const column = (c, valueOf = (text) => text) =>
    ROWS.map((row) => row[c] === null ? null : valueOf(row[c]));
  return [
    { name: "id", data: column(0, BigInt), type: "INT64", nullable: false },
    { name: "small", data: column(1, int), type: "INT32" },
    { name: "price", data: column(2, Number), type: "DOUBLE" },
    { name: "flag", data: column(3, (text) => text === "true"), type: "BOOLEAN" },
    { name: "level", data: column(4), type: "STRING" },
    { name: "note", data: column(5), type: "STRING" },
    { name: "moment", data: column(7, (text) => new Date(`${text}Z`)), type: "TIMESTAMP" },
    { name: "constant", data: column(9), type: "STRING" },
    { name: "empty", data: column(10), type: "STRING" },
  ];
};
function hyparquet(name, options, encodings = {}) {
  const writer = new ByteWriter();
  const columnData = columnsOf().map((column) => ({
    ...column,
    ...encodings[column.name] && { encoding: encodings[column.name] },
  }));
  parquetWrite({ writer, columnData, ...options });
  writeFileSync(join(FOLDER, `hyparquet_${name}.parquet`), new Uint8Array(writer.getBuffer()));
}
const compressors = { GZIP: gzipSync, BROTLI: brotliCompressSync };
hyparquet("uncompressed", { codec: "UNCOMPRESSED" });
hyparquet("snappy", { pageSize: 400 });
for (const codec of Object.keys(compressors)) {
  hyparquet(codec.toLowerCase(), { codec, compressors, rowGroupSize: 77 });
}
hyparquet("encodings", { codec: "GZIP", compressors }, {
  id: "DELTA_BINARY_PACKED",
  small: "DELTA_BINARY_PACKED",
  price: "BYTE_STREAM_SPLIT",
  level: "DELTA_BYTE_ARRAY",
  note: "DELTA_LENGTH_BYTE_ARRAY",
});

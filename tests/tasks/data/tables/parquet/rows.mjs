/** The tables in the Parquet files here, as `write.mjs` writes them and the tests expect them. */

/** The texts of row k as our cells have them; null where a value is missing. */
const rowOf = (k) => [
  String(9007199254740993n * BigInt(k % 3) - BigInt(k)),
  k % 7 === 3 ? null : String(k * 37 % 23 - 9),
  k % 5 === 1 ? null : String((k * 13 % 50) / 8),
  k % 11 === 4 ? null : String(k % 3 === 0),
  k % 13 === 5 ? null : ["red", "green", "blue", "äöü", ""][k * k % 5],
  `note ${k * 7919 % 104729}`,
  new Date(Date.UTC(2024, 0, 1 + k)).toISOString().slice(0, 10),
  k % 9 === 2 ? null : `2024-01-31T12:30:${String(k % 60).padStart(2, "0")}.25`,
  k % 4 === 0 ? null : String((k * 17 % 900) / 4),
  "same",
  null,
];
/** The columns of DuckDB's table. */
export const TYPES = [
  "id bigint not null",
  "small integer",
  "price double",
  "flag boolean",
  "level varchar",
  "note varchar",
  "day date",
  "moment timestamp",
  "amount decimal(9, 2)",
  "constant varchar",
  "empty varchar",
];
/** Their names. */
export const NAMES = TYPES.map((type) => type.split(" ")[0]);
/** The rows of most files. */
export const ROWS = Array.from({ length: 201 }, (_, k) => rowOf(k));

/** Small numbers and levels: a group of 2048 rows, the least of DuckDB, and a part of one. */
export const GROUPS = Array.from({ length: 2500 }, (_, k) => {
  const [, small, , , level] = rowOf(k);
  return [k % 1000 < 700 ? small : null, level];
});

/** The columns of the files of hyparquet-writer. */
export const HYPARQUET = [
  ...["id", "small", "price", "flag", "level", "note", "moment", "constant", "empty"],
];

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { concat } from "../../../helpers/bytes.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import {
  CONVERTED,
  type ParquetCodec,
  type ParquetColumn,
  writeParquet,
} from "../../../helpers/write_parquet.ts";
import { readTable } from "../../../../tasks/data/table.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

const UTC_NANOSECONDS = { 1: { bool: true }, 2: { struct: { 3: { struct: {} } } } };

/** Columns with their texts: two groups of rows, of two rows and of one. */
const COLUMNS: readonly (readonly [ParquetColumn, texts: readonly string[]])[] = [
  [{ name: "double", type: "DOUBLE", values: [[1.5, null], [0.1]] }, ["1.5", "", "0.1"]],
  [{ name: "float", type: "FLOAT", values: [[0.1, NaN], [-2]] }, ["0.1", "", "-2"]],
  [{ name: "int64", type: "INT64", values: [[9007199254740993n, -1n], [null]] }, [
    "9007199254740993",
    "-1",
    "",
  ]],
  [
    { name: "uint64", type: "INT64", converted: CONVERTED.UINT_64, values: [[-1n, null], [5n]] },
    ["18446744073709551615", "", "5"],
  ],
  [
    { name: "uint32", type: "INT32", converted: CONVERTED.UINT_32, values: [[-1, 0], [5]] },
    ["4294967295", "0", "5"],
  ],
  [
    {
      name: "text",
      type: "BYTE_ARRAY",
      converted: CONVERTED.UTF8,
      values: [["007", "a\r\nb"], ["é"]],
    },
    ["007", "a\nb", "é"],
  ],
  [{ name: "flag", type: "BOOLEAN", values: [[true, false], [null]] }, ["true", "false", ""]],
  [
    {
      name: "decimal",
      type: "INT32",
      converted: CONVERTED.DECIMAL,
      scale: 2,
      values: [[1250, -5], [100]],
    },
    ["12.5", "-0.05", "1"],
  ],
  [
    {
      name: "decimal of bytes",
      type: "FIXED_LEN_BYTE_ARRAY",
      length: 3,
      scale: 1,
      converted: CONVERTED.DECIMAL,
      values: [[Uint8Array.of(255, 255, 251), null], [Uint8Array.of(1, 0, 0)]],
    },
    ["-0.5", "", "6553.6"],
  ],
  [
    { name: "day", type: "INT32", converted: CONVERTED.DATE, values: [[0, -1], [19753]] },
    ["1970-01-01", "1969-12-31", "2024-01-31"],
  ],
  [
    {
      name: "instant",
      type: "INT64",
      converted: CONVERTED.TIMESTAMP_MILLIS,
      values: [[0n, -1500n], [null]],
    },
    ["1970-01-01T00:00:00", "1969-12-31T23:59:58.5", ""],
  ],
  [
    {
      name: "midnight",
      type: "INT64",
      converted: CONVERTED.TIMESTAMP_MICROS,
      values: [[0n, null], [86_400_000_000n]],
    },
    ["1970-01-01", "", "1970-01-02"],
  ],
  [
    { name: "nanoseconds", type: "INT64", logical: [8, UTC_NANOSECONDS], values: [[1n, 0n], [0n]] },
    ["1970-01-01T00:00:00.000000001", "1970-01-01T00:00:00", "1970-01-01T00:00:00"],
  ],
  [
    {
      name: "INT96",
      type: "INT96",
      values: [[Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0x8d, 0x3d, 0x25, 0), null], [null]],
    },
    ["1970-01-02", "", ""],
  ],
  [
    {
      name: "clock",
      type: "INT32",
      converted: CONVERTED.TIME_MILLIS,
      values: [[3_723_004, 0], [null]],
    },
    ["01:02:03.004", "00:00:00", ""],
  ],
  [
    {
      name: "uuid",
      type: "FIXED_LEN_BYTE_ARRAY",
      length: 16,
      logical: [14, {}],
      values: [[new Uint8Array(16), null], [new Uint8Array(16).fill(171)]],
    },
    ["00000000-0000-0000-0000-000000000000", "", "abababab-abab-abab-abab-abababababab"],
  ],
];

test("each type of Parquet has its canonical texts, over groups of rows", async () => {
  const { columns, rows, lines } = await readContent(
    writeParquet(COLUMNS.map(([column]) => column)),
  );
  assertEquals(columns, COLUMNS.map(([{ name }]) => name));
  for (const [c, [{ name }, texts]] of COLUMNS.entries()) {
    assertEquals(rows.map((cells) => cells[c]!), [...texts], name);
  }
  assertEquals(lines, [2, 3, 4]);
});

test("a file whose columns are all left out is refused, with their names", async () => {
  const photo = { name: "photo", type: "BYTE_ARRAY", values: [["x"]] } as const;
  const tags = { name: "tags", type: "INT32", repeated: true, values: [[1]] } as const;
  const { message } = await assertRejects(
    () => readContent(writeParquet([photo, tags])),
    SyntaxError,
  );
  assertStringIncludes(
    message,
    ": no column is left to read. A column of bytes is left out: photo. " +
      "A column of lists or objects is left out: tags",
  );
  const folder = await Deno.makeTempDir({ prefix: "inkling_" });
  try {
    const path = `${folder}/table.parquet`;
    const target = {
      name: "y",
      type: "BYTE_ARRAY" as const,
      converted: CONVERTED.UTF8,
      values: [Array.from({ length: 40 }, (_, row) => row % 2 === 0 ? "a" : "b")],
    };
    const photos = { ...photo, values: [target.values[0]!.map(() => "x")] };
    await Deno.writeFile(path, writeParquet([target, photos]));
    await assertRejects(
      () => readTable(path, { target: "y" }),
      SyntaxError,
      "no column is left to learn from. A column of bytes is left out: photo",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

test("columns of bytes and of lists are left out, and reported", async () => {
  const { columns, warnings } = await readContent(writeParquet([
    { name: "a", type: "INT32", values: [[1]] },
    { name: "b", type: "BYTE_ARRAY", values: [["x"]] },
    { name: "c", type: "INT32", repeated: true, values: [[1]] },
    { name: "d", type: "BYTE_ARRAY", converted: CONVERTED.JSON, values: [["{}"]] },
  ]));
  assertEquals(columns, ["a"]);
  assertEquals(warnings, [
    "A column of bytes is left out: b",
    "Columns of lists or objects are left out: c, d",
  ]);
});

/** Snappy with literals only: the length, then up to 60 bytes at a time. */
function snappy(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(bytes.length & 127 | 128, bytes.length >> 7)];
  for (let start = 0; start < bytes.length; start += 60) {
    const part = bytes.subarray(start, start + 60);
    parts.push(Uint8Array.of((part.length - 1) << 2), part);
  }
  return concat(...parts);
}

/** LZ4 with literals only, of at most 269 bytes. */
function lz4(bytes: Uint8Array): Uint8Array {
  return concat(
    bytes.length < 15 ? Uint8Array.of(bytes.length << 4) : Uint8Array.of(0xf0, bytes.length - 15),
    bytes,
  );
}

const CODECS: { readonly [name: string]: ParquetCodec } = {
  Snappy: { codec: 1, pack: snappy },
  gzip: { codec: 2, pack: gzipSync },
  brotli: { codec: 4, pack: brotliCompressSync },
  Zstandard: { codec: 6, pack: zstdCompressSync },
  LZ4: { codec: 7, pack: lz4 },
};

for (const [name, codec] of Object.entries(CODECS)) {
  test(`pages that are packed by ${name} are read`, async () => {
    const column: ParquetColumn = { name: "a", type: "DOUBLE", values: [[1, 2, 3], [4.5]] };
    assertEquals((await readContent(writeParquet([column], codec))).rows, [["1"], ["2"], ["3"], [
      "4.5",
    ]]);
  });
}

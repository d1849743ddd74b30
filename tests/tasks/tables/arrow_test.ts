import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { zstdCompressSync } from "node:zlib";
import * as arrow from "npm:@uwdata/flechette@2.6.0";
import { unpackLz4Frame } from "../../../tasks/tables/lz4_frame.ts";
import { concat } from "../../helpers/bytes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

/** Columns of each type, their values and their texts. */
const COLUMNS: {
  readonly [name: string]: readonly [arrow.DataType, values: readonly unknown[], texts: string[]];
} = {
  double: [arrow.float64(), [0.1 + 0.2, null], ["0.30000000000000004", ""]],
  float: [arrow.float32(), [0.1, NaN], ["0.1", ""]],
  int: [arrow.int8(), [-1, null], ["-1", ""]],
  int64: [arrow.int64(), [9007199254740993n, null], ["9007199254740993", ""]],
  uint64: [arrow.uint64(), [18446744073709551615n, 0n], ["18446744073709551615", "0"]],
  text: [arrow.utf8(), ["007", "a\r\nb"], ["007", "a\nb"]],
  dictionary: [arrow.dictionary(arrow.utf8()), ["x", null], ["x", ""]],
  flag: [arrow.bool(), [true, false], ["true", "false"]],
  decimal: [arrow.decimal(20, 2, 128), [1.25, -0.5], ["1.25", "-0.5"]],
  day: [arrow.dateDay(), [new Date("2024-01-31"), null], ["2024-01-31", ""]],
  midnight: [arrow.timestamp(arrow.TimeUnit.SECOND), [new Date("2024-01-31"), null], [
    "2024-01-31",
    "",
  ]],
  instant: [
    arrow.timestamp(arrow.TimeUnit.MICROSECOND, "UTC"),
    [new Date("2024-01-31"), new Date("2024-01-31T12:30:00.5Z")],
    ["2024-01-31T00:00:00", "2024-01-31T12:30:00.5"],
  ],
  clock: [arrow.timeMillisecond(), [3_723_004, null], ["01:02:03.004", ""]],
  duration: [arrow.duration(arrow.TimeUnit.MILLISECOND), [1500n, null], ["1.5", ""]],
};

function tableOf(
  columns: { readonly [name: string]: readonly [arrow.DataType, readonly unknown[], ...unknown[]] },
) {
  const entries = Object.entries(columns);
  return arrow.tableFromArrays(
    Object.fromEntries(entries.map(([name, [, values]]) => [name, [...values]])),
    { types: Object.fromEntries(entries.map(([name, [type]]) => [name, type])) },
  );
}

for (const format of ["file", "stream"] as const) {
  test(`each type of Arrow has its canonical texts, in a ${format}`, async () => {
    const bytes = arrow.tableToIPC(tableOf(COLUMNS), { format })!;
    const { columns, rows, lines } = await readContent(bytes);
    assertEquals(columns, Object.keys(COLUMNS));
    for (const [c, [name, [, , texts]]] of Object.entries(COLUMNS).entries()) {
      assertEquals(rows.map((cells) => cells[c]!), texts, name);
    }
    assertEquals(lines, [2, 3]);
  });
}

test("columns of lists and of bytes are left out, and reported", async () => {
  const table = tableOf({
    a: [arrow.int32(), [1]],
    b: [arrow.list(arrow.int32()), [[1]]],
    c: [arrow.binary(), [new Uint8Array(2)]],
  });
  const { columns, warnings } = await readContent(arrow.tableToIPC(table, {})!);
  assertEquals(columns, ["a"]);
  assertEquals(warnings, [
    "A column of lists or objects is left out: b",
    "A column of bytes is left out: c",
  ]);
});

/** An LZ4 frame of blocks, each with the bit of those that are stored. */
function frameOf(...blocks: readonly (readonly [bytes: number[], stored: boolean])[]): Uint8Array {
  const parts = blocks.flatMap(([bytes, stored]) => {
    const size = new DataView(new ArrayBuffer(4));
    size.setUint32(0, bytes.length + (stored ? 0x80000000 : 0), true);
    return [new Uint8Array(size.buffer), Uint8Array.from(bytes)];
  });
  return concat(Uint8Array.of(4, 0x22, 0x4d, 0x18, 0x40, 0x40, 0), ...parts, new Uint8Array(4));
}

Deno.test("an LZ4 frame is unpacked: stored blocks, and bytes of blocks before that repeat", () => {
  const frame = frameOf([[1, 2, 3], true], [[0x20, 4, 5, 4, 0, 0x10, 9], false]);
  assertEquals([...unpackLz4Frame(frame, 10)], [1, 2, 3, 4, 5, 2, 3, 4, 5, 9]);
  assertThrows(
    () => unpackLz4Frame(frame, 11),
    RangeError,
    "expected 11 bytes in an LZ4 frame, got 10",
  );
  assertThrows(() => unpackLz4Frame(frame, 9), RangeError);
  for (let length = 0; length < frame.length; length++) {
    assertThrows(() => unpackLz4Frame(frame.slice(0, length), 10), RangeError);
  }
});

/** Packs bytes that are all the same: one of them, and how often it repeats. A few bytes stay as they are. */
function packRun(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 100) return concat(bytes, bytes);
  const rest = bytes.length - 1 - 4 - 15;
  const length = [...Array(Math.floor(rest / 255)).fill(255), rest % 255];
  return frameOf([[0x1f, bytes[0]!, 1, 0, ...length], false]);
}

for (
  const [name, codec, pack] of [
    ["LZ4", arrow.CompressionType.LZ4_FRAME, packRun],
    ["Zstandard", arrow.CompressionType.ZSTD, (bytes: Uint8Array) => zstdCompressSync(bytes)],
  ] as const
) {
  test(`buffers that are packed by ${name} are read`, async () => {
    arrow.setCompressionCodec(codec, { encode: pack, decode: (bytes) => bytes });
    const values = Array.from({ length: 500 }, () => 0);
    const bytes = arrow.tableToIPC(tableOf({ a: [arrow.float64(), values] }), { codec })!;
    const { rows } = await readContent(bytes);
    assertEquals(rows.map(([cell]) => cell), values.map(String));
  });
}

test("an Arrow file that is cut off or changed is refused", async () => {
  const file = arrow.tableToIPC(tableOf(COLUMNS), { format: "file" })!;
  for (const wrong of [file.slice(0, 100), file.slice(0, -200), file.slice().fill(255, 100, 900)]) {
    await assertRejects(() => readContent(wrong), SyntaxError, "damaged Arrow file");
  }
});

/** Files that are compressed by gzip, whatever is in them. */

import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { testsWith } from "../../../helpers/tests_with.ts";
import { writeParquet } from "../../../helpers/write_parquet.ts";
import { writeXlsx } from "../../../helpers/write_xlsx.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

const utf8 = (text: string) => new TextEncoder().encode(text);

const FILES: { readonly [format: string]: Uint8Array } = {
  CSV: utf8("a,b\n1,2\n3,4\n"),
  Parquet: writeParquet([
    { name: "a", type: "INT32", values: [[1, 3]] },
    { name: "b", type: "INT32", values: [[2, 4]] },
  ]),
  XLSX: writeXlsx({ A: [["a", "b"], [1, 2], [3, 4]] }),
  JSON: utf8('[{"a":1,"b":2},{"a":3,"b":4}]'),
  "JSON Lines": utf8('{"a":1,"b":2}\n{"a":3,"b":4}\n'),
};

for (const [format, file] of Object.entries(FILES)) {
  test(`${format} is read that is packed by gzip`, async () => {
    const { columns, rows } = await readContent(gzipSync(file));
    assertEquals([columns, rows], [["a", "b"], [["1", "2"], ["3", "4"]]]);
  });
}

test("a file that is packed by gzip and cut off is refused", async () => {
  const packed = gzipSync(utf8("a,b\n1,2\n".repeat(5000)));
  await assertRejects(() => readContent(packed.slice(0, -9)), SyntaxError, "Cannot unpack ");
});

test("a long file is unpacked as a stream", async () => {
  const lines = Array.from({ length: 50_000 }, (_, k) => `${k},${k * 7 % 1000}`);
  const text = ["a,b", ...lines, ""].join("\n");
  const { rows } = await readContent(gzipSync(utf8(text)));
  assertEquals(rows.map((cells) => cells.join(",")), lines);
});

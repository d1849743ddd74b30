/** Rows that come through a pipe, in pieces of any size, become the inputs of the same rows in a file. */

import { assert, assertEquals } from "@std/assert";
import type { ReadingOptions, RowBatch } from "../../../../tasks/data/table.ts";
import { objectBatches, readRowStream } from "../../../../tasks/data/table/row_stream.ts";
import { rejectsSaying } from "../../../helpers/says.ts";
import { FLATS } from "../fake.ts";

/** Reads a text or bytes in pieces of so many bytes. */
function read(
  given: string | Uint8Array,
  size = Infinity,
  options: ReadingOptions = {},
): Promise<RowBatch[]> {
  const bytes = typeof given === "string" ? new TextEncoder().encode(given) : given;
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return Array.fromAsync(readRowStream(ReadableStream.from(pieces), FLATS, options));
}

async function gzipped(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const cellsOf = (batches: readonly RowBatch[]) => batches.flatMap(({ rows }) => rows);
const inputsOf = (batches: readonly RowBatch[]) => batches.flatMap(({ inputs }) => [...inputs]);
const linesOf = (batches: readonly RowBatch[]) => batches.flatMap(({ lines }) => Array.from(lines));

const CSV = "zone,area,id\nnorth,60,7\ncenter,,8\n,40.5,9\n";
const INPUTS = [1, 0, 1, 0, 1, 0, Math.fround(-0.95), 0, 0];
const OBJECTS = [
  { zone: "north", area: 60, id: 7 },
  { zone: "center", id: 8, area: null },
  { area: 40.5, id: 9 },
];

Deno.test("a table is the same in pieces of any size, whatever delimits its cells", async () => {
  const texts = [
    CSV,
    `\ufeff${CSV.replaceAll("\n", "\r\n")}`,
    CSV.replaceAll(",", "\t"),
    CSV.replaceAll(",", ";").replace("40.5", "40,5"),
    CSV.replaceAll(",", "~").replace("", "sep=~\n"),
    CSV.replace("zone,area", '"zone","area"'),
    CSV.replace(",id", ',"a;b|c"').replaceAll(/,\d\n/g, ",1\n"),
  ];
  for (const text of texts) {
    for (const size of [1, 2, 7, 30, Infinity]) {
      const batches = await read(text, size);
      assertEquals(inputsOf(batches), INPUTS, `${text} by ${size}`);
      assertEquals(cellsOf(batches).length, 3);
      const [{ writing, delimiter }] = batches as [RowBatch];
      assertEquals(writing.mark, text.startsWith("\ufeff"));
      assertEquals(writing.lineEnd, text.includes("\r") ? "\r\n" : "\n");
      assertEquals(delimiter, /^"?zone"?([,;\t])/.exec(text.replace("\ufeff", ""))?.[1] ?? "~");
    }
  }
  assertEquals((await read(CSV)).map(({ rows }) => rows.length), [1, 2], "the first by itself");
});

Deno.test("JSON is read as lines, a list, an object or an object of columns, packed or not", async () => {
  const lines = OBJECTS.map((row) => JSON.stringify(row)).join("\n");
  const columns = { zone: ["north", "center", ""], area: [60, null, 40.5], id: [7, 8, 9] };
  const forms = [lines, `\n${lines}\n\n`, JSON.stringify(OBJECTS), JSON.stringify(columns)];
  forms.push(JSON.stringify(OBJECTS, null, 2), JSON.stringify(columns, null, 1));
  for (const text of forms) {
    for (const size of [1, 9, Infinity]) {
      const batches = await read(text, size);
      assertEquals(inputsOf(batches), INPUTS, text);
      assertEquals(batches[0]!.columns, ["zone", "area", "id"]);
      assertEquals(cellsOf(batches)[2], ["", "40.5", "9"]);
    }
  }
  assertEquals(inputsOf(await read(await gzipped(lines), 5)), INPUTS);
  assertEquals(inputsOf(await read(JSON.stringify(OBJECTS[0]))), INPUTS.slice(0, 3));
  assertEquals(inputsOf(await read(JSON.stringify(OBJECTS[0], null, 2))), INPUTS.slice(0, 3));
  assertEquals(linesOf(await read(`\n${lines}`)), [2, 3, 4]);
  assertEquals(linesOf(await read(JSON.stringify(OBJECTS))), [1, 2, 3]);
});

Deno.test("names of objects are no columns", async () => {
  const batches = await read('{"area":60,"__proto__":{"zone":"north"},"constructor":1}');
  assertEquals(inputsOf(batches), [1, 0, 0]);
});

Deno.test("a stream in UTF-16 is read by its mark or its zeros, others by the name of their encoding", async () => {
  const utf16 = (text: string) =>
    new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer);
  const latin1 = Uint8Array.from(CSV.replace("north", "nörd"), (unit) => unit.charCodeAt(0));
  for (const size of [1, 2, 7, Infinity]) {
    for (const bytes of [utf16(CSV), utf16(`\ufeff${CSV}`)]) {
      assertEquals(inputsOf(await read(bytes, size, { encoding: "latin1" })), INPUTS);
    }
    assertEquals(cellsOf(await read(latin1, size, { encoding: "latin1" }))[0], ["nörd", "60", "7"]);
    await rejectsSaying(() => read(latin1, size), SyntaxError, "not text in UTF-8 near line 2");
  }
});

Deno.test("the rows before a wrong line of CSV are read, in pieces of any size", async () => {
  for (const size of [3, Infinity]) {
    const bytes = new TextEncoder().encode("area,zone\n1,north\n2,north\n3\n");
    const pieces = size === 3 ? Array.from(bytes, (byte) => Uint8Array.of(byte)) : [bytes];
    const seen: unknown[] = [];
    await rejectsSaying(
      async () => {
        for await (const { rows } of readRowStream(ReadableStream.from(pieces), FLATS)) {
          seen.push(...rows);
        }
      },
      SyntaxError,
      "line 4",
    );
    assertEquals(seen, [["1", "north"], ["2", "north"]]);
  }
});

Deno.test("cells of megabytes and deep lists are read or refused, not obeyed", async () => {
  const long = "x".repeat(10_000_000);
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const rows = [`{"area":1,"zone":"${long}"}`, `{"area":${deep}}`, `{"area":"${long}"}`];
  const batches = await read(rows.join("\n"));
  const problems = batches.flatMap(({ problems, errors }) =>
    problems.map((problem, r) => errors![r] ?? problem?.reason)
  );
  assertEquals(problems.map((problem) => problem === undefined), [true, false, false]);
  for (const problem of problems) assert((problem?.length ?? 0) < 200);
  const larger = "x".repeat(17_000_000);
  await rejectsSaying(() => read(`{"a":"${larger}"}`), SyntaxError, "line 1 is larger than 16 MB");
});

Deno.test("objects that are given are rows", async () => {
  const rows = OBJECTS.map((value, k) => ({ value, line: k + 1 }));
  const [batch] = await Array.fromAsync(objectBatches([{ rows, unit: "row" }], FLATS, "--row"));
  assertEquals([[...batch!.inputs], batch!.unit], [INPUTS, "row"]);
});

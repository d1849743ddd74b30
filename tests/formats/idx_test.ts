import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { formatIdx, type IdxArray, parseIdx, readIdx } from "../../lib/formats/idx.ts";
import { rejectsSaying, throwsSaying } from "../helpers/says.ts";
import { concat, prefixes } from "../helpers/bytes.ts";

/** One array of each type with its bytes as the format's text describes them. */
const EXAMPLES: readonly { array: IdxArray; bytes: Uint8Array }[] = [
  example("uint8", [3], new Uint8Array([0, 128, 255]), "00000801 00000003 0080ff"),
  example("int8", [1, 2], new Int8Array([-1, 127]), "00000902 00000001 00000002 ff7f"),
  example("int16", [2], new Int16Array([258, -2]), "00000b01 00000002 0102fffe"),
  example("int32", [1], new Int32Array([0x01020304]), "00000c01 00000001 01020304"),
  example("float32", [2], new Float32Array([1, -0]), "00000d01 00000002 3f80000080000000"),
  example("float64", [1], new Float64Array([1]), "00000e01 00000001 3ff0000000000000"),
];

function example(type: IdxArray["type"], shape: number[], data: IdxArray["data"], hex: string) {
  return { array: { type, shape, data }, bytes: Uint8Array.fromHex(hex.replaceAll(" ", "")) };
}

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks);
}

for (const { array, bytes } of EXAMPLES) {
  Deno.test(`idx reads and writes ${array.type}`, async () => {
    assertEquals(parseIdx(bytes), array);
    assertEquals(formatIdx(array), bytes);
    assertEquals(await readIdx(streamOf(bytes)), array);
  });

  Deno.test(`idx refuses ${array.type} at every other length`, async () => {
    for (const prefix of prefixes(bytes)) {
      const message = throwsSaying(() => parseIdx(prefix), SyntaxError, "it ends after");
      if (prefix.length >= 4) {
        const rejected = await rejectsSaying(() => readIdx(streamOf(prefix)), SyntaxError);
        assertEquals(rejected.slice(0, 44), message.slice(0, 44));
      }
    }
    const long = concat(bytes, new Uint8Array(1));
    throwsSaying(() => parseIdx(long), SyntaxError, `after the ${bytes.length} bytes`);
    const reading = () => readIdx(streamOf(long));
    await rejectsSaying(reading, SyntaxError, `after the ${bytes.length} bytes`);
  });
}

Deno.test("parseIdx gives a view of 8-bit items and a copy of wider ones", () => {
  for (const { array, bytes } of EXAMPLES) {
    const before = bytes.slice();
    const { data } = parseIdx(bytes);
    assertEquals(data.buffer === bytes.buffer, array.type.endsWith("int8"));
    assertEquals(bytes, before);
  }
});

Deno.test("parseIdx reads a file that is at an odd offset in a buffer", () => {
  for (const { array, bytes } of EXAMPLES) {
    const shifted = concat(new Uint8Array(1), bytes).subarray(1);
    assertEquals(parseIdx(shifted), array);
  }
});

Deno.test("parseIdx reads an array without items", () => {
  const bytes = new Uint8Array([0, 0, 0x0d, 2, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const array = { type: "float32", shape: [0, 0xffffffff], data: new Float32Array() } as const;
  assertEquals(parseIdx(bytes), array);
  assertEquals(formatIdx(array), bytes);
});

Deno.test("parseIdx keeps the payload of a NaN", () => {
  const bytes = new Uint8Array([0, 0, 0x0d, 1, 0, 0, 0, 1, 0x7f, 0x81, 0x02, 0x03]);
  assertEquals(formatIdx(parseIdx(bytes)), bytes);
});

Deno.test("readIdx takes chunks of any length", async () => {
  for (const { array, bytes } of EXAMPLES) {
    for (let length = 1; length <= bytes.length; length++) {
      const chunks = [new Uint8Array()];
      for (let start = 0; start < bytes.length; start += length) {
        chunks.push(bytes.slice(start, start + length), new Uint8Array());
      }
      assertEquals(await readIdx(streamOf(...chunks)), array);
    }
  }
});

Deno.test("readIdx leaves the chunks as they were", async () => {
  const { array, bytes } = EXAMPLES[4]!;
  const chunk = bytes.slice();
  assertEquals(await readIdx(streamOf(chunk)), array);
  assertEquals(chunk, bytes);
});

Deno.test("readIdx refuses what is larger than maxBytes before it takes memory", async () => {
  const { array, bytes } = EXAMPLES[0]!;
  assertEquals(await readIdx(streamOf(bytes), { maxBytes: bytes.length }), array);
  for (const maxBytes of [bytes.length - 1, NaN]) {
    await rejectsSaying(() => readIdx(streamOf(bytes), { maxBytes }), RangeError);
  }
});

Deno.test("readIdx cancels the stream with the error", async () => {
  let reason: unknown;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array([1])),
    cancel: (why) => void (reason = why),
  });
  const error = await assertRejects(() => readIdx(stream), SyntaxError, "01010101");
  assertStrictEquals(reason, error);
  assert(!stream.locked);
});

Deno.test("readIdx passes on the error of the stream", async () => {
  const failure = new Error("the connection was lost");
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(failure),
  });
  assertStrictEquals(await assertRejects(() => readIdx(stream), Error), failure);
});

Deno.test("formatIdx writes as many lengths as IDX can hold", () => {
  const array = { type: "uint8", shape: Array(255).fill(1), data: new Uint8Array(1) } as const;
  assertEquals(parseIdx(formatIdx(array)), array);
});

import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { throwsSaying } from "../helpers/says.ts";
import { damagedCopies } from "../fuzz/damaged.ts";
import { concat, prefixes } from "../helpers/bytes.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { safetensorsFile as file } from "../helpers/raw_files.ts";
import { floats } from "./pickle_fixtures.ts";

const python = await findPython("safetensors.numpy");

const TENSORS: readonly [string, Tensor][] = [
  ["layers.0.weight", { dtype: "F32", shape: [2, 3], bytes: floats(1, 2, 3, 4, 5, 0.1) }],
  ["layers.0.bias", { dtype: "F32", shape: [2], bytes: floats(-1, 1e-45) }],
  ["labels", { dtype: "U8", shape: [3], bytes: new Uint8Array([0, 9, 255]) }],
  ["scalar", { dtype: "I64", shape: [], bytes: new Uint8Array(8).fill(255) }],
  ["empty", { dtype: "F32", shape: [0, 784], bytes: new Uint8Array() }],
];

function assertRefused(bytes: Uint8Array, message: string): void {
  throwsSaying(() => parseSafetensors(bytes), SyntaxError, message);
}

Deno.test("safetensors gives back what was written, in its order", () => {
  const metadata: Record<string, string> = {
    format: "pt",
    'quotes " and \\': "line\nbreak, é and 🙂",
  };
  const parsed = parseSafetensors(formatSafetensors(TENSORS, metadata));
  assertEquals([...parsed.tensors], [...TENSORS]);
  assertEquals({ ...parsed.metadata }, metadata);
});

Deno.test("formatSafetensors writes the bytes that the format's text describes", () => {
  const tensor = { dtype: "U8", shape: [2], bytes: new Uint8Array([5, 6]) } as const;
  const bytes = formatSafetensors([["x", tensor]]);
  const header = '{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}'.padEnd(56);
  assertEquals(bytes, concat(file(header), new Uint8Array([5, 6])));
});

Deno.test("formatSafetensors starts the data at a multiple of 8", () => {
  for (let length = 0; length < 16; length++) {
    const bytes = formatSafetensors([["x".repeat(length), TENSORS[0]![1]]]);
    const { tensors } = parseSafetensors(bytes);
    assertEquals(tensors.get("x".repeat(length))!.bytes.byteOffset % 8, 0);
  }
});

Deno.test("formatSafetensors takes a map and an empty list", () => {
  const { tensors } = parseSafetensors(formatSafetensors(new Map(TENSORS)));
  assertEquals([...tensors], [...TENSORS]);
  assertEquals(formatSafetensors([]), file("{}      "));
  assertEquals(parseSafetensors(formatSafetensors([])).tensors.size, 0);
});

Deno.test("safetensors keeps names that mean something to JavaScript", () => {
  const { bytes, ...type } = TENSORS[2]![1];
  const names = ["7", "__proto__", "constructor", "3", "", "toString", "é", "🙂"];
  const written = names.map((name, k) => [name, { ...type, bytes: bytes.with(0, k) }] as const);
  const metadata = JSON.parse('{"__proto__":"a","toString":"b"}');
  const parsed = parseSafetensors(formatSafetensors(written, metadata));
  assertEquals([...parsed.tensors], written.map(([name, tensor]) => [name, tensor]));
  assertEquals(Object.entries(parsed.metadata), [["__proto__", "a"], ["toString", "b"]]);
  assertEquals(parsed.metadata.constructor, undefined);
  assertStrictEquals(({} as Record<string, unknown>).a, undefined);
});

Deno.test("formatSafetensors refuses a header that is longer than readers take", {
  ignore: !LONG_TESTS,
}, () => {
  const around = '{"__metadata__":{"text":""}}'.length;
  const longest = "x".repeat(100_000_000 - around);
  const longer = () => formatSafetensors([], { text: `${longest}x` });
  throwsSaying(longer, RangeError, "header takes 100000008 bytes", "100000000");
  assertEquals(formatSafetensors([], { text: longest }).length, 100_000_008);
});

Deno.test("parseSafetensors gives views of the file", () => {
  const bytes = formatSafetensors(TENSORS);
  for (const { bytes: view } of parseSafetensors(bytes).tensors.values()) {
    assertStrictEquals(view.buffer, bytes.buffer);
  }
});

Deno.test("parseSafetensors reads a file at an odd offset, with tensors in any order in the header", () => {
  const header = '{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},' +
    '"e":{"data_offsets":[1,1],"shape":[0],"dtype":"F64"},' +
    '"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}} \n';
  const bytes = concat(new Uint8Array(3), file(header, 2)).subarray(3);
  assertEquals([...parseSafetensors(bytes).tensors.keys()], ["a", "e", "b"]);
});

Deno.test("parseSafetensors refuses a file that is cut off or goes on", () => {
  const bytes = formatSafetensors(TENSORS, { a: "b" });
  for (const prefix of prefixes(bytes)) assertRefused(prefix, "Cannot read the safetensors file");
  assertRefused(concat(bytes, new Uint8Array(1)), "43 bytes and 44 follow");
});

Deno.test("parseSafetensors reads headers whose lengths begin as a zip file does", () => {
  for (const length of [0x4b50, 0x4b58, 0x50]) { // in bytes: "PK", "XK" and "P"
    assertEquals(parseSafetensors(file("{}".padEnd(length))).tensors.size, 0);
  }
});

Deno.test("parseSafetensors keeps the cause of what it refuses", () => {
  const cause = (header: Uint8Array | string) =>
    assertThrows(() => parseSafetensors(file(header)), SyntaxError).cause;
  assertInstanceOf(cause("{}{}"), SyntaxError);
  assertInstanceOf(cause(new Uint8Array([0x7b, 0xff, 0x7d])), TypeError);
});

Deno.test("parseSafetensors takes keys for what they are, however they are written", () => {
  const entry = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
  const harmless = '{"__metadata__":{"a":"a","b":"\\"c\\":{","c":"\\\\"},"a":' + entry + "}";
  assertEquals(parseSafetensors(file(harmless)).metadata.b, '"c":{');
});

Deno.test("parseSafetensors reads long text full of escapes", () => {
  const text = 'a"\\:{}'.repeat(1_000_000);
  assertStrictEquals(parseSafetensors(formatSafetensors([], { text })).metadata.text, text);
});

Deno.test({
  name: "Python opens the files that formatSafetensors writes",
  ignore: python === undefined,
  async fn() {
    const program = `
import json, sys
from safetensors.numpy import load
data = sys.stdin.buffer.read()
tensors = load(data)
print(json.dumps({name: [str(t.dtype), list(t.shape), t.tobytes().hex()] for name, t in tensors.items()}))
`;
    const written = formatSafetensors(TENSORS, { format: "np", note: "é" });
    const read = JSON.parse(new TextDecoder().decode(await runPython(python!, program, written)));
    const dtypes: { [dtype: string]: string } = { F32: "float32", U8: "uint8", I64: "int64" };
    for (const [name, { dtype, shape, bytes }] of TENSORS) {
      assertEquals(read[name], [dtypes[dtype], shape, bytes.toHex()]);
    }
    assertEquals(Object.keys(read).length, TENSORS.length);
  },
});

Deno.test({
  name: "parseSafetensors opens the files that Python writes",
  ignore: python === undefined,
  async fn() {
    const program = `
import sys, numpy
from safetensors.numpy import save
tensors = {"b": numpy.arange(6, dtype="float32").reshape(2, 3), "a": numpy.array([1, 2, 3], dtype="uint8"),
           "c": numpy.array(-1, dtype="int64"), "d": numpy.zeros((0, 4), dtype="float16")}
sys.stdout.buffer.write(save(tensors, metadata={"framework": "numpy"}))
`;
    const { tensors, metadata } = parseSafetensors(await runPython(python!, program));
    assertEquals({ ...metadata }, { framework: "numpy" });
    const b = { dtype: "F32", shape: [2, 3], bytes: floats(0, 1, 2, 3, 4, 5) } as const;
    assertEquals(tensors.get("b"), b);
    assertEquals(tensors.get("a"), { dtype: "U8", shape: [3], bytes: new Uint8Array([1, 2, 3]) });
    assertEquals(tensors.get("c")?.bytes.toHex(), "ffffffffffffffff");
    assertEquals(tensors.get("d")?.shape, [0, 4]);
  },
});

Deno.test({
  name: "parseSafetensors refuses the damaged files that Python refuses",
  ignore: python === undefined,
  async fn() {
    // Length-prefixed files go in, a byte for each comes out: 1 where Python reads it.
    const program = `
import sys
from safetensors import deserialize
while (length := int.from_bytes(sys.stdin.buffer.read(4), "little")):
    data = sys.stdin.buffer.read(length)
    try:
        deserialize(data)
        sys.stdout.buffer.write(b"\\1")
    except BaseException:
        sys.stdout.buffer.write(b"\\0")
`;
    const files = damagedCopies(formatSafetensors(TENSORS, { a: "b" }), 2000)
      .filter(({ length }) => length > 0);
    const input = concat(
      ...files.flatMap((bytes) => [new Uint8Array(new Uint32Array([bytes.length]).buffer), bytes]),
      new Uint8Array(4),
    );
    const verdicts = await runPython(python!, program, input);
    assertEquals(verdicts.length, files.length);
    for (const [k, bytes] of files.entries()) {
      if (verdicts[k] === 0) assertRefused(bytes, "");
    }
  },
});

import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { formatNpy, formatNpz } from "../../lib/formats/npz.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import type { Tensor, TensorType } from "../../lib/formats/safetensors.ts";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { utf8 as text } from "../helpers/bytes.ts";

const python = await findPython("numpy");

/** Counts up from 0 in bytes. */
function tensor(dtype: TensorType, shape: number[], length: number): Tensor {
  return { dtype, shape, bytes: Uint8Array.from({ length }, (_, k) => k % 60) };
}

Deno.test("an NPY file is the magic number, a Python dictionary and the items, at a multiple of 64", () => {
  const tuples = { "()": [], "(2,)": [2], "(2, 3)": [2, 3], "(0, 4)": [0, 4] };
  for (const [tuple, shape] of Object.entries(tuples)) {
    const items = shape.reduce((product, length) => product * length, 1);
    const file = formatNpy(tensor("F32", shape, 4 * items));
    assertEquals(file.subarray(0, 8).toHex(), "934e554d50590100");
    const header = new TextDecoder().decode(file.subarray(10, file.length - 4 * items));
    assertEquals(header.length + 10, 128);
    assertEquals(new DataView(file.buffer).getUint16(8, true), 118);
    assertEquals(header.trimEnd(), `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`);
    assertEquals(header.at(-1), "\n");
  }
});

Deno.test("each type has NumPy's name, with the order of its bytes", () => {
  const names = "BOOL |b1, U8 |u1, I8 |i1, U16 <u2, I16 <i2, U32 <u4, I32 <i4, U64 <u8, I64 <i8, " +
    "F16 <f2, F32 <f4, F64 <f8, C64 <c8";
  for (const [dtype, name] of names.split(", ").map((pair) => pair.split(" "))) {
    const file = formatNpy(tensor(dtype as TensorType, [1], Number(name!.at(-1))));
    assertStringIncludes(new TextDecoder().decode(file), `{'descr': '${name}', `);
  }
});

Deno.test("an archive has up to a thousand files, with names of up to 65,535 bytes", () => {
  const files = Array.from({ length: 1000 }, (_, k) => [`${k}`, new Uint8Array(2)] as const);
  assertEquals(readZip(formatZip(files)).length, 1000);
  const name = "é".repeat(32_767); // in UTF-8, two bytes a letter
  assertEquals(readZip(formatZip([[`${name}x`, text("")]]))[0]!.name, `${name}x`);
});

Deno.test("NumPy reads what formatNpz writes, and Python finds the archive whole", {
  ignore: python === undefined,
}, async () => {
  const tensors: [string, Tensor][] = [
    ["layers.0.weight", tensor("F32", [2, 3], 24)],
    ["é 🙂", tensor("F64", [2], 16)],
    ["empty", tensor("U8", [0, 784], 0)],
    ["scalar", tensor("I64", [], 8)],
    ["flags", { dtype: "BOOL", shape: [2], bytes: new Uint8Array([0, 1]) }],
    ["complex", tensor("C64", [1, 1, 1], 8)],
  ];
  const program = `
import io, json, sys, zipfile, numpy
file = io.BytesIO(sys.stdin.buffer.read())
assert zipfile.ZipFile(file).testzip() is None
file.seek(0)
arrays = numpy.load(file, allow_pickle=False)
print(json.dumps([[name, str(a.dtype), list(a.shape), a.tobytes().hex()] for name, a in arrays.items()]))
`;
  const output = await runPython(python!, program, formatNpz(tensors));
  const types = ["float32", "float64", "uint8", "int64", "bool", "complex64"];
  assertEquals(
    JSON.parse(new TextDecoder().decode(output)),
    tensors.map(([name, { shape, bytes }], k) => [name, types[k], shape, bytes.toHex()]),
  );
});

Deno.test("an entry holds how many bytes the file of its array has", () => {
  const tensor = { dtype: "U8", shape: [2], bytes: new Uint8Array(2) } as const;
  assertEquals(readNpz(formatNpz([["x 🙂", tensor]])).get("x 🙂")!.size, 130);
});

Deno.test("what is not an array is refused by its name", async () => {
  const objects = formatNpy({ dtype: "U8", shape: [1], bytes: new Uint8Array(1) });
  objects.set(text("O"), 22); // instead of the u of {'descr': '|u1'
  const damaged = readNpz(formatZip([["y.npy", objects]])).get("y")!;
  const { message, cause } = await assertRejects(() => damaged.read(), SyntaxError);
  assertMatch(message, /the array "y": its items are Python objects/);
  assertMatch((cause as Error).message, /the NPY file: its items are Python objects/);
});

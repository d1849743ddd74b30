import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { formatNpy } from "../../lib/formats/npy.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import { parseNpy } from "../../lib/formats/read_npy.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { concat, fuzz, prefixes } from "./fuzz.ts";

const python = await findPython("numpy");
const text = (value: string) => new TextEncoder().encode(value);

/** A file of version 1.0 with any header. */
function npy(header: string, items: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = text(`${header}\n`);
  return concat(
    new Uint8Array([
      0x93,
      0x4e,
      0x55,
      0x4d,
      0x50,
      0x59,
      1,
      0,
      bytes.length & 255,
      bytes.length >> 8,
    ]),
    bytes,
    items,
  );
}

function header(descr: string, shape: string, fortran = "False"): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
}

Deno.test("what formatNpy writes is read back, whatever its shape", () => {
  const bytes = new Uint8Array(new Float32Array([1, -2.5, 3, 0, 0.1, 7]).buffer);
  for (const shape of [[6], [2, 3], [1, 2, 3], [6, 1]]) {
    const { dtype, shape: read, data } = parseNpy(formatNpy({ dtype: "F32", shape, bytes }));
    assertEquals([dtype, read], ["float32", shape]);
    assertEquals(data, new Float32Array([1, -2.5, 3, 0, 0.1, 7]));
  }
  const scalar = parseNpy(formatNpy({ dtype: "U8", shape: [], bytes: new Uint8Array([9]) }));
  assertEquals(scalar, { dtype: "uint8", shape: [], data: new Uint8Array([9]) });
  const empty = parseNpy(formatNpy({ dtype: "U8", shape: [0, 784], bytes: new Uint8Array() }));
  assertEquals(empty, { dtype: "uint8", shape: [0, 784], data: new Uint8Array() });
});

Deno.test("big-endian items and items in Fortran's order are put right", () => {
  const big = parseNpy(npy(header(">i2", "(3,)"), new Uint8Array([0, 1, 255, 255, 1, 0])));
  assertEquals(big, { dtype: "int16", shape: [3], data: new Int16Array([1, -1, 256]) });
  const columns = new Uint8Array([1, 4, 2, 5, 3, 6]);
  const fortran = parseNpy(npy(header("|u1", "(2, 3)", "True"), columns));
  assertEquals(fortran.data, new Uint8Array([1, 2, 3, 4, 5, 6]));
});

Deno.test("a view that is not aligned to the type is read as well", () => {
  const file = formatNpy({
    dtype: "F64",
    shape: [1],
    bytes: new Uint8Array(new Float64Array([0.3]).buffer),
  });
  const moved = concat(new Uint8Array(3), file).subarray(3);
  assertEquals(parseNpy(moved).data, new Float64Array([0.3]));
});

Deno.test("objects, records and other types are refused, and no code is run", () => {
  const refused = (file: Uint8Array, message: string) =>
    assertThrows(() => parseNpy(file), SyntaxError, message);
  refused(
    npy(header("|O", "(2,)"), text("\x80\x04cos\nsystem\n.")),
    "its items are Python objects",
  );
  refused(
    npy("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }"),
    "its items are records of named fields",
  );
  refused(npy(header("<c8", "(1,)")), 'its items are "<c8": numbers of 8 to 64 bits or text');
  refused(npy(header("<M8[D]", "(1,)")), 'its items are "<M8[D]"');
  refused(npy(header("|b1", "(1,)"), new Uint8Array([2])), "an item is neither true nor false");
});

Deno.test("a header that is not one, or does not fit the items, is refused", () => {
  const refused = (file: Uint8Array, message: string) =>
    assertThrows(() => parseNpy(file), SyntaxError, `Cannot read the NPY file: ${message}`);
  refused(text("hello"), "it is not an NPY file");
  refused(npy(header("|u1", "(2, 3)")), "it is uint8 [2,3], which takes 6 bytes, and has 0");
  refused(npy(header("|u1", "(2,)"), new Uint8Array(3)), "it is uint8 [2], which takes 2 bytes");
  refused(npy(header("|u1", "(99999999, 99999999, 99999999)")), "it is uint8 [99999999");
  refused(npy(header("|u1", "(-1,)")), "its header is");
  refused(npy(header("|u1", "(1, , 1)")), "its shape is (1, , 1)");
  refused(npy(header("|u1", `(${"1,".repeat(65)})`)), "its shape is (1,1,");
  refused(npy("{'descr': '|u1', 'shape': (0,), }"), "its header is");
  refused(npy("{'descr': '|u1', 'descr': '|u1', 'shape': (0,)}"), "its header has descr twice");
  refused(npy("__import__('os').system('true')"), "its header is");
  refused(npy(`${header("|u1", "(0,)")} + 1`), "its header is");
  const file = npy(header("|u1", "(0,)"));
  refused(file.with(6, 4), "it is of version 4.0, 1.0 to 3.0 is wanted");
  refused(file.with(9, 200), "it ends after");
});

Deno.test("a file that is cut off or damaged is refused or has as many items as its shape", () => {
  const bytes = new Uint8Array(new Int32Array([1, 2, 3, 4]).buffer);
  const whole = formatNpy({ dtype: "I32", shape: [2, 2], bytes });
  for (const prefix of prefixes(whole)) assertThrows(() => parseNpy(prefix), SyntaxError);
  fuzz(whole, (file) => {
    const { shape, data } = parseNpy(file);
    assertEquals(data.length, shape.reduce((product, length) => product * length, 1));
  });
});

Deno.test("an NPZ file is its arrays by name", async () => {
  const tensor = { dtype: "U8", shape: [2], bytes: new Uint8Array([3, 4]) } as const;
  const arrays = readNpz(formatNpz([["x 🙂", tensor], ["y", tensor]]));
  assertEquals([...arrays.keys()], ["x 🙂", "y"]);
  assertEquals((await arrays.get("y")!.read()).data, new Uint8Array([3, 4]));
  assertThrows(
    () => readNpz(formatZip([["notes.txt", text("")]])),
    SyntaxError,
    'Cannot read the NPZ file: it holds "notes.txt", which is no array',
  );
  const objects = readNpz(formatZip([["y.npy", npy(header("|O", "(2,)"))]]));
  const { cause } = await assertRejects(
    () => objects.get("y")!.read(),
    SyntaxError,
    'Cannot read the array "y": its items are Python objects',
  );
  assertStringIncludes((cause as Error).message, "Cannot read the NPY file: its items are Python");
});

Deno.test({
  name:
    "what NumPy saves is read as NumPy has it: every type, either byte order, either order of items",
  ignore: python === undefined,
  fn: async () => {
    const program = `
import io, json, sys, numpy as n
a = {}
for t in "u1 i1 u2 i2 u4 i4 u8 i8 f2 f4 f8".split():
    for order in "<>":
        items = n.array([[0, 1, 2], [3, 40, 100]], order + t) / (1 if t[0] != "f" else 3)
        a[order + t] = items.astype(order + t)
        a["F" + order + t] = n.asfortranarray(a[order + t])
a["bool"] = n.array([True, False])
a["cube"] = n.asfortranarray(n.arange(24, dtype="<i4").reshape(2, 3, 4))
a["names"] = n.array(["é 🙂", "", "a, b"])
a["bignames"] = a["names"].astype(">U5")
a["halves"] = n.array([0, 2**-24, 2**-14, -1.5, 65504, n.inf, -n.inf, n.nan], "<f2")
file = io.BytesIO()
(n.savez_compressed if sys.stdin.read() == "packed" else n.savez)(file, **a)
wanted = {k: [v.dtype.newbyteorder("=").name, list(v.shape), [x if isinstance(x, str) else repr(float(x)) for x in v.ravel().tolist()]] for k, v in a.items()}
text = json.dumps(wanted).encode()
sys.stdout.buffer.write(len(text).to_bytes(4, "big") + text + file.getvalue())
`;
    for (const how of ["packed", "stored"]) {
      const output = await runPython(python!, program, text(how));
      const length = new DataView(output.buffer).getUint32(0);
      const wanted = JSON.parse(new TextDecoder().decode(output.subarray(4, 4 + length)));
      const arrays = readNpz(output.subarray(4 + length));
      assertEquals([...arrays.keys()], Object.keys(wanted));
      for (const [name, { read }] of arrays) {
        const { dtype, shape, data } = await read();
        const [theirs, theirShape, items] = wanted[name];
        assertEquals([dtype, shape], [theirs.replace(/^str\d+$/, "str"), theirShape], name);
        assertEquals(data.length, items.length);
        for (const [k, item] of [...data].entries()) {
          const right = typeof item === "string"
            ? item === items[k]
            : Object.is(Number(item), Number(items[k].replace("inf", "Infinity")));
          assert(right, `${name}: ${item} for ${items[k]}`);
        }
      }
    }
  },
});

import { assert, assertEquals } from "@std/assert";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { formatNpy } from "../../lib/formats/npz.ts";
import { type NdArrayData, type NpyArray, parseNpy } from "../../lib/formats/read_npz.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { throwsSaying } from "../helpers/says.ts";
import { fuzz } from "../fuzz/damaged.ts";
import { concat, prefixes, utf8 as text } from "../helpers/bytes.ts";
import { npyFile as npy } from "../helpers/raw_files.ts";

const python = await findPython("numpy");

function header(descr: string, shape: string, fortran = "False"): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
}

Deno.test("numbers of each type are read, of either order of their bytes", () => {
  const examples: [code: string, NpyArray["dtype"], NdArrayData, littleEndian: string][] = [
    ["u1", "uint8", new Uint8Array([1, 254]), "01fe"],
    ["i1", "int8", new Int8Array([1, -2]), "01fe"],
    ["u2", "uint16", new Uint16Array([1, 0xfffe]), "0100feff"],
    ["i2", "int16", new Int16Array([1, -2]), "0100feff"],
    ["u4", "uint32", new Uint32Array([1, 0xfffffffe]), "01000000feffffff"],
    ["i4", "int32", new Int32Array([1, -2]), "01000000feffffff"],
    ["u8", "uint64", new BigUint64Array([1n, 2n]), "01000000000000000200000000000000"],
    ["i8", "int64", new BigInt64Array([1n, -2n]), "0100000000000000feffffffffffffff"],
    ["f2", "float16", new Float32Array([1, -2]), "003c00c0"],
    ["f4", "float32", new Float32Array([1, -2]), "0000803f000000c0"],
    ["f8", "float64", new Float64Array([1, -2]), "000000000000f03f00000000000000c0"],
    ["b1", "bool", new Uint8Array([1, 0]), "0100"],
  ];
  for (const [code, dtype, data, hex] of examples) {
    const little = Uint8Array.fromHex(hex);
    const size = little.length / 2;
    const big = concat(little.slice(0, size).reverse(), little.slice(size).reverse());
    const orders = [["<", little], [">", big], ["=", little], ["|", little], ["", little]] as const;
    for (const [order, bytes] of orders) {
      const file = npy(header(order + code, "(2,)"), bytes);
      const before = file.slice();
      assertEquals(parseNpy(file), { dtype, shape: [2], data });
      assertEquals(file, before); // it is left as it was
    }
  }
});

Deno.test("each number of 16 bits is what it stands for", () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, k) => k);
  const { data } = parseNpy(npy(header("<f2", "(65536,)"), new Uint8Array(halves.buffer)));
  assertEquals(data, Float32Array.from(new Float16Array(halves.buffer)));
});

Deno.test("texts are read without the zeros that fill them up", () => {
  const texts = ["é🙂", "", "a\0b", "\u{10ffff}"];
  const codes = texts.flatMap((text) => {
    const codes = Array.from(text, (letter) => letter.codePointAt(0)!);
    return [...codes, ...Array(12 - codes.length).fill(0)];
  });
  const items = new Uint8Array(new Uint32Array(codes).buffer);
  const expected = { dtype: "str", shape: [2, 2], data: texts } as const;
  assertEquals(parseNpy(npy(header("<U12", "(2, 2)"), items)), expected);
  const big = items.slice();
  for (let k = 0; k < big.length; k += 4) big.subarray(k, k + 4).reverse();
  assertEquals(parseNpy(npy(header(">U12", "(2, 2)"), big)), expected);
  const columns = parseNpy(npy(header("<U12", "(2, 2)", "True"), items));
  assertEquals(columns.data, [texts[0]!, texts[2]!, texts[1]!, texts[3]!]);
  assertEquals(parseNpy(npy(header("<U12", "(0,)"))).data, []);
});

Deno.test("big-endian items and items in Fortran's order are put right", () => {
  const big = parseNpy(npy(header(">i2", "(3,)"), new Uint8Array([0, 1, 255, 255, 1, 0])));
  assertEquals(big, { dtype: "int16", shape: [3], data: new Int16Array([1, -1, 256]) });
  const columns = new Uint8Array([1, 4, 2, 5, 3, 6]);
  const fortran = parseNpy(npy(header("|u1", "(2, 3)", "True"), columns));
  assertEquals(fortran.data, new Uint8Array([1, 2, 3, 4, 5, 6]));
  const cube = Uint8Array.from({ length: 24 }, (_, k) => k + 1);
  const { data } = parseNpy(npy(header("|u1", "(2, 3, 4)", "True"), cube));
  const expected = [0, 1].flatMap((i) =>
    [0, 1, 2].flatMap((j) => [0, 1, 2, 3].map((k) => cube[i + 2 * j + 6 * k]!))
  );
  assertEquals(data, new Uint8Array(expected));
});

Deno.test("items are a view of the file where they are aligned to their type, and a copy elsewhere", () => {
  const items = new Uint8Array(new Float64Array([0.3]).buffer);
  for (let spaces = 0; spaces < 8; spaces++) {
    const file = npy(header("<f8", "(1,)") + " ".repeat(spaces), items);
    let views = 0;
    for (let shift = 0; shift < 8; shift++) {
      const moved = concat(new Uint8Array(shift), file).subarray(shift);
      const data = parseNpy(moved).data as Float64Array;
      assertEquals(data, new Float64Array([0.3]));
      if (data.buffer === moved.buffer) views++;
    }
    assertEquals(views, 1);
  }
});

Deno.test("files of versions 1.0 to 3.0 are read, with headers of up to 65,536 bytes", () => {
  const dictionary = header("|u1", "(1,)");
  const versioned = (version: number, length: number) => {
    const bytes = new Uint8Array(12 + length + 1).fill(0x20);
    bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version]);
    new DataView(bytes.buffer).setUint32(8, length, true);
    bytes[7] = 0;
    bytes.set(text(dictionary), 12);
    return bytes.fill(9, 12 + length);
  };
  const expected = { dtype: "uint8", shape: [1], data: new Uint8Array([9]) } as const;
  for (const version of [2, 3]) {
    for (const length of [dictionary.length, 300, 65_536]) {
      assertEquals(parseNpy(versioned(version, length)), expected);
    }
  }
});

Deno.test("a header has its keys in any order, and a shape of up to 64 lengths, of Python 2 too", () => {
  const ones = npy(header("|u1", `(${"1,".repeat(64)})`), new Uint8Array([9]));
  assertEquals(parseNpy(ones).shape, Array(64).fill(1));
  assertEquals(parseNpy(npy(header("|u1", "(2L, 1L)"), new Uint8Array(2))).shape, [2, 1]);
  for (
    const right of [
      "{'descr': '|u1', 'fortran_order': False, 'shape': (0,)}",
      "{'shape':(0,),'fortran_order':False,'descr':'|u1'}",
      "{ 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 0 , ) , }  ",
    ]
  ) assertEquals(parseNpy(npy(right)).shape, [0]);
});

Deno.test("a file that is cut off or damaged is refused or has as many items as its shape", async () => {
  const bytes = new Uint8Array(new Int32Array([1, 2, 3, 4]).buffer);
  const whole = formatNpy({ dtype: "I32", shape: [2, 2], bytes });
  for (const prefix of prefixes(whole)) throwsSaying(() => parseNpy(prefix), SyntaxError);
  await fuzz(whole, (file) => {
    const { shape, data } = parseNpy(file);
    assertEquals(data.length, shape.reduce((product, length) => product * length, 1));
  });
});

Deno.test(
  "what NumPy saves is read as NumPy has it: every type, either byte order, either order of items",
  { ignore: python === undefined },
  async () => {
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
expected = {k: [v.dtype.newbyteorder("=").name, list(v.shape), [x if isinstance(x, str) else repr(float(x)) for x in v.ravel().tolist()]] for k, v in a.items()}
text = json.dumps(expected).encode()
sys.stdout.buffer.write(len(text).to_bytes(4, "big") + text + file.getvalue())
`;
    for (const how of ["packed", "stored"]) {
      const output = await runPython(python!, program, text(how));
      const length = new DataView(output.buffer).getUint32(0);
      const expected = JSON.parse(new TextDecoder().decode(output.subarray(4, 4 + length)));
      const arrays = readNpz(output.subarray(4 + length));
      assertEquals([...arrays.keys()], Object.keys(expected));
      for (const [name, { read }] of arrays) {
        const { dtype, shape, data } = await read();
        const [theirs, theirShape, items] = expected[name];
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
);

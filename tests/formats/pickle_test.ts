import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { parsePickle } from "../../lib/formats/pickle.ts";
import type { NdArray } from "../../lib/formats/pickle_numpy.ts";
import { throwsSaying } from "../helpers/says.ts";
import { concat, prefixes } from "../helpers/bytes.ts";
import {
  type ArrayFixture,
  describe,
  floats,
  FORMS,
  longs,
  pickle,
  pickleArray,
  type PickleForm,
  picklePairs,
  uint,
} from "./pickle_fixtures.ts";

const PYTHON_2: PickleForm = { python: 2, protocol: 2, numpy: 1 };

const MATRIX: ArrayFixture = { code: "f4", shape: [2, 3], bytes: floats(0, 1, -2, 0.5, 1e-45, 3) };

const VECTOR: ArrayFixture = { code: "i8", shape: [3], bytes: longs(7, 0, 9) };

/** Every byte there is, so that no escape or encoding is left out. */
const EVERY_BYTE: ArrayFixture = {
  code: "u1",
  shape: [256],
  bytes: Uint8Array.from({ length: 256 }, (_, k) => k),
};

function assertRefused(bytes: Uint8Array, message: string): void {
  throwsSaying(() => parsePickle(bytes), SyntaxError, message);
}

for (const form of FORMS) {
  Deno.test(`parsePickle reads arrays of ${describe(form)}`, () => {
    const bytes = picklePairs([[MATRIX, VECTOR], [EVERY_BYTE, EVERY_BYTE]], form);
    const every = { dtype: "uint8", shape: [256], data: EVERY_BYTE.bytes };
    assertEquals<unknown>(parsePickle(bytes), [
      [
        { dtype: "float32", shape: [2, 3], data: new Float32Array([0, 1, -2, 0.5, 1e-45, 3]) },
        { dtype: "int64", shape: [3], data: new BigInt64Array([7n, 0n, 9n]) },
      ],
      [every, every],
    ]);
  });

  Deno.test(`parsePickle refuses a cut or longer pickle of ${describe(form)}`, () => {
    const bytes = picklePairs([[MATRIX, VECTOR]], form);
    for (const prefix of prefixes(bytes)) assertRefused(prefix, "Cannot read the pickle: at byte ");
    assertRefused(concat(bytes, bytes), `it ends and ${bytes.length} bytes follow`);
  });

  Deno.test(`parsePickle refuses arrays that are not plain of ${describe(form)}`, () => {
    const refuse = (change: Partial<ArrayFixture>, message: string) =>
      assertRefused(pickleArray({ ...MATRIX, ...change }, form), message);
    refuse({ code: "O8" }, 'the dtype "O8"');
    refuse({ code: "V12" }, 'the dtype "V12"');
    refuse({ code: "constructor" }, 'the dtype "constructor"');
    refuse({ byteOrder: ">" }, "got a big-endian one");
    refuse({ byteOrder: "?" }, 'the byte order is "?"');
    refuse({ fortran: true }, "got Fortran order");
    refuse({ shape: [2, 4] }, "not fill float32 [2,4]");
    refuse({ shape: [7] }, "not fill float32 [7]");
    refuse({ code: "f8" }, "not fill float64 [2,3]");
    refuse({ shape: [] }, "not fill float32 []");
    refuse({ shape: [0, 2_000_000_000] }, "24 bytes do not fill");
    refuse({ shape: Array(40).fill(2_000_000_000) }, "24 bytes do not fill");
    refuse({ shape: [-2, -3] }, "lacks its bytes");
  });
}

Deno.test("parsePickle reads each type of plain numbers", () => {
  const types = {
    f4: new Float32Array([0.5]),
    f8: new Float64Array([0.5]),
    i1: new Int8Array([-1]),
    i2: new Int16Array([-1]),
    i4: new Int32Array([-1]),
    i8: new BigInt64Array([-1n]),
    u1: new Uint8Array([1]),
    u2: new Uint16Array([1]),
    u4: new Uint32Array([1]),
    u8: new BigUint64Array([1n]),
  };
  for (const [code, data] of Object.entries(types)) {
    const array = { code, shape: [1], bytes: new Uint8Array(data.buffer) };
    assertEquals((parsePickle(pickleArray(array, PYTHON_2)) as NdArray).data, data);
  }
});

Deno.test("parsePickle gives a view of aligned items and a copy of others", () => {
  const bytes = pickleArray(MATRIX, PYTHON_2);
  let views = 0;
  for (let shift = 0; shift < 4; shift++) {
    const shifted = concat(new Uint8Array(shift), bytes).subarray(shift);
    const { data } = parsePickle(shifted) as NdArray;
    assertEquals(data, new Float32Array([0, 1, -2, 0.5, 1e-45, 3]));
    if (data.buffer === shifted.buffer) views++;
  }
  assertEquals(views, 1);
});

Deno.test("parsePickle reads arrays without items, whose bytes Python 3 calls for", () => {
  for (const form of FORMS) {
    const array = parsePickle(pickleArray({ code: "f4", shape: [0, 3], bytes: floats() }, form));
    assertEquals<unknown>(array, { dtype: "float32", shape: [0, 3], data: new Float32Array() });
  }
  assertEquals(parsePickle(pickle("\x80\x02c__builtin__\nbytes\n)R.")), new Uint8Array());
});

Deno.test("parsePickle reads an array that occurs twice", () => {
  const array = pickleArray(VECTOR, PYTHON_2).subarray(2, -1);
  const [a, b] = parsePickle(pickle(array, "q\x63h\x63\x86.")) as NdArray[];
  assertStrictEquals(a, b);
  assertEquals(a!.data, new BigInt64Array([7n, 0n, 9n]));
});

Deno.test("parsePickle reads the constants of every protocol", () => {
  const examples: [string, unknown][] = [
    ["N.", null],
    ["I01\n.", true],
    ["I00\n.", false],
    ["\x88.", true],
    ["\x89.", false],
    ["I-12\n.", -12],
    ["L34L\n.", 34],
    ["J\xfe\xff\xff\xff.", -2],
    ["K\xff.", 255],
    ["M\x01\x02.", 513],
    ["\x8a\x00.", 0],
    ["\x8a\x02\x00\xff.", -256],
    ["\x8a\x03\x00\xff\x00.", 65280],
    ["S'a\\\\\\'\\n\\r\\t\\x00\\xff\"'\n.", new Uint8Array([97, 92, 39, 10, 13, 9, 0, 255, 34])],
    ['S"it\'s"\n.', new Uint8Array([105, 116, 39, 115])],
    ["U\x01a.", new Uint8Array([97])],
    ["B\x01\x00\x00\x00a.", new Uint8Array([97])],
    ["\x8e\x01\x00\x00\x00\x00\x00\x00\x00a.", new Uint8Array([97])],
    ["Va\xe9\\u20ac\\U0001f642\\u005cu\n.", "aé€🙂\\u"],
    ["X\x02\x00\x00\x00\xc3\xa9.", "é"],
    ["\x8c\x03\xef\xbb\xbf.", "\ufeff"],
    ["\x8d\x01\x00\x00\x00\x00\x00\x00\x00a.", "a"],
    [").", []],
    ["(t.", []],
    ["K\x01K\x02K\x03\x87.", [1, 2, 3]],
    ["K\x01(K\x02K\x03t\x86.", [1, [2, 3]]],
    ["K\x05r\xff\xff\xff\xffj\xff\xff\xff\xff\x86.", [5, 5]],
  ];
  for (const [opcodes, value] of examples) {
    assertEquals<unknown>(parsePickle(pickle(opcodes)), value, opcodes);
  }
});

Deno.test("parsePickle keeps the cause of what it refuses, and passes other errors on", () => {
  const error = assertThrows(() => parsePickle(pickle("X\x01\x00\x00\x00\xff.")), SyntaxError);
  const cause = error.cause as Error;
  assertEquals(cause.message, "its text is not UTF-8");
  assertInstanceOf(cause.cause, TypeError);
  throwsSaying(() => parsePickle("N." as unknown as Uint8Array), TypeError);
});

Deno.test("parsePickle reads up to 1000 values and 10,000 opcodes", () => {
  assertEquals(parsePickle(pickle("(", "N".repeat(999), "t.")), Array(999).fill(null)); // and itself
  const protocol = "\x80\x02"; // which may be written again and again
  assertEquals(parsePickle(pickle(protocol.repeat(9998), "N.")), null);
});

Deno.test("parsePickle refuses arrays that copy the same bytes over and over", () => {
  // Bytes that are aligned to nothing in the memo, and arrays over them.
  const dtype = "cnumpy\ndtype\nU\x02u8\x85R";
  const bytes = new Uint8Array(8000);
  const array = pickle(
    "cnumpy.core.numeric\n_frombuffer\n(h\x00h\x01M\xe8\x03\x85X\x01\x00\x00\x00CtR",
  );
  for (let shift = 0; shift < 2; shift++) {
    const opcodes = pickle(
      "(T",
      uint(4, 8000),
      bytes,
      "q\x00",
      dtype,
      "q\x01t",
      ...Array(200).fill(array),
    );
    const shifted = concat(new Uint8Array(shift), opcodes).subarray(shift);
    assertRefused(shifted, "more memory than the file");
  }
  const text = pickle("X", uint(4, 8000), bytes, "q\x00Vlatin1\nq\x01");
  const encode = pickle("c_codecs\nencode\nh\x00h\x01\x86R");
  assertRefused(pickle(text, encode, encode, "."), "more memory than the file");
});

Deno.test("parsePickle takes a dtype's order of bytes by any name, and the order of items as NumPy of old wrote it", () => {
  const dtype = (order: string) => `cnumpy\ndtype\nU\x02f4\x85R(K\x03U\x01${order}NNNtb`;
  for (const [order, isFortran] of [["<", "\x89"], ["|", "\x89"], ["=", "\x89"], ["<", "K\0"]]) {
    const state = `(K\x01(K\x01t${dtype(order!)}${isFortran}U\x04\0\0\x80?tb.`;
    const array = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n)U\x01b\x87R";
    assertEquals((parsePickle(pickle(array, state)) as NdArray).data, Float32Array.of(1));
  }
});

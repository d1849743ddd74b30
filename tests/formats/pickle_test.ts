import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { parsePickle } from "../../lib/formats/pickle.ts";
import type { NdArray } from "../../lib/formats/pickle_numpy.ts";
import { throwsSaying } from "../helpers/says.ts";
import { fuzz } from "../fuzz/damaged.ts";
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

  Deno.test(`parsePickle refuses a cut, longer or damaged pickle of ${describe(form)}`, async () => {
    const bytes = picklePairs([[MATRIX, VECTOR]], form);
    for (const prefix of prefixes(bytes)) assertRefused(prefix, "Cannot read the pickle: at byte ");
    assertRefused(concat(bytes, bytes), `it ends and ${bytes.length} bytes follow`);
    await fuzz(bytes, parsePickle, 1000);
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

Deno.test("parsePickle names the function that a pickle calls for, and where", () => {
  assertRefused(
    pickle("\x80\x02c__builtin__\neval\nU\x011\x85R."),
    'at byte 2, it calls for "__bu',
  );
  assertRefused(pickle("\x80\x04\x8c\x08builtins\x8c\x04exec\x93."), "at byte 18, it calls for");
  const long = "a".repeat(100); // the longest
  const names = ["numpy.load", "numpy.core.multiarray.fromfile", "numpy.core.multiarray.scalar"];
  names.push("numpy._core.numeric.__dict__", "numpy._core._core.multiarray._reconstruct");
  names.push("_codecs.decode", "copyreg._reconstructor", "constructor.", ".__proto__", `${long}.b`);
  names.push("xnumpy._core.multiarray._reconstruct"); // NumPy's at the end alone
  for (const name of names) {
    const dot = name === "numpy._core._core.multiarray._reconstruct" ? 5 : name.lastIndexOf(".");
    const opcodes = `c${name.slice(0, dot)}\n${name.slice(dot + 1)}\n.`;
    assertRefused(pickle(opcodes), "it calls for");
  }
  assertRefused(pickle(`c${long}a\nb\n.`), "a name is not a short string");
  const dtype = (name: string) => pickle("cnumpy\ndtype\nX", uint(4, name.length), name, "\x85R.");
  assertRefused(dtype(long), `the dtype "${long}" is not one of plain numbers`);
  assertRefused(dtype(`${long}a`), "a name is not a short string");
  const huge = pickle("T", uint(4, 500_000), new Uint8Array(500_000));
  assertRefused(pickle("cnumpy\ndtype\n", huge, "\x85R."), "a name is not a short string");
});

const RECONSTRUCT = "cnumpy.core.multiarray\n_reconstruct\n";
const F4 = "cnumpy\ndtype\nU\x02f4\x85R";

/** Pickles by why they are refused, besides those of `messages_test.ts`. */
const REFUSED: { readonly [why: string]: readonly string[] } = {
  // Opcodes.
  "at byte 2, the opcode 0x51 is a persistent id": ["K\x01Q."],
  "is of the extension registry": ["\x82\x01.", "\x84\x01\x00\x00\x00."],
  "is an out-of-band buffer": ["\x97.", "\x98."],
  "is an instance of a class": ["(ios\nsystem\n.", "(o.", ")\x81."],
  "is of a list": ["(l."],
  "is of a dict": ["}."],
  "is of a set": ["\x8f."],
  "is a float outside of an array": ["G\x00\x00\x00\x00\x00\x00\x00\x00."],
  "is a long integer": ["\x8b\x00\x00\x00\x00."],
  "is a move on the stack": ["N2.", "N0."],
  "the opcode 0x00 is unknown": ["\x00."],
  // Constructors with anything but NumPy's parameters.
  "it calls what is not a function": ["cnumpy\nndarray\n)R.", "cnumpy\ndtype\nNR."],
  "a name is not a short string": ["cnumpy\ndtype\n)R.", `L${"9".repeat(101)}L\n.`],
  "is not a numpy.ndarray": [
    `${RECONSTRUCT}cnumpy\ndtype\n)U\x01b\x87R.`,
    `${RECONSTRUCT}cnumpy\nndarray\n\x85R.`,
  ],
  "not a string in latin1": ["c_codecs\nencode\nU\x01aX\x06\x00\x00\x00latin1\x86R."],
  "neither a dtype nor a new array": ["))b."],
  "the state of a dtype": [`${F4}(K\x03U\x01<N(tNK\x00K\x00K\x00tb.`],
  // A result that holds what only arrays are made of, and a stack or memo that does not add up.
  "its result holds numpy.ndarray": ["Ncnumpy\nndarray\n\x86\x85."],
  "at byte 0, expected 1 bytes": [""],
  "at byte 1, expected 1 bytes": ["N"],
  "more than its result": ["(N."],
  "the stack is empty": ["N(.", "N\x86.", "N(N\x86.", "NR.", "q\x00."],
  "memo -1 is read": ["g-1\n."],
  "the memo 1 is written twice": ["Nq\x01N\x94."],
  // Numbers that are not well formed.
  '"__proto__" is not an integer': ["g__proto__\n."],
  '"" is not an integer': ["I\n."],
  '"0x10" is not an integer': ["I0x10\n."],
  "an integer is too large": ["\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f."],
};

Deno.test("parsePickle refuses opcodes, parameters, stacks and numbers that no array is made of", () => {
  for (const [why, all] of Object.entries(REFUSED)) {
    for (const opcodes of all) assertRefused(pickle(opcodes), why);
  }
  const array = pickleArray(VECTOR, PYTHON_2).subarray(2, -1);
  assertRefused(pickle(array, "Nb."), "neither a dtype nor a new array"); // built twice
});

Deno.test("parsePickle refuses lengths past the end without taking memory", () => {
  for (const opcode of ["T", "B", "X"]) {
    assertRefused(pickle(opcode, uint(4, 0xffffffff), "a."), "expected 4294967295 bytes, got 2");
  }
  for (const opcode of ["\x8d", "\x8e", "\x96", "\x95"]) {
    const length = new Uint8Array(8).fill(255);
    assertRefused(pickle(opcode, length, "a."), "expected 18446744073709552000 bytes, got 2");
  }
  assertRefused(pickle("\x95", uint(8, 3), "N."), "expected 3 bytes, got 2");
});

Deno.test("parsePickle keeps the cause of what it refuses, and passes other errors on", () => {
  const error = assertThrows(() => parsePickle(pickle("X\x01\x00\x00\x00\xff.")), SyntaxError);
  const cause = error.cause as Error;
  assertEquals(cause.message, "its text is not UTF-8");
  assertInstanceOf(cause.cause, TypeError);
  throwsSaying(() => parsePickle("N." as unknown as Uint8Array), TypeError);
});

Deno.test("parsePickle refuses containers that are deep, huge, or huge through the memo", () => {
  assertRefused(pickle(")", "\x85".repeat(5000), "."), "more than 1000 values");
  assertEquals(parsePickle(pickle("(", "N".repeat(999), "t.")), Array(999).fill(null)); // and itself
  assertRefused(pickle("(", "N".repeat(1000), "t."), "more than 1000 values");
  assertRefused(pickle("(", "N".repeat(20_000), "t."), "it has more than 10000 opcodes");
  assertRefused(pickle("(".repeat(20_000)), "it has more than 10000 opcodes");
  const protocol = "\x80\x02"; // which may be written again and again
  assertEquals(parsePickle(pickle(protocol.repeat(9998), "N.")), null);
  assertRefused(pickle(protocol.repeat(9999), "N."), "it has more than 10000 opcodes");
  const doubling = Array.from(
    { length: 60 },
    (_, k) => pickle("q", uint(1, k), "h", uint(1, k), "\x86"),
  );
  assertRefused(pickle("N", ...doubling, "."), "more than 1000 values");
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

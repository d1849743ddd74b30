/** The sentences of readers and writers of files, each pinned once. */

import { fromBfloat16 } from "../../lib/formats/float16.ts";
import { formatIdx, type IdxArray, parseIdx, readIdx } from "../../lib/formats/idx.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { formatOnnx, type OnnxLayer } from "../../lib/formats/onnx.ts";
import { parsePickle } from "../../lib/formats/pickle.ts";
import { integer, text } from "../../lib/formats/protobuf.ts";
import { formatNpy } from "../../lib/formats/npz.ts";
import { parseNpy } from "../../lib/formats/read_npz.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { sha256 } from "../../lib/formats/sha256.ts";
import { onnxStepsOf } from "../../lib/network/activations.ts";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { replaced } from "../helpers/replaced.ts";
import { encodeLatin1, unescapeText, unquoteBytes } from "../../lib/formats/pickle_text.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import { concat, packed, utf8 } from "../helpers/bytes.ts";
import { field, type Lies, npyFile, safetensorsFile, zipFile } from "../helpers/raw_files.ts";
import { longs, pickle as latin1, pickleArray, uint } from "./pickle_fixtures.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const idx = (...bytes: number[]) => parseIdx(new Uint8Array(bytes));
const written = (change: Partial<IdxArray>) =>
  formatIdx({ type: "uint8", shape: [2], data: new Uint8Array(2), ...change });
const LARGE = [0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 255, 255];

pin("IDX files", [
  () => idx(0x1f, 0x8b, 8, 1),
  () => idx(0, 0, 0x0a, 1),
  () => idx(0, 0, 8, 0),
  () => idx(0, 0, 8, 1, 0),
  () => idx(0, 0, 8, 1, 0, 0, 0, 3, 5),
  () => idx(0, 0, 8, 1, 0, 0, 0, 1, 5, 6),
  ...each("a start of", [[0, 1, 8, 1], [1, 0, 8, 1]], (start) => idx(...start)),
  ...each("a shape of", [2, 3, 255], (rank) => idx(0, 0, 0x0e, rank, ...Array(4 * rank).fill(255))),
  () => readIdx(new Blob([new Uint8Array(LARGE)]).stream()),
  () => readIdx(new Blob([]).stream(), { maxByte: 1 } as object),
  () => written({ shape: [] }),
  () => written({ shape: Array(256).fill(1) }),
  ...each(
    "a length of",
    [0.5, -2, NaN, 0x1_0000_0000],
    (length) => written({ shape: [length, 1] }),
  ),
  () => written({ type: "toString" as "uint8" }),
  () => readIdx(ReadableStream.from(["x"]) as unknown as ReadableStream<Uint8Array>),
  () => written({ type: "int8" }),
  () => written({ shape: [3] }),
]);

/** Reads a file of version 1.0 with any header. */
const npy = (header: string, items?: Uint8Array) => parseNpy(npyFile(header, items));
const array = (descr: string, shape: string) =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
const zip = (name: string) => formatZip([[name, latin1("x")]]);
const whole = npyFile(array("|u1", "(0,)"));
const versioned = (version: number, length: number) =>
  parseNpy(
    concat(
      latin1("\x93NUMPY"),
      new Uint8Array([version, 0]),
      field(4, length),
      new Uint8Array(length),
    ),
  );

pin("NPY and NPZ files", [
  () => parseNpy(latin1("hello")),
  () => parseNpy(latin1("\x93NUMPY\x01\0\xff\0{")),
  () => parseNpy(latin1("\x93NUMPY\x09\0    ")),
  () => parseNpy(latin1("\x93NUMPY\x02\0\0\0\x02\0")),
  () => versioned(2, 65_537),
  ...each(
    "a header",
    [
      "f()",
      "__import__('os').system('true')",
      "{'descr': '|u1', 'shape': (0,), }",
      ...["x", "['", "+ 1"].map((what) => `${what} ${array("|u1", "(0,)")}`),
      `${array("|u1", "(0,)")} + 1`,
      "['descr': '|u1', 'fortran_order': False, 'shape': (0,)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (0,), more }",
      "{'descr': True, 'fortran_order': False, 'shape': (0,)}",
      "{'descr': '|u1', 'fortran_order': 'False', 'shape': (0,)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': True}",
      "{'descr': '|u1', 'fortran_order': False 'shape': (0,)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (0,)",
      `{'descr': '|u1', ${" ".repeat(200)}}`,
      ...["'descr':[('a', '<f4')]", "'descr' : [('a', '<f4')]", "'descr':  [, 'a']"]
        .map((list) => `{${list}, 'shape': (1,), }`),
    ],
    (header) => npy(header),
  ),
  ...each(
    "a shape",
    [
      "(1, , 1)",
      "(1 2,)",
      "(2LL,)",
      "(L,)",
      "(10000000000000000,)",
      "(-1,)",
      "(99999999, 99999999, 99999999)",
      `(${"1,".repeat(65)})`,
    ],
    (shape) => npy(array("|u1", shape), new Uint8Array([9])),
  ),
  ...each(
    "items of",
    ["|O8", "<M8[D]", "", "u<1", "<u1x", "<xU3", "<U3x", "<U1234567", "toString", "<U0"],
    (descr) => npy(array(descr, "(2,)"), latin1("\x80\x04cos\nsystem\n.")),
  ),
  () => npy(array("|u1", "(2,)"), new Uint8Array(3)),
  ...each(
    "a text of",
    [0x110000, 0xffffffff],
    (code) => npy(array("<U2", "(1,)"), uint(8, 0x61 + code * 2 ** 32)),
  ),
  ...each(
    "byte by byte",
    [[5, 0x5a], [6, 4], [6, 0], [7, 1], [9, 200]],
    ([k, byte]) => parseNpy(whole.with(k!, byte!)),
  ),
  () => parseNpy(whole.slice(0, 9)),
  () => parseNpy(whole.slice(0, 10).fill(0, 8)),
  () => npy("{'descr': '|u1', 'descr': '|u1', }"),
  () => npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
  () => npy(array("|O", "(1,)")),
  () => npy(array("<c8", "(1,)")),
  () => npy(array("<u2", "(2, 3)")),
  () => npy(array("|b1", "(1,)"), new Uint8Array([2])),
  () => formatNpy({ dtype: "BF16", shape: [1], bytes: new Uint8Array(2) }),
  () => fromBfloat16(new Uint8Array(3)),
  () => readNpz(zip("notes.txt")),
  () => readNpz(zip("y.npy")).get("y")!.read(),
]);

const opcodes = (text: string) => parsePickle(latin1(text));
const F4 = "cnumpy\ndtype\nU\x02f4\x85R";
const RECONSTRUCT = "cnumpy.core.multiarray\n_reconstruct\n";
const LONG = "a".repeat(100);
/** Calls for a function, by its name with its module. */
const calling = (name: string, dot = name.lastIndexOf(".")) =>
  opcodes(`c${name.slice(0, dot)}\n${name.slice(dot + 1)}\n.`);
const dtype = (name: string) =>
  parsePickle(latin1("cnumpy\ndtype\nX", uint(4, name.length), name, "\x85R."));
const FORM = { python: 2, protocol: 2, numpy: 1 } as const;
const VECTOR = pickleArray({ code: "i8", shape: [1], bytes: longs(7) }, FORM);
const doubling = Array.from(
  { length: 60 },
  (_, k) => latin1("q", uint(1, k), "h", uint(1, k), "\x86"),
);
const allocate = (bytes: number) => new Uint8Array(bytes);
const tooLong = new Uint8Array(100_000_001); // all zeros, which take no memory until they are read
const RECONSTRUCTED = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n)U\x01b\x87R";

/** Pickles that are refused, a space between two. */
const PICKLES = [
  // Opcodes of other things than arrays.
  "]. \xff. \x80\x06N. K\x01Q. \x82\x01. \x84\x01\0\0\0. \x97. \x98. (ios\nsystem\n. (o. )\x81. (l. }. \x8f.",
  "G\0\0\0\0\0\0\0\0. \x8b\0\0\0\0. N2. N0. \0.",
  // Constructors with anything but NumPy's parameters.
  "cnumpy\nndarray\n)R. cnumpy\ndtype\nNR. cnumpy\ndtype\n)R. cnumpy\ndtype\nK\x01\x85R. N)R. NNb. ))b.",
  "cnumpy\ndtype\nU\x02O8\x85R. cnumpy.core.multiarray\n_reconstruct\n)R. cnumpy.core.numeric\n_frombuffer\n)R.",
  `${F4}Nb. ${F4}(K\x03U\x01?NNNtb. ${F4}(K\x03U\x01<N(tNK\0K\0K\0tb. c__builtin__\nbytes\nK\x09\x85R.`,
  `${RECONSTRUCT}cnumpy\ndtype\n)U\x01b\x87R. ${RECONSTRUCT}cnumpy\nndarray\n\x85R. ${RECONSTRUCTED}Nb.`,
  `${RECONSTRUCTED}(K\x01)${F4}\x88U\0tb. ${RECONSTRUCTED}(K\x01)${F4}(K\x03U\x01>NNNtb\x89U\0tb.`,
  `${RECONSTRUCTED}(K\0)${F4}\x89U\0tb. ${RECONSTRUCTED}(K\x01)${F4}\x89U\0Ntb. ${RECONSTRUCTED}(tb.`,
  `${RECONSTRUCTED}(K\x01)${F4}K\x01U\0tb. ${RECONSTRUCTED}(K\x01)${F4}NU\0tb. ${F4}(tb. ${F4}(K\x04U\x01<NNNtb.`,
  `${F4}(K\x03U\x01<U\x01xNNtb. ${F4}(K\x03U\x01<NU\x01xNtb. ${F4}(K\x03U\x01<NNU\x01xtb.`,
  "c_codecs\nencode\nU\x01aX\x06\0\0\0latin1\x86R. c_codecs\nencode\nVa\\u0100\nVlatin1\n\x86R.",
  "c_codecs\nencode\nVa\nVutf8\n\x86R.",
  "\x80\x02c__builtin__\neval\nU\x011\x85R. \x80\x04\x8c\x08builtins\x8c\x04exec\x93.",
  // A result that holds what only arrays are made of, and a stack or memo that does not add up.
  `Ncnumpy\nndarray\n\x86\x85. cnumpy\nndarray\n. ${F4}. ${RECONSTRUCTED}. ${RECONSTRUCTED}(K\x01)${F4}\x89U\0tb.`,
  "N (N. N(. N\x86. N(N\x86. NR. q\0. g-1\n. Nq\x01N\x94. N.N NN. . Nt. h\0. Nq\x01Nq\x01.",
  // Numbers and texts that are not well formed.
  "g__proto__\n. I\n. I0x10\n. \x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f. I1e9\n. L9007199254740993L\n. \x8a\x09123456789.",
  "U\xffa. S'abc' Sabc\n. S'\\x1g'\n. Va\\n\n. X\x01\0\0\0\xff.",
  // Lengths past the end, without taking memory.
  ..."TBX".split("").map((opcode) => `${opcode}\xff\xff\xff\xffa.`),
  ..."\x8d\x8e\x96\x95".split("").map((opcode) => `${opcode}${"\xff".repeat(8)}a.`),
  "\x95\x03\0\0\0\0\0\0\0N.",
];

pin("pickles", [
  ...each("opcodes", PICKLES.join(" ").split(" "), opcodes),
  ...each(
    "many opcodes",
    [
      "(".repeat(20_000),
      `(${"N".repeat(1000)}t.`,
      `L${"9".repeat(101)}L\n.`,
      `)${"\x85".repeat(5000)}.`,
      `(${"N".repeat(20_000)}t.`,
      `${"\x80\x02".repeat(9999)}N.`,
    ],
    opcodes,
  ),
  () => opcodes("cos\nsystem\n(S'rm -rf /'\ntR."),
  () => opcodes(""),
  () => parsePickle(latin1("N", ...doubling, ".")),
  () => parsePickle(latin1(VECTOR.subarray(2, -1), "Nb.")), // built twice
  ...each(
    "a call for",
    [
      "numpy.load",
      "numpy.core.multiarray.fromfile",
      "numpy.core.multiarray.scalar",
      "numpy._core.numeric.__dict__",
      "_codecs.decode",
      "copyreg._reconstructor",
      "constructor.",
      ".__proto__",
      `${LONG}.b`,
      `${LONG}a.b`,
      "xnumpy._core.multiarray._reconstruct",
    ],
    (name) => calling(name),
  ),
  () => calling("numpy._core._core.multiarray._reconstruct", 5),
  ...each("a dtype of", [LONG, `${LONG}a`], dtype),
  () =>
    parsePickle(latin1("cnumpy\ndtype\nT", uint(4, 500_000), new Uint8Array(500_000), "\x85R.")),
  () => encodeLatin1("aé€", allocate),
  ...each(
    "the escape",
    ["a\\n", "a\\", "\\u004", "\\u00zz", "\\U0001f64", "\\abcdu0041", "\\x41", "\\U00110000"],
    (line) => unescapeText(latin1(line)),
  ),
  () => unescapeText(tooLong),
  () => unescapeText(tooLong.subarray(1).fill(0x5c, 0, 1)), // a backslash, so that it is not read to its end
  ...each(
    "the quotes",
    ["", "'", "abc", `'a"`, "'a", "`a`"],
    (line) => unquoteBytes(latin1(line), allocate),
  ),
  ...each(
    "the escape in quotes",
    ["\\u0041", "\\", "\\x1", "\\x1g", "\\xG1", "\\x/0", "\\x:0", "\\x`0", "ab\\u"],
    (escape) => unquoteBytes(latin1(`'${escape}'`), allocate),
  ),
]);

const tensor = { dtype: "F32", shape: [1], bytes: new Uint8Array(4) } as const;
const saved = (...tensors: [string, Tensor][]) => formatSafetensors(tensors);
const opened = (header: string | Uint8Array, dataBytes?: number) =>
  parseSafetensors(safetensorsFile(header, dataBytes));
const U8 = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
const at = (start: number, end: number, shape = [end - start]) => ({
  dtype: "U8",
  shape,
  "data_offsets": [start, end],
});
const entry = (change: object) =>
  opened(JSON.stringify({ x: { dtype: "U8", shape: [2], "data_offsets": [0, 2], ...change } }), 2);

pin("safetensors files", [
  () => saved(["x", tensor], ["x", tensor]),
  () => saved(["x", { ...tensor, shape: [2] }]),
  () => saved(["\ud800", tensor]),
  () => parseSafetensors("x" as never),
  () => parseSafetensors(new Uint8Array(7)),
  () => parseSafetensors(new Uint8Array(9).fill(255)),
  () => parseSafetensors(latin1("\xff\xff\xff\xff\0\0\0\0{")),
  () => parseSafetensors(latin1("PK\x03\x04\0\0\0\0")),
  () => parseSafetensors(latin1("\x09\0\0\0\0\0\0\0{}")),
  () => opened("[]"),
  () => opened("{}{}"),
  () => opened("{".repeat(9)),
  () => opened('{"x":1,"x":2}'),
  () => opened('{"__metadata__":[]}'),
  () => opened('{"__metadata__":{"a":1}}'),
  () => opened('{"__metadata__":{"a":"\\ud800"}}'),
  () => opened('{"\\ud800":{}}'),
  ...each(
    "bytes of a length",
    [[3, 255], [0, 3], [1, 0xe1]],
    ([k, byte]) => parseSafetensors(safetensorsFile("{}").with(k!, byte!)),
  ),
  () => parseSafetensors(concat(field(8, 100_000_000), latin1("{}"))),
  ...each(
    "a header",
    [
      "",
      " {}",
      "\ufeff{}",
      "null",
      "{",
      "{'x':1}",
      "{}\0",
      '{"x":NaN}',
      '{"\\x":{}}',
      "{".repeat(100_000),
      `{"x":${"[".repeat(100_000)}`,
      `{"x":${U8},"y":${U8},"x":${U8}}`,
      `{"x":${U8},"\\u0078" : ${U8}}`,
      '{"__metadata__":{"a":"b","a":"b"}}',
      '{"x":{"dtype":"U8","dtype":"U8"}}',
      `{"\\"":${U8},"\\"":${U8}}`,
      `{":":${U8},":":${U8}}`,
    ],
    (header) => opened(header),
  ),
  () => opened(utf8('{"__metadata__":{"a":"b"}}').with(-4, 0xff)),
  ...each("a tensor that is", [null, 1, "x", [{}]], (x) => opened(JSON.stringify({ x }), 2)),
  ...each(
    "the dtype",
    ["u8", "F4", "constructor", 8, undefined, { a: 1 }, ["U8"], Array(1000).fill([])],
    (dtype) => entry({ dtype }),
  ),
  ...each(
    "the dtype of lists in lists,",
    [6, 7],
    (depth) => entry({ dtype: JSON.parse("[".repeat(depth) + "]".repeat(depth)) }),
  ),
  ...each(
    "the shape",
    [2, [-2], [0.5], ["2"], [1e300], { length: 0 }, undefined],
    (shape) => entry({ shape }),
  ),
  ...each(
    "offsets",
    [[], [0], [0, 2, 2], [0, "2"], [-1, 1], undefined],
    (of) => entry({ "data_offsets": of }),
  ),
  ...each<readonly [tensors: object, bytes: number]>(
    "tensors and bytes",
    [
      [{ a: at(1, 2) }, 2],
      [{ a: at(0, 1), b: at(2, 3) }, 3],
      [
        { a: at(0, 2), b: at(1, 3) },
        3,
      ],
      [{ a: at(0, 2), b: at(0, 2) }, 2],
      [{ a: at(0, 2) }, 3],
      [{ a: at(0, 4) }, 3],
      [{ a: at(0, 2, [3]) }, 2],
      [{ a: at(2, 0, [0]) }, 2],
      [{ a: at(0, 0, [4294967296, 4294967296]) }, 0],
      [{ a: at(0, 0, Array(64).fill(Number.MAX_SAFE_INTEGER)) }, 0],
    ],
    ([tensors, bytes]) => opened(JSON.stringify(tensors), bytes),
  ),
  ...each(
    "to write the shape",
    [[-1, -1], [0.5, 2]],
    (shape) => saved(["x", { ...tensor, shape }]),
  ),
  () => saved(["x", { ...tensor, dtype: "F31" as "F32" }]),
  () => saved(["__metadata__", tensor]),
  () => formatSafetensors([], { a: "\udfff" }),
  () => entry({ extra: 1 }),
  () => entry({ "data_offsets": [1, 2] }),
  () => entry({ shape: [3] }),
  () => entry({ shape: [1], "data_offsets": [0, 1] }),
]);

const archive = formatZip([["a", latin1("x")]]);
/** The archive with bytes changed from an offset on. */
const changed = (offset: number, ...bytes: number[]) => {
  const copy = archive.slice();
  copy.set(bytes, offset);
  return copy;
};
const [LIST, END] = [32, 79];
const FULL = [255, 255, 255, 255];
const listed = (offset: number, ...bytes: number[]) => readZip(changed(offset, ...bytes));
const unpacked = (offset: number, ...bytes: number[]) =>
  readZip(changed(offset, ...bytes))[0]!.read();

const hello = utf8("hello hello hello");
const deflated = Uint8Array.fromHex("ca48cdc9c957c8409000000000ffff0300");
const lying = (lies: Lies, data = deflated) => readZip(zipFile(data, hello, lies));
const reading = (lies: Lies, data = deflated) => lying(lies, data)[0]!.read();
const locator = concat(field(4, 0x07064b50), new Uint8Array(16)); // of the end of ZIP64
const stored = zipFile(deflated, hello);
const start = 31 + deflated.length;
/** The archive with a list of no more than a signature. */
const shortList = concat(
  stored.subarray(0, start + 4),
  stored.subarray(-22, -10),
  field(4, 4),
  stored.subarray(-6),
);

pin("ZIP archives", [
  ...each(
    "an archive that lies:",
    [
      { times: 2 },
      { local: 0xffffffff },
      { start: 0xffffffff },
      { length: 0xffffffff },
      { count: 0xffff },
      { before: locator },
      { start: 1_000_000 },
      { length: 48 },
      {
        count: 2,
      },
      { here: 0 },
      { disk: 1 },
      { extraLength: 9 },
      { size: 4_000_000_000 },
      { size: 1032 * deflated.length + 1 },
      ...[[0x61, 0xc3, 0xa9], [0xc3, 0xa9]].map((name) => ({ name: new Uint8Array(name) })),
      { flags: 0x0800, name: new Uint8Array([0x61, 0xff]) },
    ],
    (lies) => lying(lies),
  ),
  () => readZip(concat(locator, field(4, 0x06054b50), new Uint8Array(18))),
  () => readZip(stored.with(start, 0)), // another signature
  () => readZip(shortList),
  ...each("bytes of it:", [3, 4, 30, start], (length) => readZip(stored.slice(0, length))),
  () => lying({ method: 0, size: 99 }, hello),
  () => readZip(stored, { maxBytes: 16 }),
  async () => reading({ size: 1000 }, await packed(new Uint8Array(50_000_000), "deflate-raw")),
  ...each(
    "content that is not as its entry states:",
    [
      { size: 18 },
      { size: 16 },
      { checksum: 1 },
      { local: 1 },
      { local: 1_000_000 },
      { packed: 1000 },
      { local: stored.length - 2 },
    ],
    (lies) => reading(lies),
  ),
  ...each(
    "another signature, another method:",
    [0, 8],
    (k) => readZip(stored.with(k, 0))[0]!.read(),
  ),
  () => reading({}, deflated.with(0, 7)),
  () => reading({}, deflated.slice(0, 4)),
  () => formatZip([[`${"é".repeat(32_767)}é`, utf8("")]]),
  () => formatZip(Array.from({ length: 64 }, (_, k) => [`${k}`, new Uint8Array(0x0400_0000)])),
  () => formatZip([["a", latin1("")], ["a", latin1("")]]),
  () => formatZip([["\ud800", latin1("")]]),
  () => formatZip(Array.from({ length: 1001 }, (_, k) => [`${k}`, latin1("xx")])),
  () => formatZip([["x".repeat(65_536), latin1("")]]),
  () => readZip(archive, { maxBytes: 0 }),
  () => readZip(latin1("hello")),
  () => readZip(archive.slice(0, 40)),
  () => listed(END + 16, ...FULL),
  () => listed(END + 4, 1),
  () => listed(END + 16, 200),
  () => listed(LIST, 0),
  () => listed(END + 8, 0, 0, 0),
  () => listed(LIST + 46, 255),
  () => listed(LIST + 20, ...FULL),
  () => listed(LIST + 8, 1),
  () => listed(LIST + 10, 12),
  () => listed(LIST + 24, 9),
  () => unpacked(LIST + 42, 1),
  () => unpacked(LIST + 20, 99, 0, 0, 0, 99),
  () => unpacked(31, 0),
]);

const layer = (inputs: number): OnnxLayer => ({
  weight: { dtype: "F32", shape: [2, inputs], bytes: new Uint8Array(8 * inputs) },
  bias: { dtype: "F32", shape: [2], bytes: new Uint8Array(8) },
  activation: [],
});

pin("ONNX files and hashes", [
  ...each(
    "activation",
    ["step", "constructor"],
    (name) => onnxStepsOf({ name }),
  ),
  ...each(
    "a weight of",
    [{ dtype: "F64" }, { shape: [2, 3, 1] }, { shape: [2] }] as object[],
    (of) => {
      const { weight, ...rest } = layer(3);
      return formatOnnx([{ ...rest, weight: { ...weight, ...of } }]);
    },
  ),
  ...each("a bias of", [{ dtype: "F16" }, { shape: [3] }] as object[], (of) => {
    const { bias, ...rest } = layer(3);
    return formatOnnx([{ ...rest, bias: { ...bias, ...of } }]);
  }),
  ...each("a whole number of", [0.5, NaN, 2 ** 53], (value) => integer(1, value)),
  () => integer(1, -1),
  () => formatOnnx([layer(3), layer(3)]),
  () => text(1, "\ud800"),
  () => formatOnnx([]),
  async () => {
    using _ = replaced({ crypto: {} });
    await sha256(new Uint8Array());
  },
]);
